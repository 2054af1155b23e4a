"""How long an assessment is."""

from enum import StrEnum


class Length(StrEnum):
    """The length a learner chooses; more questions make narrower intervals."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"

    @property
    def questions(self) -> int:
        return {"quick": 18, "standard": 32, "thorough": 60}[self.value]

    @property
    def minutes(self) -> int:
        """About how long it takes, at three quarters of a minute a question."""
        return {"quick": 15, "standard": 25, "thorough": 45}[self.value]


def is_over(length: Length, answered: int, left_in_bank: int) -> bool:
    """Whether no further question is asked."""
    return answered >= length.questions or left_in_bank == 0


def questions_left(length: Length, answered: int, left_in_bank: int) -> int:
    """How many questions are still to come; it falls by one with every answer."""
    return max(0, min(length.questions - answered, left_in_bank))

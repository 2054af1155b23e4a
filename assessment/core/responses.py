"""What an answer can be, and when it is right."""

from collections.abc import Sequence
from enum import StrEnum
from sys import float_info

from assessment.core.catalogue import Kind

epsilon = float_info.epsilon


class Outcome(StrEnum):
    """How a response counts. "I don't know yet" is evidence of its own, not a wrong answer."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {"right": "Right", "wrong": "Wrong", "unknown": "I don't know yet"}[self.value]


def grade_choice(kind: Kind, chosen: Sequence[int], keys: Sequence[int]) -> Outcome:
    """Grade chosen option positions: `keys` are the right ones, for kind order all of them in the right order."""
    in_order = kind is Kind.ORDER
    right = list(chosen) == list(keys) if in_order else set(chosen) == set(keys)
    return Outcome.RIGHT if right else Outcome.WRONG


def grade_number(given: float, answer: float, tolerance: float) -> Outcome:
    """Grade a typed number; the ends of the tolerance count as right, whatever binary fractions make of them."""
    rounding = 4 * epsilon * (abs(answer) + tolerance)
    return Outcome.RIGHT if abs(given - answer) <= tolerance + rounding else Outcome.WRONG

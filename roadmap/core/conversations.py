"""Which conversation a mentor should have next: what calls for one, and in which order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STALLED_DAYS = 21  # a step that is under way for longer than this has stalled


class Need(StrEnum):
    """What calls for a conversation, the most pressing first; the order of the members is the rule."""

    RESULT = "result"
    ANSWER = "answer"
    STALLED = "stalled"
    OVERDUE = "overdue"
    LOSS = "loss"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def place(self) -> int:
        """Its place in the order, from 0."""
        return list(Need).index(self)


_LABELS = {
    Need.RESULT: "No note from you yet",
    Need.ANSWER: "Waits for your answer",
    Need.STALLED: "A step has stalled",
    Need.OVERDUE: "An agreed date has passed",
    Need.LOSS: "Something got worse",
    Need.NOTHING: "Nothing needed",
}


@dataclass(frozen=True)
class Signs:
    """What is known of one mentee.

    result: the day of the newest result, if the mentor wrote nothing since. question: the day of the oldest note of the
    learner that waits for an answer. doing: since when each step is under way, without those that have an agreed date
    ahead. promised: the dates of what was agreed and is open. loss: the day of a result that showed a real loss, if
    nothing was agreed since. None or empty where there is no such thing.
    """

    result: date | None = None
    question: date | None = None
    doing: tuple[date, ...] = ()
    promised: tuple[date, ...] = ()
    loss: date | None = None


@dataclass(frozen=True)
class Reason:
    """A need, and the day since which it is there."""

    need: Need
    since: date


def reasons(signs: Signs, today: date) -> tuple[Reason, ...]:
    """Everything that calls for a conversation, the most pressing first; empty when nothing does.

    A step has stalled after more than STALLED_DAYS; a promise is late from the day after its date.
    """
    stalled = [day for day in signs.doing if (today - day).days > STALLED_DAYS]
    late = [day for day in signs.promised if day < today]
    since = {
        Need.RESULT: signs.result,
        Need.ANSWER: signs.question,
        Need.STALLED: min(stalled, default=None),
        Need.OVERDUE: min(late, default=None),
        Need.LOSS: signs.loss,
    }
    return tuple(Reason(need, day) for need, day in since.items() if day is not None)


def order(found: tuple[Reason, ...], name: str) -> tuple[int, date, str]:
    """A key to sort mentees by: the most pressing need, then who has waited longest, then the name.

    It knows nothing of scores: the list is one of conversations, never a ranking of people.
    """
    if not found:
        return Need.NOTHING.place, date.max, name.lower()
    return found[0].need.place, found[0].since, name.lower()

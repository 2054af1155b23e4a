"""The answer to one question as a browser sends it. No form of Django's: of its fields each question would need new ones."""

import re
from collections.abc import Sequence

from django.http import QueryDict

from assessment.actions import Given
from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome, grade_choice, grade_number
from assessment.models import Option, QuestionRevision

UNKNOWN = "unknown"
LONGEST = 40  # characters of a number
NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{0,15})?|[+-]?[.,]\d{1,15}")
GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
SURE = {"yes": True, "no": False}  # anything else says nothing


class Unclear(ValueError):
    """What was sent is no whole answer; says what to do."""


class AnswerForm:
    """data: what was sent, or None to ask. Options are named by the place where this learner sees them, never by the content's."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        revision: QuestionRevision,
        options: Sequence[Option],
    ) -> None:
        self.data = QueryDict() if data is None else data
        self.revision, self.options = revision, options
        self.kind = Kind(revision.kind)
        self.error = ""

    def is_valid(self) -> bool:
        """Read what was sent; `error` says what is wrong with it."""
        try:
            self._result = self._read()
        except Unclear as unclear:
            self.error = str(unclear)
        return not self.error

    def result(self) -> Given:
        """The graded answer of a valid form."""
        return self._result

    # What the page shows

    @property
    def wanted(self) -> int:
        """How many options are right; a question of kind many says so."""
        return sum(option.key for option in self.options)

    @property
    def chosen(self) -> set[str]:
        """What was sent as chosen, to show it again: places, and "unknown"."""
        return set(self.data.getlist("choice"))

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """For kinds one and many: place and text of each option, and whether it was chosen."""
        chosen = self.chosen
        places = map(str, range(1, len(self.options) + 1))
        return [(n, o.text, n in chosen) for n, o in zip(places, self.options, strict=True)]

    @property
    def lines(self) -> list[tuple[str, Option, str]]:
        """For kind order: field name, option, and the place that was sent for it (to show it again)."""
        return [
            (n, o, self.data.get(n, "")) for n, o in zip(self._ranks, self.options, strict=True)
        ]

    # What was sent

    @property
    def _ranks(self) -> list[str]:
        return [f"rank-{place}" for place in range(1, len(self.options) + 1)]

    def _read(self) -> Given:
        choices = self.chosen
        unknown = bool(self.data.get("unknown")) or UNKNOWN in choices
        number = self.data.get("number", "").strip()
        ranks = [self.data.get(name, "").strip() for name in self._ranks]
        several = self.kind is Kind.ONE and len(choices) > 1
        if several or (unknown and (choices - {UNKNOWN} or number or any(ranks))):
            raise Unclear("Choose either an answer or “I don't know yet”, not both.")
        if unknown:
            return Given(Outcome.UNKNOWN, [], None)
        sure = SURE.get(self.data.get("sure", ""))
        if self.kind is Kind.NUMBER:
            value = _number(number)
            answer, tolerance = self.revision.answer or 0.0, self.revision.tolerance or 0.0
            return Given(grade_number(value, answer, tolerance), value, sure)
        if self.kind is Kind.ORDER:
            given, keys = self._order(ranks), sorted(option.position for option in self.options)
        else:
            given = self._positions(choices)
            keys = [option.position for option in self.options if option.key]
        return Given(grade_choice(self.kind, given, keys), given, sure)

    def _positions(self, choices: set[str]) -> list[int]:
        """The content's positions of chosen places."""
        position = {str(place): o.position for place, o in enumerate(self.options, start=1)}
        if self.kind is Kind.ONE and not choices:
            raise Unclear("Choose an answer, or “I don't know yet”.")
        if self.kind is Kind.MANY and len(choices) != self.wanted:
            raise Unclear(f"Choose exactly {self.wanted} answers, or “I don't know yet”.")
        if not choices <= position.keys():
            raise Unclear("Choose among the answers of this question.")
        return sorted(position[place] for place in choices)

    def _order(self, ranks: list[str]) -> list[int]:
        """The content's positions in the order that was given."""
        if sorted(ranks) != sorted(str(n) for n in range(1, len(ranks) + 1)):
            raise Unclear(
                f"Give each line its own place from 1 to {len(ranks)}, or choose “I don't know yet”."
            )
        order = sorted(range(len(ranks)), key=lambda i: int(ranks[i]))
        return [self.options[i].position for i in order]


def _number(text: str) -> float:
    # A comma is a decimal sign in much of the world and groups thousands in the rest: "1,400" could be either.
    plain = text.replace(" ", "")
    if GROUPED.fullmatch(plain):
        raise Unclear("Type it without a sign between the thousands, such as 1400.")
    if len(text) > LONGEST or not NUMBER.fullmatch(plain):
        raise Unclear("Type a number, such as 12.5, or choose “I don't know yet”.")
    return float(plain.replace(",", "."))

"""A finished assessment question by question: what was chosen, what is right and why, and what a wrong answer shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome
from assessment.models import Assessment, Option, QuestionRevision, Response

TOO_FAST = 2  # seconds in which nobody reads a question and its options


def shown_order(assessment: UUID, revision: int, options: Iterable[Option]) -> list[Option]:
    """The options in the order in which this learner sees them: shuffled, and the same at every visit."""
    order = list(options)
    Random(f"{assessment}:{revision}").shuffle(order)
    return order


@dataclass(frozen=True)
class ReviewedOption:
    option: Option
    chosen: bool
    place: int | None = None  # for kind order: where the learner put it

    @property
    def is_right(self) -> bool:
        return self.option.key


@dataclass(frozen=True)
class ReviewedQuestion:
    """One response with everything there is to learn from it."""

    response: Response
    options: tuple[ReviewedOption, ...]

    @property
    def revision(self) -> QuestionRevision:
        return self.response.revision

    @property
    def kind(self) -> Kind:
        return Kind(self.revision.kind)

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.response.outcome)

    @property
    def is_right(self) -> bool:
        return self.outcome is Outcome.RIGHT

    @property
    def is_unknown(self) -> bool:
        return self.outcome is Outcome.UNKNOWN

    @property
    def is_hasty(self) -> bool:
        """Answered before it can have been read; to say at once that one does not know is no haste."""
        return not self.is_unknown and self.response.seconds < TOO_FAST

    @property
    def is_blind_spot(self) -> bool:
        """Sure, and wrong."""
        return self.outcome is Outcome.WRONG and self.response.sure is True

    @property
    def is_fragile(self) -> bool:
        """Right, by a best guess."""
        return self.is_right and self.response.sure is False

    @property
    def slip(self) -> dict[str, Any] | None:
        """For a typed number that matches a typical wrong one: that one."""
        given = self.response.given
        if self.kind is not Kind.NUMBER or self.is_right or not isinstance(given, (int, float)):
            return None
        tolerance = self.revision.tolerance or 0
        return next((s for s in self.revision.slips if abs(s["value"] - given) <= tolerance), None)

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Slugs of the misconceptions that this answer shows."""
        if self.is_right or self.is_unknown:
            return ()
        shown = [
            o.option.misconception.slug for o in self.options if o.chosen and o.option.misconception
        ]
        if self.slip and self.slip.get("misconception"):
            shown.append(self.slip["misconception"])
        return tuple(shown)


def review(assessment: Assessment) -> list[ReviewedQuestion]:
    """Every response of an assessment, in the order of asking; two queries however many there are."""
    options = Prefetch("revision__options", Option.objects.select_related("misconception"))
    responses = assessment.responses.select_related("revision__skill__domain", "question")
    responses = responses.prefetch_related(options)
    return [reviewed(response) for response in responses]


def reviewed(response: Response) -> ReviewedQuestion:
    revision = response.revision
    options: Sequence[Option] = revision.options.all()
    given = response.given if isinstance(response.given, list) else []
    if revision.kind == Kind.ORDER:
        shown = tuple(
            ReviewedOption(option, bool(given), given.index(option.position) + 1 if given else None)
            for option in options
        )
    else:
        ordered = shown_order(response.assessment_id, revision.pk, options)
        shown = tuple(ReviewedOption(option, option.position in given) for option in ordered)
    return ReviewedQuestion(response, shown)

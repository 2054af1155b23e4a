"""What is worth a second look in a report: answers that went wrong for sure, and the beliefs that wrong answers showed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assessment.models import Misconception
from assessment.reviewing import ReviewedQuestion
from roadmap.library import Library
from roadmap.models import Step


@dataclass(frozen=True)
class ShownMisconception:
    misconception: Misconception
    times: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class SecondLook:
    """Questions that went one way, each with the step that helps, if one is left."""

    name: str
    questions: list[tuple[ReviewedQuestion, Step | None]]


def misconceptions(
    reviewed: Sequence[ReviewedQuestion], library: Library
) -> list[ShownMisconception]:
    """Named wrong beliefs that answers showed, the most frequent first, each with the steps that help."""
    times = Counter(slug for question in reviewed for slug in question.misconceptions)
    rows = {row.slug: row for row in library.misconceptions.values()}
    return [
        ShownMisconception(rows[slug], n, tuple(rows[slug].steps.all())[:2])
        for slug, n in sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def second_looks(
    reviewed: Sequence[ReviewedQuestion], library: Library, without: Collection[str]
) -> list[SecondLook]:
    """Sure and wrong, then not known yet, then right by a best guess. without: steps (slugs) that are done or skipped."""
    kinds = (
        ("Sure, and wrong", [q for q in reviewed if q.is_blind_spot]),
        ("“I don't know yet”", [q for q in reviewed if q.is_unknown]),
        ("Right, by a best guess", [q for q in reviewed if q.is_fragile]),
    )
    return [
        SecondLook(name, [(q, _step_for(q, library, without)) for q in questions])
        for name, questions in kinds
        if questions
    ]


def _step_for(
    question: ReviewedQuestion, library: Library, without: Collection[str]
) -> Step | None:
    """The step that lifts the skill of a question to its level, or the nearest above."""
    skill, level = question.revision.skill.slug, max(1, question.revision.level - 1)
    ends = [
        (lift.end, facts.id)
        for facts in library.step_facts.values()
        for lift in facts.lifts
        if lift.skill == skill and lift.end >= level and facts.id not in without
    ]
    return library.steps[min(ends)[1]] if ends else None

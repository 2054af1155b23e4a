"""Fits a guide's study plan to a learner: what is left of it, in which order, and how many days it takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from roadmap.core.catalogue import StudyBlock, StudyPlan
from roadmap.core.gaps import Standing
from roadmap.core.steps import StepFacts, levels_passed, with_prerequisites


class SkipReason(StrEnum):
    """Why a step of the plan is left out of a block."""

    DONE = "done"
    ABOVE = "above"
    NOT_NEEDED = "not-needed"
    TOO_FAR = "too-far"
    EARLIER = "earlier"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    SkipReason.DONE: "You have done it",
    SkipReason.ABOVE: "You already stand where it leads to",
    SkipReason.NOT_NEEDED: "Your role does not need this domain",
    SkipReason.TOO_FAR: "It begins above what your role asks for",
    SkipReason.EARLIER: "It comes earlier in this plan, because another step needs it",
}


@dataclass(frozen=True)
class KeptStep:
    """A step to do in a block. needed_by: the step of the plan for whose sake it was put in, empty for the block's own."""

    step: str
    hours: int
    needed_by: str = ""


@dataclass(frozen=True)
class SkippedStep:
    step: str
    reason: SkipReason


@dataclass(frozen=True)
class FittedBlock:
    """A block with what is left of it. first and last: the learner's days, counted from 1; both 0 when nothing is left."""

    planned: StudyBlock
    first: int
    last: int
    kept: tuple[KeptStep, ...]
    skipped: tuple[SkippedStep, ...]

    @property
    def title(self) -> str:
        return self.planned.title

    @property
    def is_empty(self) -> bool:
        return not self.kept

    @property
    def hours(self) -> int:
        return sum(step.hours for step in self.kept)

    @property
    def days(self) -> int:
        return 0 if self.is_empty else self.last - self.first + 1


@dataclass(frozen=True)
class FittedPlan:
    """A study plan as it is for one learner."""

    plan: StudyPlan
    hours_per_week: int
    blocks: tuple[FittedBlock, ...]

    @property
    def kept(self) -> tuple[KeptStep, ...]:
        """All steps that are left, in the order in which to do them."""
        return tuple(step for block in self.blocks for step in block.kept)

    @property
    def skipped(self) -> tuple[SkippedStep, ...]:
        return tuple(step for block in self.blocks for step in block.skipped)

    @property
    def is_empty(self) -> bool:
        return not self.kept

    @property
    def hours(self) -> int:
        return sum(block.hours for block in self.blocks)

    @property
    def days(self) -> int:
        """Days from the beginning to the end of the last block that is left, at the learner's hours."""
        return max((block.last for block in self.blocks), default=0)

    @property
    def suffices(self) -> bool:
        """Whether the days of the plan are enough."""
        return self.days <= self.plan.days


def fit(
    plan: StudyPlan,
    standings_by_domain: Mapping[str, Standing],
    step_facts: Mapping[str, StepFacts],
    done: Collection[str],
    *,
    hours_per_week: int,
) -> FittedPlan:
    """What is left of a study plan for a learner, with prerequisites first and days that are long enough.

    standings_by_domain: where the learner stands; a domain that is left out counts as Starting, and as needed.
    step_facts: every step by id; steps of the plan and prerequisites that it lacks are passed over.
    done: ids of steps that are done. hours_per_week: at least 1, else ValueError.

    A step is left out when it is done, leads no higher than the learner's level, belongs to a domain without weight in
    the role, or starts above the role's level, unless a step that is left needs it. What a step needs and the learner
    lacks is put before it. A block lasts as the guide says unless its hours need more, at hours_per_week / 7 a day; the
    blocks after it then begin later, and catch up where they have days to spare. A block of which nothing is left takes
    no days.
    """
    if hours_per_week < 1:
        raise ValueError("hours_per_week must be at least 1")
    levels = {facts.domain: 0 for facts in step_facts.values()}
    levels |= {domain: int(standing.level) for domain, standing in standings_by_domain.items()}
    reasons = {
        identity: _reason_to_skip(step_facts[identity], standings_by_domain, levels, done)
        for block in plan.blocks
        for identity in block.steps
        if identity in step_facts
    }
    needs = {
        identity: with_prerequisites(
            identity, step_facts, there=done, is_passed=levels_passed(levels)
        )
        for identity in reasons
    }
    left = {need for identity, reason in reasons.items() if not reason for need in needs[identity]}

    blocks: list[FittedBlock] = []
    placed: set[str] = set()
    end = dropped = 0
    for block in plan.blocks:
        kept: dict[str, KeptStep] = {}
        skipped: list[SkippedStep] = []
        for identity in block.steps:
            if identity in placed:
                skipped.append(SkippedStep(identity, SkipReason.EARLIER))
            elif identity in left:
                for need in needs[identity]:
                    if need not in placed and need not in kept:
                        needed_by = "" if need in block.steps else identity
                        kept[need] = KeptStep(need, step_facts[need].hours, needed_by)
            elif reason := reasons.get(identity):
                skipped.append(SkippedStep(identity, reason))
        placed.update(kept)
        first = last = 0
        if kept:
            hours = sum(step.hours for step in kept.values())
            first = end + 1
            last = end = max(block.last - dropped, end + ceil(hours * 7 / hours_per_week))
        else:
            dropped += block.last - block.first + 1
        blocks.append(FittedBlock(block, first, last, tuple(kept.values()), tuple(skipped)))
    return FittedPlan(plan, hours_per_week, tuple(blocks))


def _reason_to_skip(
    step: StepFacts,
    standings: Mapping[str, Standing],
    levels: Mapping[str, int],
    done: Collection[str],
) -> SkipReason | None:
    standing = standings.get(step.domain)
    if step.id in done:
        return SkipReason.DONE
    if step.end <= levels[step.domain]:
        return SkipReason.ABOVE
    if standing is not None and not standing.weight:
        return SkipReason.NOT_NEEDED
    if standing is not None and step.start > standing.target_level:
        return SkipReason.TOO_FAR
    return None

"""The guides' study plans fitted to a report's learner, with the rows that a page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.core.catalogue import StudyPlan
from roadmap.core.study_plans import FittedBlock, FittedPlan, SkippedStep, fit
from roadmap.models import Step
from roadmap.report import Report


@dataclass(frozen=True)
class ShownBlock:
    """A block with its dates and rows. kept: steps, each with the one for whose sake it was added, if it was."""

    block: FittedBlock
    begins: date
    ends: date
    kept: tuple[tuple[Step, Step | None], ...]
    skipped: tuple[tuple[Step, SkippedStep], ...]


@dataclass(frozen=True)
class Studying:
    fitted: FittedPlan
    blocks: tuple[ShownBlock, ...]

    @property
    def plan(self) -> StudyPlan:
        return self.fitted.plan


def study_plan(report: Report, plan: StudyPlan) -> Studying:
    """One plan, fitted to where the learner stands, what they did, and their hours a week; it begins this week."""
    library = report.library
    fitted = fit(
        plan,
        report.standings,
        library.step_facts,
        report.settled_steps,
        hours_per_week=report.goal.hours_per_week,
    )
    begins = report.plan.frame.begins
    return Studying(fitted, tuple(_block(block, begins, library.steps) for block in fitted.blocks))


def _block(block: FittedBlock, begins: date, steps: Mapping[str, Step]) -> ShownBlock:
    return ShownBlock(
        block=block,
        begins=begins + timedelta(days=max(0, block.first - 1)),
        ends=begins + timedelta(days=max(0, block.last - 1)),
        kept=tuple((steps[kept.step], steps.get(kept.needed_by)) for kept in block.kept),
        skipped=tuple((steps[row.step], row) for row in block.skipped if row.step in steps),
    )

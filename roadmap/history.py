"""All finished assessments of a person in a few figures each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from assessment.models import Assessment, DomainResult
from roadmap.core.gaps import GapReport, gap_report
from roadmap.report import standing_of


@dataclass(frozen=True)
class Past:
    """One finished assessment, what it found, and the one before it."""

    run: Assessment
    gaps: GapReport
    before: Assessment | None


def history(runs: Sequence[Assessment]) -> list[Past]:
    """Finished assessments, newest first as they are given; one query however many there are."""
    results: dict[UUID, list[DomainResult]] = defaultdict(list)
    rows = DomainResult.objects.filter(assessment__in=[run.pk for run in runs])
    for result in rows.select_related("domain").defer("density", "level_probabilities"):
        results[result.assessment_id].append(result)
    before = dict(pairwise(runs))
    return [
        Past(
            run,
            gap_report(standing_of(r, run.aims, None) for r in results[run.pk]),
            before.get(run),
        )
        for run in runs
    ]

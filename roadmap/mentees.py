"""A mentor's list of mentees: for each the newest result, its largest gap, and the last note."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessment.models import Assessment, DomainResult, User
from roadmap.core.gaps import GapReport, Standing, gap_report
from roadmap.models import Mentorship, Note
from roadmap.report import standing_of


@dataclass(frozen=True)
class Mentee:
    """One line of the mentor's list."""

    shared: Mentorship
    latest: Assessment | None
    gaps: GapReport | None
    last_note: Note | None

    @property
    def largest_gap(self) -> Standing | None:
        return self.gaps.gaps[0] if self.gaps and self.gaps.gaps else None

    @property
    def is_new(self) -> bool:
        """A result that no note answers yet."""
        if self.latest is None or self.latest.finished_at is None:
            return False
        return self.last_note is None or self.last_note.written_at < self.latest.finished_at


def overview(mentor: User) -> list[Mentee]:
    """Everyone who shares with a mentor now, unanswered results first; five queries however many there are."""
    newest = (
        Assessment.objects.finished().filter(learner=OuterRef("learner")).order_by("-started_at")
    )
    last = Note.objects.filter(mentorship=OuterRef("pk"), author=mentor).order_by("-written_at")
    shared = list(
        Mentorship.objects.active(timezone.now())
        .filter(mentor=mentor)
        .select_related("learner")
        .annotate(
            newest=Coalesce("only_id", Subquery(newest.values("pk")[:1]), output_field=UUIDField())
        )
        .annotate(last=Subquery(last.values("pk")[:1]))
    )
    runs = Assessment.objects.select_related("goal__role").in_bulk(
        [s.newest for s in shared if s.newest]
    )
    notes = Note.objects.in_bulk([s.last for s in shared if s.last])
    results: dict[object, list[DomainResult]] = {}
    for result in (
        DomainResult.objects.filter(assessment__in=runs).select_related("domain").defer("density")
    ):
        results.setdefault(result.assessment_id, []).append(result)
    mentees = [
        Mentee(
            shared=row,
            latest=runs.get(row.newest),
            gaps=_gaps(runs[row.newest], results.get(row.newest, [])) if row.newest else None,
            last_note=notes.get(row.last),
        )
        for row in shared
    ]
    return sorted(
        mentees, key=lambda mentee: (not mentee.is_new, str(mentee.shared.learner).lower())
    )


def _gaps(run: Assessment, results: list[DomainResult]) -> GapReport:
    return gap_report(standing_of(result, run.aims, None) for result in results)

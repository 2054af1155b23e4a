"""Whom a mentor should talk to next: for each mentee what calls for it, the largest gap, and what is agreed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, DateTimeField, Exists, OuterRef, Q, Subquery, UUIDField, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessment.models import Assessment, AuditEvent, DomainResult, User, Verb
from roadmap.comparing import losses, not_compared
from roadmap.core.conversations import Need, Reason, Signs, order, reasons
from roadmap.core.gaps import GapReport, Standing, gap_report
from roadmap.models import Agreement, Mentorship, Note, Progress, Scope, StepState
from roadmap.report import standing_of


@dataclass(frozen=True)
class Mentee:
    """One line of the mentor's list. last_seen: when the learner last did something that the mentor can see.

    is_told: the learner reads already that the mentor saw this line today.
    """

    shared: Mentorship
    latest: Assessment | None
    gaps: GapReport | None
    lost: tuple[str, ...]  # domains with a real loss between the last two results
    next: Agreement | None
    last_seen: datetime | None
    reasons: tuple[Reason, ...]
    is_told: bool

    @property
    def name(self) -> str:
        return str(self.shared.learner)

    @property
    def largest_gap(self) -> Standing | None:
        return self.gaps.gaps[0] if self.gaps and self.gaps.gaps else None

    @property
    def needs(self) -> tuple[Need, ...]:
        return tuple(reason.need for reason in self.reasons) or (Need.NOTHING,)


@dataclass(frozen=True)
class Overview:
    """A mentor's whole list. waiting: what the learner has still to confirm, of which nothing may be seen."""

    mentees: Sequence[Mentee]  # in the order of who to talk to
    waiting: Sequence[Mentorship]


def overview(mentor: User) -> Overview:
    """Everyone who shares with a mentor now; a fixed number of queries."""
    return _Reading(mentor).overview()


def chosen(
    mentees: Iterable[Mentee], *, q: str = "", need: str = "", sort: str = ""
) -> list[Mentee]:
    """Those whose name has the words q in it and who have the need. sort: name, seen (the latest first), or as they come."""
    words = q.lower().split()
    found = [
        one
        for one in mentees
        if all(word in one.name.lower() for word in words) and (not need or need in one.needs)
    ]
    if sort == "name":
        found.sort(key=lambda one: one.name.lower())
    elif sort == "seen":
        found.sort(key=lambda one: one.last_seen.timestamp() if one.last_seen else 0, reverse=True)
    return found


class _Reading:
    """Reads what the lines say, for all mentees at once."""

    def __init__(self, mentor: User) -> None:
        now = timezone.now()
        self.today = timezone.localdate(now)
        runs = Assessment.objects.finished().filter(learner=OuterRef("learner"))
        runs = runs.order_by("-started_at").values("pk")
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        told = AuditEvent.objects.filter(
            learner=OuterRef("learner"), verb=Verb.LISTED, actor=mentor, at__gte=midnight
        )
        marks = Progress.objects.filter(learner=OuterRef("learner")).values("changed_at")
        rows = Mentorship.objects.running(now).filter(mentor=mentor).select_related("learner")
        everything = rows.annotate(
            newest=Coalesce("only_id", Subquery(runs[:1]), output_field=UUIDField()),
            before=Case(
                When(only=None, then=Subquery(runs[1:2])), output_field=UUIDField(null=True)
            ),
            # What somebody does is shared with the plan, not with a summary.
            marked_at=Case(
                When(scope=Scope.SUMMARY, then=None),
                default=Subquery(marks.order_by("-changed_at")[:1]),
                output_field=DateTimeField(null=True),
            ),
            is_told=Exists(told),
        )
        found = list(everything)
        self.waiting = [row for row in found if row.confirmed_at is None]
        self.shared = [row for row in found if row.is_active(now)]
        ours = [row.pk for row in self.shared]
        people = [row.learner_id for row in self.shared if row.skills_too]
        self.runs = self._runs()
        pairs = [(self.runs[r.before], self.runs[r.newest]) for r in self.shared if r.before]
        shown = {row.newest for row in self.shared if row.newest}
        results = list(
            DomainResult.objects.filter(
                assessment__in=shown.union(run.pk for pair in not_compared(pairs) for run in pair)
            )
            .select_related("domain")
            .defer("density", "level_probabilities")
        )
        self.results = _by("assessment_id", results)
        self.lost = losses(pairs, {pk: run.continues_id for pk, run in self.runs.items()}, results)
        self.doing = _by(
            "learner_id", Progress.objects.filter(learner__in=people, state=StepState.DOING)
        )
        agreed = Agreement.objects.filter(mentorship__in=ours).order_by("by_date", "pk")
        self.agreed = _by("mentorship_id", agreed.select_related("step"))
        notes = _by("mentorship_id", Note.objects.filter(mentorship__in=ours).defer("text"))
        self.said = {pk: _said(notes[pk], mentor) for pk in ours}

    def _runs(self) -> dict[UUID, Assessment]:
        """The newest results and those before them, and whatever of theirs goes on from another, for its links."""
        wanted = Q(pk__in={pk for row in self.shared for pk in (row.newest, row.before) if pk})
        compared = [row.learner_id for row in self.shared if row.before]
        linked = Q(learner__in=compared, continues__isnull=False)
        runs = Assessment.objects.filter(wanted | linked).select_related("goal__role")
        return {run.pk: run for run in runs}

    def overview(self) -> Overview:
        lines = [self._line(row) for row in self.shared]
        lines.sort(key=lambda line: order(line.reasons, line.name))
        return Overview(lines, self.waiting)

    def _line(self, row: Mentorship) -> Mentee:
        run = self.runs.get(row.newest)
        agreements = [one for one in self.agreed[row.pk] if one.is_open]
        seen = (run and run.finished_at, row.marked_at, self.said[row.pk].learner)
        return Mentee(
            shared=row,
            latest=run,
            gaps=gap_report(standing_of(r, run.aims, None) for r in self.results[run.pk])
            if run
            else None,
            lost=self.lost.get(row.newest, ()),
            next=agreements[0] if agreements else None,
            last_seen=max((moment for moment in seen if moment), default=None),
            reasons=reasons(self._signs(row, run), self.today),
            is_told=row.is_told,
        )

    def _signs(self, row: Mentorship, run: Assessment | None) -> Signs:
        said, agreed = self.said[row.pk], self.agreed[row.pk]
        result = _day(run.finished_at) if run and run.finished_at else None
        noted = _since(run, said.mentor)
        planned = _since(run, max((one.made_at for one in agreed), default=None))
        promised = [one for one in agreed if one.is_open]
        ahead = {one.step_id for one in promised if not one.is_overdue}
        return Signs(
            result=None if noted else result,
            question=_day(said.waiting) if said.waiting else None,
            doing=tuple(
                _day(mark.changed_at)
                for mark in (self.doing[row.learner_id] if row.skills_too else ())
                if mark.step_id not in ahead
            ),
            promised=tuple(one.by_date for one in promised),
            loss=result if self.lost.get(row.newest) and not planned else None,
        )


def _since(run: Assessment | None, moment: datetime | None) -> bool:
    """Whether something happened after a result."""
    return bool(run and run.finished_at and moment and moment >= run.finished_at)


@dataclass(frozen=True)
class _Said:
    """When the two of a mentorship last wrote, and the oldest note of the learner that waits for an answer."""

    mentor: datetime | None = None
    learner: datetime | None = None
    waiting: datetime | None = None


def _said(notes: Sequence[Note], mentor: User) -> _Said:
    """notes: all of one mentorship, the newest first."""
    answered: set[tuple[int | None, ...]] = set()  # threads in which the mentor wrote later
    last: dict[bool, datetime] = {}
    waiting = None
    for note in notes:
        thread, by_mentor = (
            (note.domain_id, note.step_id, note.question_id),
            note.author_id == mentor.pk,
        )
        last.setdefault(by_mentor, note.written_at)
        if by_mentor:
            answered.add(thread)
        elif thread not in answered:
            waiting = note.written_at
    return _Said(last.get(True), last.get(False), waiting)


def _by(field: str, rows: Iterable[Any]) -> Mapping[Any, list[Any]]:
    """Rows in lists, by the value of a field."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return found


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()

"""What the lines of an inbox say, and where the things are that they tell of."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from assessment.models import Assessment
from roadmap.models import Kind, Mentorship, Notice
from roadmap.subjects import Subject, subject_of

WRITTEN_DOWN = (Kind.RATED, Kind.PROBED)  # what stands on the learner's report


@dataclass(frozen=True)
class Line:
    """One notice. subject: what the note is about; waits: whether an accepted invitation is still to be confirmed."""

    notice: Notice
    subject: Subject | None
    waits: bool


def line_of(notice: Notice, now: datetime) -> Line:
    shared = notice.mentorship
    return Line(
        notice,
        subject_of(notice.note) if notice.note else None,
        waits=notice.kind == Kind.ACCEPTED and shared is not None and shared.is_waiting(now),
    )


def address_of(notice: Notice) -> str:
    """The page, and the place on it, that shows what a notice is about."""
    if notice.mentorship is None:
        return reverse("roadmap:cohort_members", args=[notice.member.cohort_id])
    if notice.is_to_learner:
        return _for_learner(notice, notice.mentorship)
    return _for_mentor(notice, notice.mentorship)


def _for_learner(notice: Notice, shared: Mentorship) -> str:
    if notice.kind in WRITTEN_DOWN:
        newest = Assessment.objects.finished().filter(learner=shared.learner_id).first()
        return _place("report", newest.pk, at="mentor-ratings") if newest else _place("sharing")
    if notice.kind == Kind.NOTED and notice.note.assessment_id:
        return _place("report", notice.note.assessment_id, at="notes")
    return _said(notice, shared) or _place("sharing")


def _for_mentor(notice: Notice, shared: Mentorship) -> str:
    if notice.kind == Kind.RESULT:
        return _place("mentee_report", shared.pk, notice.assessment_id)
    if notice.kind == Kind.BEGAN:
        return _place("mentee", shared.pk)
    return _said(notice, shared) or _place("mentees")


def _said(notice: Notice, shared: Mentorship) -> str:
    """Where the two talk; empty for what is no talk."""
    if notice.kind == Kind.NOTED:
        return _place("talk", shared.pk, at=subject_of(notice.note).anchor)
    if notice.kind in (Kind.AGREED, Kind.SETTLED):
        return _place("talk", shared.pk, at="agreements")
    return ""


def _place(page: str, *args: object, at: str = "") -> str:
    address = reverse(f"roadmap:{page}", args=args)
    return f"{address}#{at}" if at else address

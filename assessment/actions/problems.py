"""Acts on what learners say is wrong with a question: report it, answer it, keep what a guest reported."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessment.access import Person
from assessment.actions.audit import audit
from assessment.actions.people import keep_later
from assessment.limits import hold, within_a_day
from assessment.models import (
    AuditEvent,
    ContentVersion,
    ProblemKind,
    ProblemState,
    QuestionRevision,
    ReportedProblem,
    User,
    Verb,
)


def report_problem(
    revision: QuestionRevision, kind: ProblemKind, comment: str, *, by: Person
) -> None:
    """Put a problem with a question into the queue; while an earlier report of it is open, this one takes its place.

    Raises TooOften.
    """
    with transaction.atomic():
        within_a_day(Verb.REPORTED, by=by)
        ReportedProblem.objects.update_or_create(
            **by.owner,
            question=revision.question,
            state=ProblemState.OPEN,
            defaults={
                "revision": revision,
                "content_version": ContentVersion.objects.latest(),
                "kind": kind,
                "comment": comment,
                "reported_at": timezone.now(),
            },
        )
        audit(Verb.REPORTED, by=by, learner=by.user, about=revision.question.slug)


def settle_problem(problem: ReportedProblem, answer: str, *, by: User, others_too: bool) -> None:
    """Answer a report, which settles it; others_too: and every other open one of the same question, with the same words."""
    with transaction.atomic():
        meant = Q(pk=problem.pk)
        if others_too:
            meant |= Q(question=problem.question_id, state=ProblemState.OPEN)
        rows = ReportedProblem.objects.filter(meant).select_for_update()
        learners = dict(rows.values_list("pk", "learner"))
        ReportedProblem.objects.filter(pk__in=learners).update(
            state=ProblemState.SETTLED, answer=answer, settled_at=timezone.now()
        )
        AuditEvent.objects.bulk_create(
            AuditEvent(
                verb=Verb.ANSWERED, actor=by, learner_id=learner, about=problem.question.slug
            )
            for learner in learners.values()
        )


def keep_guest_problems(user: User, guest_key: str) -> None:
    """Move what a browser's guest reported to an account; where both have an open report of a question, the later one stays."""
    found = ReportedProblem.objects.filter(learner=None, guest_key=guest_key)
    if not guest_key or not found.exists():
        return
    with transaction.atomic():
        hold(user)  # or the account could report the same question meanwhile
        keep_later(
            found.select_for_update(),
            ReportedProblem.objects.open().filter(learner=user),
            user,
            about=lambda row: row.question_id if row.is_open else None,
            at=lambda row: row.reported_at,
        )

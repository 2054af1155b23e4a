"""How long things are kept: what is deleted when its time is over, in small batches, so that nobody has to wait for it.

Learners' own things stay as long as their account: assessments, who looked at them, what mentors wrote. A guest's
finished assessments stay as answers of nobody, for calibration: their tie to a browser is cut.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from assessment.models import Assessment, AuditEvent, ReportedProblem
from config.care import inactivity
from roadmap.models import Cohort, Invitation, JoinLink, Notice, Progress, SharingRequest

log = logging.getLogger(__name__)
BATCH = 200  # rows of a transaction
NOBODYS = "nobody-"  # how the key begins of a guest who cannot come back


@dataclass(frozen=True)
class Rule:
    """One kind of thing whose time can be over.

    rows: which are over at a time; None: this site keeps them for good. act: what is done to a batch of them, and to
    how many it was done; deleting them where none is given.
    """

    what: str
    rows: Callable[[datetime], QuerySet | None]
    act: Callable[[QuerySet, datetime], int] | None = None


@dataclass(frozen=True)
class Done:
    """What came of a rule: to how many rows; None where they are kept for good."""

    what: str
    number: int | None


def prune(now: datetime, *, dry_run: bool) -> Iterator[Done]:
    """Apply every rule; with dry_run only count. The numbers are the same either way."""
    for rule in RULES:
        over = rule.rows(now)
        if over is None or dry_run:
            number = None if over is None else over.count()
        else:
            number = sum(_in_batches(rule, over, now))
            if number:
                log.info("pruned %d: %s", number, rule.what)
        yield Done(rule.what, number)


def _in_batches(rule: Rule, over: QuerySet, now: datetime) -> Iterator[int]:
    numbers = list(over.order_by().values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        # The rule is asked again: somebody may have come back meanwhile.
        batch = over.filter(pk__in=numbers[start : start + BATCH])
        yield rule.act(batch, now) if rule.act else _delete(batch)


def _delete(batch: QuerySet) -> int:
    with transaction.atomic():
        return batch.order_by().delete()[1].get(batch.model._meta.label, 0)


def _before(now: datetime, days: int) -> datetime | None:
    return now - timedelta(days=days) if days else None


def _guests_before(since: datetime) -> tuple[QuerySet, QuerySet]:
    """Assessments and marked steps of guests who have done nothing since a time."""
    runs, marks = Assessment.objects.filter(learner=None), Progress.objects.filter(learner=None)
    lately = Q(started_at__gte=since) | Q(asked_at__gte=since) | Q(finished_at__gte=since)
    here = runs.filter(lately).order_by().values("guest_key")
    marking = marks.filter(changed_at__gte=since).order_by().values("guest_key")
    return (
        runs.exclude(guest_key__in=here).exclude(guest_key__in=marking),
        marks.exclude(guest_key__in=here).exclude(guest_key__in=marking),
    )


def _abandoned(now: datetime) -> QuerySet | None:
    since = _before(now, settings.KEEP_GUEST_DAYS)
    return since and _guests_before(since)[0].open()


def _finished_by_guests(now: datetime) -> QuerySet | None:
    since = _before(now, settings.KEEP_GUEST_DAYS)
    return since and _guests_before(since)[0].finished().exclude(guest_key__startswith=NOBODYS)


def _marked_by_guests(now: datetime) -> QuerySet | None:
    since = _before(now, settings.KEEP_GUEST_DAYS)
    return since and _guests_before(since)[1]


def _answered_to_guests(now: datetime) -> QuerySet | None:
    since = _before(now, settings.KEEP_GUEST_DAYS)
    return since and ReportedProblem.objects.filter(learner=None, settled_at__lt=since)


def _cut_ties(batch: QuerySet, now: datetime) -> int:
    """The assessments of one guest still belong together: only the first of them is learnt from."""
    with transaction.atomic():
        keys = set(batch.order_by().values_list("guest_key", flat=True))
        return sum(
            Assessment.objects.filter(guest_key=key, learner=None)
            .finished()
            .update(guest_key=NOBODYS + secrets.token_urlsafe(24))
            for key in keys
        )


def _invitations(now: datetime) -> QuerySet | None:
    since = _before(now, settings.KEEP_LINK_DAYS)
    return since and Invitation.objects.filter(expires_at__lt=since, mentorship=None)


def _join_links(now: datetime) -> QuerySet | None:
    since = _before(now, settings.KEEP_LINK_DAYS)
    return since and JoinLink.objects.filter(Q(expires_at__lt=since) | Q(cancelled_at__lt=since))


def _notices(now: datetime) -> QuerySet | None:
    since = _before(now, settings.KEEP_NOTICE_DAYS)
    return since and Notice.objects.outlived(since, now)


def _events_of_nobody(now: datetime) -> QuerySet | None:
    since = _before(now, settings.KEEP_EVENT_DAYS)
    return since and AuditEvent.objects.filter(learner=None, at__lt=since)


def _empty_cohorts(now: datetime) -> QuerySet:
    return Cohort.objects.filter(members=None, created_at__lt=now - timedelta(days=1))


def _forgotten_browsers(now: datetime) -> QuerySet:
    live = Session.objects.filter(expire_date__gte=now).values("session_key")
    return UserSession.objects.exclude(session_key__in=live)


# In this order: what goes with an account makes no new work for a rule before it in the same run.
RULES = (
    Rule("sessions that ran out", lambda now: Session.objects.filter(expire_date__lt=now)),
    Rule("browsers and addresses of sessions that are over", _forgotten_browsers),
    Rule(
        "confirmations of addresses that ran out",
        lambda now: EmailConfirmation.objects.all_expired(),
    ),
    Rule("unfinished assessments of guests who did not come back", _abandoned),
    Rule(
        "finished assessments of guests, cut off from their browser", _finished_by_guests, _cut_ties
    ),
    Rule("steps marked by guests who did not come back", _marked_by_guests),
    Rule("answered reports of problems by guests", _answered_to_guests),
    Rule("invitations that nobody accepted", _invitations),
    Rule(
        "requests to share that ran out",
        lambda now: SharingRequest.objects.filter(expires_at__lt=now),
    ),
    Rule("links to join that ran out or were cancelled", _join_links),
    Rule("notices that were read, or may not be known any more", _notices),
    Rule("cohorts that nobody is in", _empty_cohorts),
    Rule("acts that concern no account", _events_of_nobody),
    Rule("accounts whose address was never confirmed", inactivity.unconfirmed, inactivity.delete),
    Rule("inactive accounts, deleted", inactivity.to_delete, inactivity.delete),
    Rule("inactive accounts, told by mail", inactivity.to_tell, inactivity.tell),
)

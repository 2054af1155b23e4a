"""Acts of cohorts: make one, links to join, join, change what the group may see, leave; and write down who looked."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from assessment.access import Person
from assessment.actions import Conflict, audit, ledger
from assessment.limits import within_a_day
from assessment.models import AuditEvent, User, Verb
from roadmap.actions.notices import tell_leads
from roadmap.core.suppression import Earlier, changes, may_follow
from roadmap.models import (
    STAFF,
    Cohort,
    CohortMember,
    CohortSnapshot,
    JoinLink,
    MemberKind,
    Role,
)
from roadmap.secrets import hash_of, new_secret

COHORT_CONSENT_TEXT = (
    "2026-11-21"  # version of the words learners answer: templates/roadmap/_cohort_consents.html
)

MAILS_A_DAY = 500  # addresses to which one person can have links sent


class TooMuchMail(Conflict):
    """The site sends only so many links for one person within a day."""


class AlreadyMember(Conflict):
    """This person is in the cohort already."""


class OnlyLead(Conflict):
    """Somebody has to lead: the only lead cannot leave."""


def make_cohort(*, by: User, name: str, role: Role) -> Cohort:
    """Make a cohort; whoever makes it leads it. Raises TooOften."""
    with transaction.atomic():
        within_a_day(Verb.FOUNDED, by=Person(user=by))
        cohort = Cohort.objects.create(name=name, role=role, created_by=by)
        CohortMember.objects.create(cohort=cohort, user=by, kind=MemberKind.LEAD)
        audit(Verb.FOUNDED, by=Person(user=by), learner=None, about=_about(cohort))
    return cohort


def make_join_link(
    cohort: Cohort, *, by: User, kind: MemberKind, limit: int, days: int, mailed: int = 0
) -> tuple[JoinLink, str]:
    """Make a link for up to `limit` people; the secret is returned here and nowhere else.

    mailed: how many addresses the site is about to send it to. Raises TooMuchMail, and then makes none, when that
    would be more than MAILS_A_DAY within a day; TooOften.
    """
    secret = new_secret()
    with transaction.atomic():
        within_a_day(Verb.LINKED, by=Person(user=by))
        if mailed:
            # The account is held, so that two lists sent at once are counted together.
            yesterday = timezone.now() - timedelta(days=1)
            if JoinLink.objects.mailed_since(by, yesterday) + mailed > MAILS_A_DAY:
                raise TooMuchMail
        link = JoinLink.objects.create(
            cohort=cohort,
            secret_hash=hash_of(secret),
            kind=kind,
            limit=limit,
            mailed=mailed,
            created_by=by,
            expires_at=timezone.now() + timedelta(days=days),
        )
        audit(Verb.LINKED, by=Person(user=by), learner=None, about=_about(cohort))
    return link, secret


def give_back_seats(link: JoinLink, seats: int) -> None:
    """Take back seats of a link that was just made, for those whom its mail did not reach; they count as not mailed."""
    JoinLink.objects.filter(pk=link.pk).update(limit=F("limit") - seats, mailed=F("mailed") - seats)


def cancel_join_link(link: JoinLink, *, by: User) -> None:
    """The link stops working; does nothing when it was cancelled before."""
    with transaction.atomic():
        if JoinLink.objects.filter(pk=link.pk, cancelled_at=None).update(
            cancelled_at=timezone.now()
        ):
            audit(Verb.CANCELLED, by=Person(user=by), learner=None, about=_about(link.cohort))


def join(
    link: JoinLink, *, by: User, aggregate: bool, named: bool, peers: bool = False
) -> CohortMember:
    """Take a seat of a link. The consents count for learners only.

    Raises AlreadyMember, or Conflict when the last seat was taken or the link cancelled meanwhile.
    """
    now, learns = timezone.now(), link.kind == MemberKind.LEARNER
    try:
        with transaction.atomic():
            seats = JoinLink.objects.usable(now).filter(pk=link.pk)
            if not seats.update(uses=F("uses") + 1):
                raise Conflict
            member = CohortMember.objects.create(
                cohort=link.cohort,
                user=by,
                kind=link.kind,
                aggregate=learns and aggregate,
                named=learns and named,
                peers=learns and peers,
                consent_text=COHORT_CONSENT_TEXT if learns else "",
                consented_at=now if learns else None,
            )
            tell_leads(member)
            audit(Verb.JOINED, by=Person(user=by), learner=by, about=_about(link.cohort))
    except IntegrityError:
        raise AlreadyMember from None
    return member


def change_consents(
    member: CohortMember, *, by: User, aggregate: bool, named: bool, peers: bool
) -> None:
    """Give or withdraw what the group may see of a learner; it counts from this moment."""
    now = timezone.now()
    with transaction.atomic():
        CohortMember.objects.filter(pk=member.pk, kind=MemberKind.LEARNER).update(
            aggregate=aggregate,
            named=named,
            peers=peers,
            consent_text=COHORT_CONSENT_TEXT,
            consented_at=now,
        )
        audit(Verb.AGREED, by=Person(user=by), learner=member.user, about=_about(member.cohort))
        if not (aggregate and named and peers):
            ledger.record(ledger.Kind.CONSENT, member.pk, member.joined_at, at=now)


def leave(member: CohortMember, *, by: User) -> bool:
    """Take a person out of a cohort, with their consents. Raises OnlyLead when nobody else leads it.

    Who is taken out by somebody else does not come back as staff by a link that they still know: those stop working.
    Returns whether there were any.
    """
    known: list[JoinLink] = []
    with transaction.atomic():
        # Held, so that two leads who leave at once do not leave the cohort without one.
        Cohort.objects.select_for_update().get(pk=member.cohort_id)
        leads = CohortMember.objects.filter(cohort=member.cohort_id, kind=MemberKind.LEAD)
        if member.is_lead and not leads.exclude(pk=member.pk).exists():
            raise OnlyLead
        if CohortMember.objects.filter(pk=member.pk).delete()[0]:
            audit(Verb.LEFT, by=Person(user=by), learner=member.user, about=_about(member.cohort))
            ledger.record(ledger.Kind.MEMBERSHIP, member.pk, member.joined_at)
            if member.is_staff and by != member.user:
                usable = JoinLink.objects.usable(timezone.now()).select_related("cohort")
                known = list(usable.filter(cohort=member.cohort_id, kind__in=STAFF))
        for link in known:
            cancel_join_link(link, by=by)
    return bool(known)


def publish_counts(
    cohort: Cohort,
    *,
    by: User,
    on: date,
    counted: Mapping[str, str],
    known: Collection[str],
    table: Callable[[Sequence[Earlier]], Mapping[str, Any]],
) -> bool:
    """Publish a table of counts of a day, if it may follow those published before; says whether it did.

    counted: the assessment that was counted of each account. known: assessments that can be seen elsewhere. table: makes the
    table, given the earlier ones. Whoever leads or mentors this cohort may have seen tables
    of their other cohorts, in which the same people may be: those count as published before, too.
    """
    with transaction.atomic():
        # Held, so that two tables of a day are not both compared with the day before only.
        Cohort.objects.select_for_update().get(pk=cohort.pk)
        staff = CohortMember.objects.filter(cohort=cohort, kind__in=STAFF).values("user")
        theirs = CohortMember.objects.filter(user__in=staff, kind__in=STAFF).values("cohort")
        today = CohortSnapshot.objects.filter(cohort=cohort, taken_on__gte=on)
        # One after the other: each names everybody who was counted.
        before = CohortSnapshot.objects.filter(cohort__in=theirs).iterator(chunk_size=1)
        earlier = [_beside(snapshot, counted, known) for snapshot in before]
        if today.exists() or not may_follow(side for one in earlier for side in one.sides):
            return False
        CohortSnapshot.objects.create(
            cohort=cohort,
            taken_on=on,
            table=dict(table(earlier)),
            counted=dict(counted),
            seen=sorted(known),
        )
        audit(Verb.COUNTED, by=Person(user=by), learner=None, about=_about(cohort))
    return True


def _beside(
    snapshot: CohortSnapshot, counted: Mapping[str, str], known: Collection[str]
) -> Earlier:
    """A table that was published, with what a new one would change of it."""
    table, kept = snapshot.table, snapshot.table.get("kept", ())
    return Earlier(
        rows={slug: row for slug, row in table["domains"].items() if slug not in kept},
        people=table["people"],
        seen=len(snapshot.seen),
        sides=changes(counted, snapshot.counted, {*known, *snapshot.seen}),
    )


def log_cohort_views(cohort: Cohort, learners: Iterable[User], *, by: User) -> None:
    """Write down for each learner shown by name that somebody looked."""
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=Verb.VIEWED, actor=by, learner=learner, about=_about(cohort))
        for learner in learners
    )


def _about(cohort: Cohort) -> str:
    return f"cohort {cohort.pk}"

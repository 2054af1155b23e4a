"""Acts of sharing: invite, accept, confirm, grant, end, and write down who looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.access import Person
from assessment.actions import Conflict, audit, ledger
from assessment.limits import within_a_day
from assessment.models import Assessment, AuditEvent, User, Verb
from assessment.models.people import normalise_email
from roadmap.actions.notices import tell, tell_of_beginning, tell_of_end
from roadmap.models import Invitation, Kind, Mentorship, Scope
from roadmap.secrets import hash_of, new_secret

LINK_DAYS = 7  # how long an invitation can be accepted
# Version of the words the learner agrees to: roadmap/sharing_forms.py and templates/roadmap/_consent.html.
CONSENT_TEXT = "2026-11-22"


class OwnInvitation(Conflict):
    """Nobody mentors themself."""


class OtherAddress(Conflict):
    """The invitation was sent to another e-mail address than that of the account."""


class AlreadyShared(Conflict):
    """This learner already shares with this mentor, or is asked to confirm it."""


@dataclass(frozen=True)
class Terms:
    """What a learner agrees to share. only: the only report; None: all, also later ones."""

    scope: Scope
    only: Assessment | None
    until: datetime


def invite(*, by: User, label: str, terms: Terms, email: str = "") -> tuple[Invitation, str]:
    """Make a one-time link; the secret is returned here and nowhere else.

    email: the only address whose account can accept it; empty: whoever has the link. Raises TooOften.
    """
    secret = new_secret()
    with transaction.atomic():
        within_a_day(Verb.INVITED, by=Person(user=by))
        invitation = new_invitation(by, label, terms, hash_of(secret), email)
        audit(Verb.INVITED, by=Person(user=by), learner=by, about=f"invitation {invitation.pk}")
    return invitation, secret


def new_invitation(
    learner: User, label: str, terms: Terms, secret_hash: str, email: str = ""
) -> Invitation:
    """Store what a learner agrees to, with the text and the time; call it inside the transaction of the act."""
    return Invitation.objects.create(
        learner=learner,
        secret_hash=secret_hash,
        label=label,
        email=normalise_email(email),
        scope=terms.scope,
        only=terms.only,
        until=terms.until,
        consent_text=CONSENT_TEXT,
        expires_at=min(timezone.now() + timedelta(days=LINK_DAYS), terms.until),
    )


def reissue(invitation: Invitation, *, by: User) -> tuple[Invitation, str]:
    """The same invitation with a new secret; the old one stops working. Raises TooOften, or Conflict once it was used."""
    with transaction.atomic():
        if not cancel_invitation(invitation, by=by):
            raise Conflict
        terms = Terms(Scope(invitation.scope), invitation.only, invitation.until)
        return invite(by=by, label=invitation.label, terms=terms, email=invitation.email)


def cancel_invitation(invitation: Invitation, *, by: User) -> bool:
    """The link stops working; False, and nothing done, once it was accepted or cancelled."""
    with transaction.atomic():
        open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, cancelled_at=None)
        if not open_ones.update(cancelled_at=timezone.now()):
            return False
        audit(Verb.CANCELLED, by=Person(user=by), learner=by, about=f"invitation {invitation.pk}")
        return True


def accept_invitation(invitation: Invitation, *, by: User) -> Mentorship:
    """Ask to be the mentor of the learner who invited; the link is used up, and nothing is shown before they confirm.

    Raises OwnInvitation, OtherAddress, AlreadyShared, or Conflict when somebody else was quicker.
    """
    if by == invitation.learner:
        raise OwnInvitation
    if invitation.email and invitation.email != by.email:
        raise OtherAddress
    now = timezone.now()
    try:
        with transaction.atomic():
            # From now on the mentorship says who it is: the address is not needed any more.
            usable = Invitation.objects.usable(now).filter(pk=invitation.pk)
            if not usable.update(accepted_at=now, email=""):
                raise Conflict
            shared = share(invitation, by, confirmed_at=None)
            tell(invitation.learner, Kind.ACCEPTED, shared)
            audit(
                Verb.ACCEPTED,
                by=Person(user=by),
                learner=invitation.learner,
                about=f"invitation {invitation.pk}",
            )
    except IntegrityError:
        raise AlreadyShared from None
    return shared


def share(invitation: Invitation, mentor: User, *, confirmed_at: datetime | None) -> Mentorship:
    """Begin a mentorship by an invitation; one that has run out makes room for it."""
    now = timezone.now()
    between = Mentorship.objects.filter(learner=invitation.learner, mentor=mentor, ended_at=None)
    between.filter(until__lte=now).update(ended_at=now)
    return Mentorship.objects.create(
        learner=invitation.learner,
        mentor=mentor,
        invitation=invitation,
        scope=invitation.scope,
        only=invitation.only,
        until=invitation.until,
        confirmed_at=confirmed_at,
    )


def confirm_mentorship(shared: Mentorship, *, by: User) -> None:
    """The learner says that the right person accepted; from now on they can look. Raises Conflict once it has ended."""
    now = timezone.now()
    with transaction.atomic():
        if not Mentorship.objects.waiting(now).filter(pk=shared.pk).update(confirmed_at=now):
            raise Conflict
        tell_of_beginning(shared)
        audit(Verb.CONFIRMED, by=Person(user=by), learner=by, about=f"mentorship {shared.pk}")


def end_mentorship(shared: Mentorship, *, by: User) -> None:
    """Stop sharing, or decline who accepted, from either side, at once; does nothing when it has ended."""
    with transaction.atomic():
        running = Mentorship.objects.filter(pk=shared.pk, ended_at=None)
        # The time is taken once nobody else holds the row, so nothing is written after it.
        held = running.select_for_update().first()
        if held and running.update(ended_at=timezone.now()):
            tell_of_end(held, by=by)
            audit(
                Verb.ENDED,
                by=Person(user=by),
                learner=shared.learner,
                about=f"mentorship {shared.pk}",
            )
            ledger.record(ledger.Kind.SHARING, shared.pk, shared.began_at)


def log_look(shared: Mentorship, verb: Verb, *seen: Assessment, by: User) -> None:
    """Write down that a mentor looked, for the learner to see; a learner's look at a preview is none."""
    if not shared.is_preview:
        AuditEvent.objects.bulk_create(
            AuditEvent(verb=verb, actor=by, learner=shared.learner, about=str(run.pk))
            for run in seen
        )


def log_list(lines: Iterable[tuple[Mentorship, Assessment]], *, by: User) -> None:
    """Write down, for each learner to read, that a mentor saw their result in a list; in one query.

    Who calls it leaves out whom it told today. Two lists that are opened at the same moment may tell them twice, which
    is as true and does no harm.
    """
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=Verb.LISTED, actor=by, learner_id=shared.learner_id, about=str(run.pk))
        for shared, run in lines
    )

"""Acts of sharing: invite, accept, end, rate, write a note, and write down who looked."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.access import Person
from assessment.actions import Conflict, audit
from assessment.core.catalogue import Level
from assessment.models import Assessment, AuditEvent, Domain, User, Verb
from roadmap.models import Invitation, MentorRating, Mentorship, Note
from roadmap.secrets import hash_of, new_secret

LINK_DAYS = 14  # how long an invitation link can be accepted
CONSENT_TEXT = (
    "2026-11-21"  # version of the words the learner agrees to: templates/roadmap/invite.html
)


class OwnInvitation(Conflict):
    """Nobody mentors themself."""


class AlreadyShared(Conflict):
    """This learner already shares with this mentor."""


def invite(*, by: User, label: str, answers_too: bool, share_days: int) -> tuple[Invitation, str]:
    """Make a one-time link; the secret is returned here and nowhere else."""
    secret = new_secret()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            learner=by,
            secret_hash=hash_of(secret),
            label=label,
            answers_too=answers_too,
            share_days=share_days,
            consent_text=CONSENT_TEXT,
            expires_at=timezone.now() + timedelta(days=LINK_DAYS),
        )
        audit(Verb.INVITED, by=Person(user=by), learner=by, about=f"invitation {invitation.pk}")
    return invitation, secret


def cancel_invitation(invitation: Invitation, *, by: User) -> None:
    """The link stops working; does nothing once it was accepted or cancelled."""
    with transaction.atomic():
        open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, cancelled_at=None)
        if open_ones.update(cancelled_at=timezone.now()):
            audit(
                Verb.CANCELLED, by=Person(user=by), learner=by, about=f"invitation {invitation.pk}"
            )


def accept_invitation(invitation: Invitation, *, by: User) -> Mentorship:
    """Become the mentor of the learner who invited; the link is used up.

    Raises OwnInvitation, AlreadyShared, or Conflict when somebody else was quicker.
    """
    if by == invitation.learner:
        raise OwnInvitation
    now = timezone.now()
    try:
        with transaction.atomic():
            taken = Invitation.objects.usable(now).filter(pk=invitation.pk).update(accepted_at=now)
            if not taken:
                raise Conflict
            run_out = Mentorship.objects.filter(
                learner=invitation.learner, mentor=by, until__lte=now
            )
            run_out.filter(ended_at=None).update(ended_at=now)
            shared = Mentorship.objects.create(
                learner=invitation.learner,
                mentor=by,
                invitation=invitation,
                answers_too=invitation.answers_too,
                until=now + timedelta(days=invitation.share_days),
            )
            audit(
                Verb.ACCEPTED,
                by=Person(user=by),
                learner=invitation.learner,
                about=f"invitation {invitation.pk}",
            )
    except IntegrityError:
        raise AlreadyShared from None
    return shared


def end_mentorship(shared: Mentorship, *, by: User) -> None:
    """Stop sharing, from either side, at once; does nothing when it has ended."""
    with transaction.atomic():
        if Mentorship.objects.filter(pk=shared.pk, ended_at=None).update(ended_at=timezone.now()):
            audit(
                Verb.ENDED,
                by=Person(user=by),
                learner=shared.learner,
                about=f"mentorship {shared.pk}",
            )


def write_note(shared: Mentorship, assessment: Assessment, text: str, *, by: User) -> Note:
    """Write a note on a report; the learner reads it."""
    with transaction.atomic():
        note = Note.objects.create(mentorship=shared, assessment=assessment, author=by, text=text)
        audit(Verb.NOTED, by=Person(user=by), learner=shared.learner, about=str(assessment.pk))
    return note


def rate_mentee(
    shared: Mentorship, domain: Domain, level: Level, evidence: str, *, by: User
) -> MentorRating:
    """Give a level in a domain, with what was seen; the learner reads it."""
    with transaction.atomic():
        rating = MentorRating.objects.create(
            mentorship=shared, domain=domain, level=level, evidence=evidence
        )
        audit(Verb.RATED, by=Person(user=by), learner=shared.learner, about=domain.slug)
    return rating


def log_view(
    shared: Mentorship, assessment: Assessment, *, by: User, answers: bool = False
) -> None:
    """Write down that a mentor looked, for the learner to see."""
    verb = Verb.VIEWED_ANSWERS if answers else Verb.VIEWED
    AuditEvent.objects.create(verb=verb, actor=by, learner=shared.learner, about=str(assessment.pk))

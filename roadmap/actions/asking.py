"""A mentor asks somebody to share; only they can grant it, and choose what."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.access import Person
from assessment.actions import Conflict, audit
from assessment.limits import within_a_day
from assessment.models import User, Verb
from roadmap.actions.notices import tell_of_beginning
from roadmap.actions.sharing import AlreadyShared, Terms, new_invitation, share
from roadmap.models import Mentorship, SharingRequest
from roadmap.secrets import address_hash, hash_of, new_secret

REQUEST_DAYS = 30  # how long a request waits for an answer


def ask(email: str, *, by: User) -> None:
    """Ask whoever has this e-mail address to share.

    Nothing depends on whether an account has it, so neither the answer nor its time can tell. Asking again while a
    request waits, or was declined, changes nothing. What has run out is deleted. Raises TooOften.
    """
    now, email_hash = timezone.now(), address_hash(email)
    with transaction.atomic():
        within_a_day(Verb.ASKED, by=Person(user=by))
        SharingRequest.objects.filter(expires_at__lte=now).delete()
        until = now + timedelta(days=REQUEST_DAYS)
        made, is_new = SharingRequest.objects.get_or_create(
            mentor=by, email_hash=email_hash, defaults={"expires_at": until}
        )
        if is_new:
            audit(Verb.ASKED, by=Person(user=by), learner=None, about=f"request {made.pk}")


def grant(asked: SharingRequest, terms: Terms, *, by: User) -> Mentorship:
    """Share with who asked; they can look at once. Raises AlreadyShared, or Conflict once it was answered."""
    now = timezone.now()
    try:
        with transaction.atomic():
            _answer(asked)
            # Nobody gets to know this secret: the invitation is there for what was agreed to, and when.
            invitation = new_invitation(by, asked.mentor.public_name, terms, hash_of(new_secret()))
            invitation.accepted_at = now
            invitation.save(update_fields=["accepted_at"])
            shared = share(invitation, asked.mentor, confirmed_at=now)
            tell_of_beginning(shared)
            audit(Verb.GRANTED, by=Person(user=by), learner=by, about=f"mentorship {shared.pk}")
    except IntegrityError:
        raise AlreadyShared from None
    return shared


def refuse(asked: SharingRequest, *, by: User) -> None:
    """Decline a request; the mentor is not told. Raises Conflict once it was answered."""
    with transaction.atomic():
        _answer(asked)
        audit(Verb.REFUSED, by=Person(user=by), learner=by, about=f"request {asked.pk}")


def _answer(asked: SharingRequest) -> None:
    now = timezone.now()
    if not SharingRequest.objects.waiting(now).filter(pk=asked.pk).update(answered_at=now):
        raise Conflict

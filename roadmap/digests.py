"""Mails about what is new: what stands in one, who is due, and the link that ends them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from assessment.models import User
from roadmap import mailing
from roadmap.actions import give_back, take_turn
from roadmap.models import Digest, Kind, SharingRequest
from roadmap.secrets import address_hash

ASKED = "Mentors who ask to see your reports"
Lines = list[tuple[str, int]]


@dataclass
class Tally:
    """How many mails were sent, how many the mail server did not take, and how many people had nothing new."""

    sent: int = 0
    failed: int = 0
    quiet: int = 0


def token_of(user: User) -> str:
    """What lets whoever has a mail end these mails, and nothing else; it never runs out."""
    return _signer().sign(str(user.pk))


def account_of(token: str) -> int | None:
    """The primary key of the account that a token is for; None where it is for none."""
    try:
        return int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(salt="roadmap.unsubscribe")


def news(digest: Digest, until: datetime) -> Lines:
    """What somebody has not read, of what happened since the last mail, counted by what it is; two queries.

    Nobody is named and nothing is quoted: a mail stays where it is when sharing ends.
    """
    user, since = digest.user, digest.told_until
    unread = user.notices.unread(until).filter(happened_at__gt=since)
    found = Counter(unread.order_by().values_list("kind", flat=True))
    waiting = SharingRequest.objects.waiting(until).exclude(mentor=user)
    asked = waiting.filter(email_hash=address_hash(user.email), asked_at__gt=since).count()
    lines = [(ASKED, asked), *((kind.label, found[kind]) for kind in Kind)]
    return [(what, number) for what, number in lines if number]


def send_due(now: datetime) -> Tally:
    """Send every mail that is due: each once, whoever else sends at the same time."""
    tally, today = Tally(), timezone.localdate(now)
    for digest in list(Digest.objects.due(today)):
        lines = news(digest, now)
        if not lines:
            tally.quiet += 1
        elif take_turn(digest, today=today, until=now):
            if mailing.send_digest(digest, lines, token_of(digest.user)):
                tally.sent += 1
            else:
                give_back(digest, until=now)
                tally.failed += 1
    return tally

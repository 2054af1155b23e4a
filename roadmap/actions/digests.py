"""Mails about what is new: choose how often, and take the turn to send one."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from assessment.models import User
from roadmap.models import Digest, Period


def change_digest(user: User, period: Period) -> None:
    """How often somebody wants a mail. Who had none begins now: what happened before is in no mail."""
    now = timezone.now()
    begin = {"last_on": timezone.localdate(now), "told_until": now}
    chosen = {"period": period, "changed_at": now}
    with transaction.atomic():
        User.objects.select_for_update().get(
            pk=user.pk
        )  # held, so that two first choices make one row
        before = Digest.objects.filter(user=user).first()
        if before is None or before.period == Period.OFF:
            chosen |= begin
        Digest.objects.update_or_create(user=user, defaults=chosen)


def stop_digest(user_pk: int) -> None:
    """No more mails; also where there were none, or there is no account any more."""
    Digest.objects.filter(user=user_pk).update(period=Period.OFF, changed_at=timezone.now())


def take_turn(digest: Digest, *, today: date, until: datetime) -> bool:
    """Keep the mail of this period for whoever calls; False when it was sent, or stopped, meanwhile.

    It is stored before the mail goes out: after a crash between the two one mail is missing, which the inbox makes up
    for, and none comes twice.
    """
    as_read = Digest.objects.filter(pk=digest.pk, period=digest.period, last_on=digest.last_on)
    return bool(as_read.update(last_on=today, told_until=until))


def give_back(digest: Digest, *, until: datetime) -> None:
    """The mail was not taken: what it told is told by that of the next period."""
    Digest.objects.filter(pk=digest.pk, told_until=until).update(told_until=digest.told_until)

"""Accounts that nobody uses: they are told by mail, and deleted when nobody signs in then."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from assessment.actions import delete_account
from assessment.models import Assessment, User
from roadmap import mailing

log = logging.getLogger(__name__)


def unconfirmed(now: datetime) -> QuerySet | None:
    """Accounts made with an address that nobody ever confirmed; None where addresses are not confirmed, or all are kept."""
    if not settings.KEEP_UNCONFIRMED_DAYS or settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
        return None
    since = now - timedelta(days=settings.KEEP_UNCONFIRMED_DAYS)
    made = User.objects.filter(
        last_login=None, joined_at__lt=since, is_staff=False, emailaddress__verified=False
    )
    return made.exclude(emailaddress__verified=True).distinct()


def to_tell(now: datetime) -> QuerySet | None:
    """Inactive accounts that were not told since they were last used; None where no mail is sent, or all are kept."""
    untold = Q(inactive_notice_at=None) | Q(inactive_notice_at__lt=F("last_login"))
    found = _inactive(now)
    return None if found is None else found.filter(untold)


def to_delete(now: datetime) -> QuerySet | None:
    """Inactive accounts that were told long enough ago; None as above."""
    told = now - timedelta(days=settings.INACTIVE_NOTICE_DAYS)
    found = _inactive(now)
    if found is None:
        return None
    return found.filter(inactive_notice_at__lt=told).exclude(inactive_notice_at__lt=F("last_login"))


def tell(batch: QuerySet, now: datetime) -> int:
    """Mail each account of a batch; whom the mail server does not take is tried again at the next run."""
    return sum(_tell(user, now) for user in batch)


def delete(batch: QuerySet, now: datetime) -> int:
    """Delete each account of a batch, in a transaction of its own."""
    number = 0
    for user in batch:
        delete_account(user)
        number += 1
    return number


def _inactive(now: datetime) -> QuerySet | None:
    if not settings.INACTIVE_DAYS or not mailing.is_on():
        return None
    since = now - timedelta(days=settings.INACTIVE_DAYS)
    unused = Q(last_login__lt=since) | Q(last_login=None, joined_at__lt=since)
    lately = Q(started_at__gte=since) | Q(asked_at__gte=since) | Q(finished_at__gte=since)
    answering = Assessment.objects.filter(lately, learner__isnull=False).order_by()
    learners = User.objects.filter(is_staff=False, is_superuser=False)
    found = learners.filter(unused).exclude(pk__in=answering.values("learner"))
    waiting = unconfirmed(now)  # they go without a mail: the address may be anyone's
    return found if waiting is None else found.exclude(pk__in=waiting.values("pk"))


def _tell(user: User, now: datetime) -> bool:
    context = {
        "account": user,
        "inactive_days": settings.INACTIVE_DAYS,
        "day": now + timedelta(days=settings.INACTIVE_NOTICE_DAYS),
        "link": f"{settings.SITE_URL}{reverse(settings.LOGIN_URL)}",
    }
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}Your account will be deleted"
    try:
        send_mail(subject, render_to_string("care/mail/inactive.txt", context), None, [user.email])
    except (OSError, SMTPException) as error:
        log.error("A mail about an inactive account was not taken: %s", type(error).__name__)
        return False
    User.objects.filter(pk=user.pk).update(inactive_notice_at=now)
    return True

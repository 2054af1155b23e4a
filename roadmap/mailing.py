"""Mails about sharing, in plain text and HTML; their links begin with SITE_URL, whatever a request says of its host."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from roadmap.models import Invitation, Mentorship

log = logging.getLogger(__name__)


def is_on() -> bool:
    """Whether this site sends mail, rather than printing it for who runs it."""
    return "console" not in settings.EMAIL_BACKEND


def link_of(secret: str) -> str:
    """The address behind which an invitation can be accepted."""
    return f"{settings.SITE_URL}{reverse('roadmap:invitation', args=[secret])}"


def send_invitation(invitation: Invitation, secret: str) -> bool:
    """Mail an invitation to its address; False when the mail server did not take it."""
    context = {"invitation": invitation, "link": link_of(secret)}
    text = render_to_string("roadmap/mail/invitation.txt", context)
    page = render_to_string("roadmap/mail/invitation.html", context)
    return _send(invitation.email, "An invitation to look at a report", text, page)


def send_accepted(shared: Mentorship) -> bool:
    """Tell the learner that somebody accepted and waits for them to confirm; False as above."""
    context = {"shared": shared, "link": f"{settings.SITE_URL}{reverse('roadmap:sharing')}"}
    text = render_to_string("roadmap/mail/accepted.txt", context)
    page = render_to_string("roadmap/mail/accepted.html", context)
    return _send(shared.learner.email, "Please confirm who accepted your invitation", text, page)


def _send(to: str, subject: str, text: str, page: str) -> bool:
    mail = EmailMultiAlternatives(
        f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", text, to=[to]
    )
    mail.attach_alternative(page, "text/html")
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        log.error("A mail about sharing was not taken: %s", type(error).__name__)
        return False
    return True

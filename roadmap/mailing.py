"""Mails about sharing and about what is new, in plain text and HTML; their links begin with SITE_URL, whatever a request says of its host."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from smtplib import SMTPException
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse

from assessment.models import User
from roadmap.models import Digest, Invitation, JoinLink, Mentorship

log = logging.getLogger(__name__)
SENDING = 20  # seconds that a request spends on sending to a list


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


def send_digest(digest: Digest, lines: Sequence[tuple[str, int]], token: str) -> bool:
    """Tell somebody what is new, with a link that ends these mails; False as above.

    token: what that link needs. Mail programs offer it as a button of their own (RFC 8058).
    """
    stop, inbox, often = (
        f"{settings.SITE_URL}{reverse(f'roadmap:{route}', args=args)}"
        for route, args in (("unsubscribe", [token]), ("inbox", []), ("digest", []))
    )
    context = {"lines": lines, "digest": digest, "stop": stop, "inbox": inbox, "often": often}
    text = render_to_string("roadmap/mail/digest.txt", context)
    page = render_to_string("roadmap/mail/digest.html", context)
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return _send(digest.user.email, "What is new for you", text, page, headers)


def send_join_link(link: JoinLink, address: str, to: Sequence[str], *, by: User) -> list[str]:
    """Mail the address of a link to people, to each in a mail of their own; returns those to whom it was not sent.

    One mail that fails keeps nothing from the others. After SENDING seconds no more are tried: a page is waiting.
    """
    name = " ".join(link.cohort.name.split())  # a subject is one line
    context = {"link": link, "name": name, "address": address, "by": by}
    text = render_to_string("roadmap/mail/join.txt", context)
    page = render_to_string("roadmap/mail/join.html", context)
    until, connection = monotonic() + SENDING, get_connection()
    failed = []
    for one in to:
        mail = _mail(one, f"Join {name}", text, page)
        if monotonic() > until or not _taken(mail, connection):
            failed.append(one)
    with suppress(OSError):
        connection.close()
    return failed


def _send(
    to: str, subject: str, text: str, page: str, headers: Mapping[str, str] | None = None
) -> bool:
    connection = get_connection()
    taken = _taken(_mail(to, subject, text, page, headers), connection)
    with suppress(OSError):
        connection.close()
    return taken


def _mail(
    to: str, subject: str, text: str, page: str, headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", text, to=[to], headers=headers
    )
    mail.attach_alternative(page, "text/html")
    return mail


def _taken(mail: EmailMultiAlternatives, connection: BaseEmailBackend) -> bool:
    """Send a mail on a connection; False when the mail server did not take it."""
    try:
        connection.open()
        mail.connection = connection
        mail.send()
    except (OSError, SMTPException, ValueError) as error:  # ValueError: no such address can be
        log.error("A mail was not taken: %s", type(error).__name__)
        with suppress(OSError):
            connection.close()  # the next one is sent on a new one
        return False
    return True

"""Mail by SMTP; what a server does not take is counted and shown on the status page, without addresses."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import DatabaseError

from config.logs import request_id
from config.metrics import MAILS_FAILED
from config.models import FailedMail

log = logging.getLogger(__name__)


class WatchedBackend(EmailBackend):
    """Django's SMTP backend; callers see the same exceptions."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            return super().send_messages(email_messages) or 0
        except (OSError, SMTPException) as error:
            _note(error)
            raise


def _note(error: Exception) -> None:
    code = getattr(error, "smtp_code", "")
    what = f"{type(error).__name__} {code}".strip()
    MAILS_FAILED.inc()
    log.error("a mail was not taken", extra={"facts": {"error": what}})
    with suppress(
        DatabaseError
    ):  # the mail server is what went wrong; the caller wants to hear that
        FailedMail.remember(error=what, request_id=request_id.get())

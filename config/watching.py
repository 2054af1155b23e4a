"""Writes sign-ins and changes of how somebody signs in to the log, by the number of the account alone."""

import logging
import sys
from typing import Any

from allauth.account import signals as account
from django.apps import apps
from django.contrib.auth import signals as auth
from django.core.signals import got_request_exception
from django.dispatch import Signal

from config import metrics

log = logging.getLogger(__name__)


def begin() -> None:
    """Listen to the libraries that sign people in; they tell about it by signals."""
    _tell(auth.user_logged_in, "signed in")
    _tell(auth.user_logged_out, "signed out")
    _tell(auth.user_login_failed, "sign-in failed", level=logging.WARNING)
    _tell(account.user_signed_up, "signed up")
    _tell(account.password_set, "password set")
    _tell(account.password_changed, "password changed")
    _tell(account.password_reset, "password reset")
    _tell(account.email_changed, "e-mail address changed")
    if apps.is_installed("allauth.mfa"):
        from allauth.mfa import signals as mfa

        _tell(mfa.authenticator_added, "second factor added")
        _tell(mfa.authenticator_removed, "second factor removed")
        _tell(mfa.authenticator_reset, "recovery codes made")
    got_request_exception.connect(_count_fault, weak=False)


def _tell(signal: Signal, what: str, *, level: int = logging.INFO) -> None:
    def heard(*, user: Any = None, **kwargs: Any) -> None:
        log.log(level, what, extra={"facts": {"user": str(user.pk) if user else None}})

    signal.connect(heard, weak=False, dispatch_uid=what)


def _count_fault(**kwargs: Any) -> None:
    metrics.saw_fault(sys.exc_info()[1])

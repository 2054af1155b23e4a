"""How accounts work here: spelling of addresses, limits, proofs of who one is, mails, and the guest's assessments on sign-in."""

import logging
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    raise_if_reauthentication_required,
)
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from assessment import guests
from assessment.actions import keep_guest_assessments, keep_guest_problems
from assessment.models import User
from assessment.models.people import normalise_email
from assessment.throttling import PasswordTry

log = logging.getLogger(__name__)


def must_have_proved(request: HttpRequest) -> None:
    """For acts that matter: raises ReauthenticationRequired unless somebody has just proved who they are.

    The form that was sent is kept meanwhile, and is sent again for them once they have.
    """
    raise_if_reauthentication_required(request, app="")


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        return super().clean_email(normalise_email(email))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Look at a password, unless too many were wrong; raises ValidationError then."""
        credentials |= {"email": normalise_email(credentials.get("email", ""))}
        user: User | None = super().authenticate(request, **credentials)
        if user:
            self.password_try.succeeded()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count in place of allauth's limit, whose locks turn people away when a whole class signs in at once."""
        self.password_try = self._password_try(request, credentials)
        if not self.password_try.begin():
            log.warning("sign-in refused after too many wrong passwords")
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self.password_try.failed()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever has just chosen a new password may type it."""
        self._password_try(request, credentials).forget()

    def _password_try(self, request: HttpRequest, credentials: dict[str, Any]) -> PasswordTry:
        return PasswordTry(credentials["email"], get_ip(request), settings.PASSWORD_TRIES)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail whose links begin with SITE_URL, whatever name the request came by."""
        here = self.request.build_absolute_uri("/")
        context = {
            name: f"{settings.SITE_URL}/{value.removeprefix(here)}"
            if isinstance(value, str) and value.startswith(here)
            else value
            for name, value in context.items()
        }
        site = {"name": "Waymark", "domain": settings.SITE_URL.partition("://")[2]}
        super().send_mail(template_prefix, email, {**context, "current_site": site})

    def logout(self, request: HttpRequest) -> None:
        """End the session; the answer then tells the browser to forget what it stored."""
        super().logout(request)
        request.forget_everything = True  # type: ignore[attr-defined]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether somebody has to prove again who they are; raises ReauthenticationRequired where allauth would not ask.

        Signing in counts as a proof too. allauth takes people with neither a password nor a second factor for proved.
        """
        user = self.request.user
        proofs = get_authentication_records(self.request, user)
        if proofs and time.time() - proofs[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        if not get_reauthentication_flows(user):
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        methods = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        words = {  # the first of these is asked for, the others are offered
            "reauthenticate": "Use your password",
            "mfa_reauthenticate:webauthn": "Use a passkey",
            "mfa_reauthenticate": "Use a code",
        }
        found = [methods[id] | {"description": words[id]} for id in words if id in methods]
        return found or [{"id": "confirm", "url": reverse("assessment:confirm")}]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After every sign-in and sign-up: what this browser's guest did belongs to the account."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        kept = keep_guest_assessments(user, guests.guest_key(request))
        keep_guest_problems(user, guests.guest_key(request))
        if kept.moved:
            messages.success(
                request, "The assessment you took in this browser is now in your account."
            )
        if kept.closed_one:
            messages.info(
                request, "Two assessments were open; the one with fewer answers was closed."
            )
        guests.forget(response)
        return response

"""How accounts work here: e-mail spelling and change, and the guest's assessments on sign-in."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import AddEmailForm
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from assessment import guests
from assessment.actions import keep_guest_assessments
from assessment.models import User
from assessment.models.people import normalise_email
from assessment.throttling import PasswordTry


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
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self.password_try.failed()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever has just chosen a new password may type it."""
        self._password_try(request, credentials).forget()

    def _password_try(self, request: HttpRequest, credentials: dict[str, Any]) -> PasswordTry:
        return PasswordTry(credentials["email"], get_ip(request), settings.PASSWORD_TRIES)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After every sign-in and sign-up: what this browser's guest did belongs to the account."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        kept = keep_guest_assessments(user, guests.guest_key(request))
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


class ChangeEmailForm(AddEmailForm):
    """A new address for the account: it counts once its link was followed; where no mail is sent, at once.

    allauth's own form takes any unconfirmed address for one that waits, and would drop the one in use.
    """

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not self._is_confirmed_by_mail and User.objects.filter(email=email).exists():
            raise AccountAdapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        addresses, email = EmailAddress.objects.filter(user=self.user), self.cleaned_data["email"]
        if self._is_confirmed_by_mail:
            addresses.exclude(email=self.user.email).delete()
            address = EmailAddress.objects.create(user=self.user, email=email)
            send_verification_email_to_address(request, address)
            return address
        with transaction.atomic():
            addresses.delete()
            self.user.email = email
            self.user.save(update_fields=["email"])
            address = EmailAddress.objects.create(user=self.user, email=email, primary=True)
        messages.success(request, f"Your e-mail address is now {email}.")
        return address

    @property
    def _is_confirmed_by_mail(self) -> bool:
        return bool(app_settings.EMAIL_VERIFICATION == "mandatory")

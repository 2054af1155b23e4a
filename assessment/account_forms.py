"""Forms of accounts: allauth's own would tell too much, lose an address, ask for the same twice, or say too little."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.forms import SignupForm as SingleSignOnForm
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from assessment.form_words import InOurWords
from assessment.models import User
from assessment.models.people import normalise_email


class OneSpellingField(EmailField):
    """An address in the spelling that is stored: what is sent goes there, and never to a look-alike of it."""

    def to_python(self, value: Any) -> str:
        return normalise_email(super().to_python(value))


class SignInForm(InOurWords, LoginForm):
    pass


class ProveByPasswordForm(InOurWords, ReauthenticateForm):
    pass


class ForgottenPasswordForm(InOurWords, ResetPasswordForm):
    email = OneSpellingField()


class LoginCodeForm(InOurWords, RequestLoginCodeForm):
    email = OneSpellingField()


class MailedCodeForm(InOurWords, ConfirmLoginCodeForm):
    pass


class FromIssuerForm(InOurWords, SingleSignOnForm):
    pass


class LetGoOfIssuerForm(InOurWords, DisconnectForm):
    pass


# A new password is typed once, as at sign-up: who mistypes it gets another by mail.


class OtherPasswordForm(InOurWords, ChangePasswordForm):
    password2 = None


class FirstPasswordForm(InOurWords, SetPasswordForm):
    password2 = None


class ResetPasswordOnceForm(InOurWords, ResetPasswordKeyForm):
    password2 = None


class NewAccountForm(InOurWords, SignupForm):
    """A second account for an address takes as long as a first one, so that nobody learns who has one."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class ChangeEmailForm(InOurWords, AddEmailForm):
    """A new address for the account: it counts once its link was followed; where no mail is sent, at once.

    allauth's own form takes any unconfirmed address for one that waits, and would drop the one in use.
    """

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not self._is_confirmed_by_mail and User.objects.filter(email=email).exists():
            raise get_adapter().validation_error("email_taken")
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

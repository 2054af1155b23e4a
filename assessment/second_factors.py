"""Second steps of signing in: apps that show codes, recovery codes, and passkeys."""

from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt, is_mfa_enabled
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from assessment.form_words import InOurWords
from assessment.models import User


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Whether signing in takes more than a password; recovery codes alone do not count."""
    found: bool = is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    return found


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys belong to the site's own name, whatever name a request came by."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": "Waymark"}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {number + 1}" if number else "Passkey"


class SecondStepForm(InOurWords, AuthenticateForm):
    pass


class ProveByCodeForm(InOurWords, ReauthenticateForm):
    pass


class ActivateAppForm(InOurWords, ActivateTOTPForm):
    """The code that proves the app is set up is used up by that: nobody signs in with it again."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        kind, data = Authenticator.Type.TOTP, {"secret": encrypt(self.secret)}
        if not TOTP(Authenticator(user=self.user, type=kind, data=data)).validate_code(code):
            raise SecondFactorAdapter().validation_error("incorrect_code")
        return code


REFUSED = "This is not what a passkey says."
NONSENSE = (
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)  # of the libraries that read what was sent
LONGEST_NAME = 60


class CredentialField(forms.JSONField):
    """What a browser says of a passkey; what has another shape is refused before a library reads it."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            said = super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(REFUSED) from None
        if said is not None and not self._has_shape(said):
            raise forms.ValidationError(REFUSED)
        return said

    def _has_shape(self, said: Any) -> bool:
        return (
            isinstance(said, dict)
            and isinstance(said.get("response"), dict)
            and all(isinstance(said.get(name), str) for name in ("id", "rawId", "type"))
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """It is never shown again."""
        return initial


class CredentialForm(forms.Form):
    """A form with what a passkey said: nonsense of any kind is a wrong code, and never an error of the site."""

    credential = CredentialField(error_messages={"required": REFUSED})

    def clean_credential(self) -> Any:
        inherited = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])
        try:
            return inherited()
        except NONSENSE as error:
            raise forms.ValidationError(REFUSED) from error

    def clean(self) -> dict[str, Any]:
        try:
            data: dict[str, Any] = super().clean() or {}
        except NONSENSE as error:
            raise forms.ValidationError(REFUSED) from error
        return data


class SignInByPasskeyForm(CredentialForm, LoginWebAuthnForm):
    pass


class SecondStepByPasskeyForm(CredentialForm, AuthenticateWebAuthnForm):
    pass


class ProveByPasskeyForm(CredentialForm, ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(CredentialForm, AddWebAuthnForm):
    name = forms.CharField(
        label="Its name",
        max_length=LONGEST_NAME,
        required=False,
        help_text="So that you can tell your passkeys apart, such as “Phone”.",
    )
    passwordless = forms.BooleanField(
        label="Sign in with it alone, without my password",
        required=False,
        help_text="Needs a fingerprint, a face or a PIN. Otherwise it is a second step after the password.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class RenamePasskeyForm(InOurWords, EditWebAuthnForm):
    name = forms.CharField(label="Its name", max_length=LONGEST_NAME)

"""Whoever owns an account is told by mail when something changes of how to get in."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from assessment.models import User
from tests import factories, second_factors
from tests.web.test_account_pages import CHANGE, EMAIL, NEW_PASSWORD, RESET, link_in
from tests.web.test_second_factors import SET_UP

Act = Callable[[Client, User, list[EmailMessage]], object]


def change_password(client: Client, owner: User, mails: list[EmailMessage]) -> None:
    client.post(CHANGE, {"oldpassword": factories.PASSWORD, "password1": NEW_PASSWORD})


def reset_password(client: Client, owner: User, mails: list[EmailMessage]) -> None:
    visitor = Client()
    visitor.post(RESET, {"email": owner.email})
    place = visitor.get(link_in(mails.pop()), follow=True).redirect_chain[-1][0]
    visitor.post(place, {"password1": NEW_PASSWORD})


def change_address(client: Client, owner: User, mails: list[EmailMessage]) -> None:
    client.post(EMAIL, {"email": "new@example.org", "action_add": ""})
    client.post(link_in(mails.pop()))


def set_up_an_app(client: Client, owner: User, mails: list[EmailMessage]) -> None:
    client.get(SET_UP)
    client.post(SET_UP, {"code": second_factors.code_now()})


def make_recovery_codes(client: Client, owner: User, mails: list[EmailMessage]) -> None:
    second_factors.with_app(owner)
    client.post(reverse("mfa_generate_recovery_codes"))


def remove_a_passkey(client: Client, owner: User, mails: list[EmailMessage]) -> None:
    client.post(reverse("mfa_remove_webauthn", args=[second_factors.with_passkey(owner).pk]))


ACTS: dict[str, Act] = {
    "Password Changed": change_password,
    "Password Reset": reset_password,
    "Email Changed": change_address,
    "Authenticator App Activated": set_up_an_app,
    "New Recovery Codes Generated": make_recovery_codes,
    "Security Key Removed": remove_a_passkey,
}


@pytest.mark.parametrize("subject", ACTS)
def test_V6_3_7_N05_the_owner_is_told_at_the_address_there_was(
    learner: User,
    mailoutbox: list[EmailMessage],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    subject: str,
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.generate_totp_secret",
        lambda *args: second_factors.APP_KEY,
    )
    before = learner.email
    EmailAddress.objects.create(user=learner, email=before, verified=True, primary=True)
    # A test never commits: what waits for that is done at once.
    monkeypatch.setattr(transaction, "on_commit", lambda do, **given: do())
    ACTS[subject](factories.proved(learner), learner, mailoutbox)
    told = [(mail.to, mail.subject) for mail in mailoutbox]
    assert told == [([before], f"[Waymark] {subject}")]

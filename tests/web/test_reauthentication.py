"""Before what matters people prove again who they are, by what they have; what they had sent is not lost."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client

from assessment.models import User
from roadmap.models import Invitation, Mentorship
from tests import factories, second_factors
from tests.web import html
from tests.web.test_sharing import FILLED, INVITE

ASK, ASK_CODE, ASK_MAIL = (
    "/accounts/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/account/confirm/",
)
EMAIL, DELETE, MFA = "/accounts/email/", "/account/delete/", "/accounts/2fa/totp/activate/"
DATA = "/account/data/"


def asked_at(response: HttpResponse) -> str:
    return str(response.headers.get("Location", "")).partition("?")[0]


@pytest.mark.parametrize(
    ("url", "data"),
    [
        (EMAIL, {"email": "new@example.org", "action_add": ""}),
        (MFA, None),
        ("/accounts/2fa/webauthn/add/", None),
        (DELETE, {}),
        (DATA, None),
        ("/account/sessions/", {}),
    ],
)
def test_V7_5_1_what_changes_who_gets_in_asks_for_the_password(
    learner: User, url: str, data: dict[str, str] | None
) -> None:
    client = factories.signed_in(learner)
    response = client.get(url) if data is None else client.post(url, data)
    assert asked_at(response) == ASK
    learner.refresh_from_db()
    assert learner.email == "lena@example.org"


def test_V7_whoever_signed_in_a_moment_ago_is_not_asked(learner: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": learner.email, "password": factories.PASSWORD})
    assert client.get(DELETE).status_code == 200


def test_V7_5_1_a_proof_counts_for_five_minutes(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    client = factories.proved(learner)
    assert client.get(DELETE).status_code == 200
    later = time.time() + 301
    monkeypatch.setattr("assessment.accounts.time.time", lambda: later)
    assert asked_at(client.get(DELETE)) == ASK


def test_V7_5_1_sharing_answers_asks_and_then_does_what_was_sent(learner: User) -> None:
    client = factories.signed_in(learner)
    sent = FILLED | {"scope": "answers", "label": "Max, from work"}
    asked = client.post(INVITE, sent)
    assert asked_at(asked) == ASK
    assert not Invitation.objects.exists()
    shown = client.post(ASK, {"password": factories.PASSWORD, "next": INVITE}, follow=True)
    assert Invitation.objects.get().label == "Max, from work"
    assert html.parsed(shown).query("input#link")


def test_V7_sharing_a_summary_does_not_ask(learner: User) -> None:
    assert factories.signed_in(learner).post(INVITE, FILLED).url.startswith("/sharing/")


def test_V7_5_1_granting_answers_asks_too(learner: User, mentor: User) -> None:
    url = f"/sharing/requests/{factories.request_to(learner, mentor).pk}/"
    client = factories.signed_in(learner)
    sent = {"scope": "answers", "share_days": "30", "consent": "on"}
    assert asked_at(client.post(url, sent)) == ASK
    assert not Mentorship.objects.exists()
    client.post(ASK, {"password": factories.PASSWORD, "next": url})
    assert Mentorship.objects.get().scope == "answers"


def test_V7_a_change_of_address_goes_on_after_the_proof(learner: User) -> None:
    client = factories.signed_in(learner)
    client.post(EMAIL, {"email": "new@example.org", "action_add": ""})
    client.post(ASK, {"password": factories.PASSWORD, "next": EMAIL})
    learner.refresh_from_db()
    assert learner.email == "new@example.org"


def test_V7_a_wrong_password_proves_nothing(learner: User) -> None:
    client = factories.signed_in(learner)
    client.post(EMAIL, {"email": "new@example.org", "action_add": ""})
    assert client.post(ASK, {"password": "wrong", "next": EMAIL}).status_code == 200
    learner.refresh_from_db()
    assert learner.email == "lena@example.org"


def test_V7_5_1_all_of_ones_data_comes_after_the_proof(learner: User) -> None:
    client = factories.signed_in(learner)
    assert asked_at(client.get(DATA)) == ASK
    answer = client.post(ASK, {"password": factories.PASSWORD, "next": DATA}, follow=True)
    assert answer.headers["Content-Type"] == "application/zip"


def test_V7_a_code_of_the_app_proves_it_too(learner: User) -> None:
    client = factories.signed_in(second_factors.with_app(learner))
    page = client.get(client.get(DELETE).url)
    other = [link.attrs["href"] for link in html.parsed(page).query("main a.button")]
    assert other == [f"{ASK_CODE}?next=%2Faccount%2Fdelete%2F"]
    sent = {"code": second_factors.code_now(), "next": DELETE}
    assert client.post(ASK_CODE, sent).url == DELETE
    assert client.get(DELETE).status_code == 200


# People without a password


@pytest.fixture
def only_mail(learner: User) -> User:
    """Somebody who signs in by codes alone."""
    learner.set_unusable_password()
    learner.save(update_fields=["password"])
    return learner


def code_in(mail: EmailMessage) -> str:
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", str(mail.body), re.MULTILINE)[0]  # type: ignore[index]


@pytest.mark.parametrize("url", [DELETE, MFA, "/accounts/2fa/webauthn/add/"])
def test_V7_without_a_password_a_code_by_mail_is_asked_for(
    only_mail: User, mailoutbox: list[EmailMessage], url: str
) -> None:
    client = factories.signed_in(only_mail)
    asked = client.get(url)
    assert asked_at(asked) == ASK_MAIL
    assert "Send me the code" in html.text(client.get(asked.url))
    assert not mailoutbox
    assert "We sent a code" in html.text(client.post(asked.url, {"next": url}))
    assert mailoutbox[0].to == [only_mail.email]
    right = {"code": code_in(mailoutbox[0]).lower(), "next": url}
    assert client.post(ASK_MAIL, right).url == url
    assert client.get(url).status_code == 200


def test_V7_without_a_password_what_was_sent_is_done_after_the_code(
    only_mail: User, mailoutbox: list[EmailMessage]
) -> None:
    client = factories.signed_in(only_mail)
    client.post(EMAIL, {"email": "new@example.org", "action_add": ""})
    client.post(ASK_MAIL, {"next": EMAIL})
    client.post(ASK_MAIL, {"code": code_in(mailoutbox[0]), "next": EMAIL})
    only_mail.refresh_from_db()
    assert only_mail.email == "new@example.org"


def test_V7_three_wrong_codes_end_it(only_mail: User, mailoutbox: list[EmailMessage]) -> None:
    client = factories.signed_in(only_mail)
    client.post(ASK_MAIL, {"next": DELETE})
    for _ in range(3):
        wrong = client.post(ASK_MAIL, {"code": "WRNG-CODE", "next": DELETE})
        assert wrong.status_code == 422
    client.post(ASK_MAIL, {"code": code_in(mailoutbox[0]), "next": DELETE})
    assert asked_at(client.get(DELETE)) == ASK_MAIL


def test_V7_a_code_is_somebodys_alone(
    only_mail: User, stranger: User, mailoutbox: list[EmailMessage]
) -> None:
    factories.signed_in(only_mail).post(ASK_MAIL, {})
    stranger.set_unusable_password()
    stranger.save(update_fields=["password"])
    client = factories.signed_in(stranger)
    client.post(ASK_MAIL, {})
    client.post(ASK_MAIL, {"code": code_in(mailoutbox[0]), "next": DELETE})
    assert asked_at(client.get(DELETE)) == ASK_MAIL


def test_V7_whoever_has_a_password_is_not_let_through_by_a_mailbox(learner: User) -> None:
    assert factories.signed_in(learner).get(ASK_MAIL).url == ASK


def test_V7_with_a_passkey_alone_the_passkey_is_asked_for(only_mail: User) -> None:
    second_factors.with_passkey(only_mail)
    client = factories.signed_in(only_mail)
    asked = client.get(DELETE)
    assert asked_at(asked) == "/accounts/2fa/webauthn/reauthenticate/"
    assert client.get(asked.url).status_code == 200


def test_V7_where_no_mail_is_sent_signing_in_again_is_asked_for(
    only_mail: User, settings: Any
) -> None:
    settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = False
    client = factories.signed_in(only_mail)
    page = client.get(client.get(DELETE).url)
    assert "sign in again" in html.text(page)
    assert client.post(ASK_MAIL, {"next": DELETE}).status_code == 200
    assert asked_at(client.get(DELETE)) == ASK_MAIL


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/"])
def test_a_proof_leads_to_no_other_site(learner: User, place: str) -> None:
    client = factories.signed_in(learner)
    answer = client.post(ASK, {"password": factories.PASSWORD, "next": place})
    assert "evil" not in answer.url
    assert not Authenticator.objects.exists()

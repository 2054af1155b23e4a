"""Second steps of signing in: an app, recovery codes, what staff must have; no code works twice."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.test import Client

from assessment.models import User
from tests import factories
from tests.second_factors import APP_KEY, code_now, recovery_codes, with_app, with_passkey
from tests.web import html
from tests.web.test_account_pages import NEW_PASSWORD, RESET, link_in

LOGIN, SECOND = "/accounts/login/", "/accounts/2fa/authenticate/"
INDEX, SET_UP = "/accounts/2fa/", "/accounts/2fa/totp/activate/"


def after_password(person: User, password: str = factories.PASSWORD) -> Client:
    client = Client()
    answer = client.post(LOGIN, {"login": person.email, "password": password})
    assert answer.url == SECOND
    assert client.get("/account/").status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_password_alone_is_not_enough_any_more(learner: User) -> None:
    client = after_password(with_app(learner))
    assert html.title(client.get(SECOND)) == "The second step – Waymark"
    assert client.post(SECOND, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    client.post(SECOND, {"code": code_now()})
    assert is_in(client)


def test_V6_a_code_of_the_app_works_once(learner: User) -> None:
    first, second = after_password(with_app(learner)), after_password(learner)
    code = code_now()
    first.post(SECOND, {"code": code})
    second.post(SECOND, {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_V6_the_code_that_set_the_app_up_signs_nobody_in(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.generate_totp_secret", lambda *args: APP_KEY
    )
    client = factories.proved(learner)
    page = client.get(SET_UP)
    assert APP_KEY in page.content.decode()
    assert html.parsed(page).query("img[src^='data:image/svg+xml']")
    code = code_now()
    assert client.post(SET_UP, {"code": code}).url == "/accounts/2fa/recovery-codes/"
    other = after_password(learner)
    other.post(SECOND, {"code": code})
    assert not is_in(other)


def test_V6_recovery_codes_are_shown_to_whoever_proved_and_work_once(learner: User) -> None:
    client = factories.proved(with_app(learner))
    codes = recovery_codes(learner)
    page = html.text(client.get("/accounts/2fa/recovery-codes/"))
    assert [code for code in codes if code not in page] == []
    file = client.get("/accounts/2fa/recovery-codes/download/")
    assert "attachment" in file.headers["Content-Disposition"]
    first, second = after_password(learner), after_password(learner)
    first.post(SECOND, {"code": codes[0]})
    second.post(SECOND, {"code": codes[0]})
    assert (is_in(first), is_in(second)) == (True, False)


def test_V6_codes_cannot_be_guessed(learner: User, settings: Any) -> None:
    from config.settings import ACCOUNT_RATE_LIMITS

    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    with_app(learner)
    for number in range(12):
        answer = after_password(learner).post(SECOND, {"code": f"{number:06}"})
    assert "Too many failed login attempts. Try again later." in html.errors(answer)
    client = after_password(learner)
    client.post(SECOND, {"code": code_now()})
    assert not is_in(client)


def test_V6_a_reset_password_keeps_the_second_factor(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    with_app(learner)
    client = Client()
    client.post(RESET, {"email": learner.email})
    place = client.get(link_in(mailoutbox[0]), follow=True).redirect_chain[-1][0]
    client.post(place, {"password1": NEW_PASSWORD})
    after_password(learner, NEW_PASSWORD)


def test_V6_signing_in_by_a_code_by_mail_keeps_the_second_factor(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    from tests.web.test_reauthentication import code_in

    with_app(learner)
    client = Client()
    client.post("/accounts/login/code/", {"email": learner.email})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[0])})
    assert answer.url == SECOND


def test_V6_3_7_turning_it_off_asks_first_and_tells_the_owner(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    off = "/accounts/2fa/totp/deactivate/"
    with_app(learner)
    factories.signed_in(learner).post(off)
    assert Authenticator.objects.filter(type="totp").exists()
    factories.proved(learner).post(off)
    assert not Authenticator.objects.exists()
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
    with_app(learner)
    factories.proved(learner).post(off)
    assert mailoutbox[-1].to == [learner.email]


# Staff


@pytest.mark.parametrize("url", ["/admin/", "/admin/assessment/user/", "/admin/nowhere/"])
@pytest.mark.parametrize("give", [None, with_app, with_passkey])
def test_V6_staff_without_a_second_factor_is_led_to_set_one_up(
    db: None, give: Any, url: str
) -> None:
    staff = User.objects.create_superuser("sten@example.org", factories.PASSWORD)
    if give:
        give(staff)
    client = factories.signed_in(staff)
    answer = client.get(url)
    assert answer.status_code == (302 if give is None else 404 if "nowhere" in url else 200)
    if give is None:
        assert answer.url == INDEX
        assert "need a second step" in html.text(client.get(INDEX))
        assert client.post(url).url == INDEX


def test_V6_recovery_codes_alone_are_no_second_factor(db: None) -> None:
    staff = User.objects.create_superuser("sten@example.org", factories.PASSWORD)
    with_app(staff)
    Authenticator.objects.filter(type="totp").delete()
    assert factories.signed_in(staff).get("/admin/").status_code == 302


def test_V6_staff_can_take_away_a_lost_factor_and_sees_no_key(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
    with_app(learner)
    staff = with_app(User.objects.create_superuser("sten@example.org", factories.PASSWORD))
    client, lost = factories.signed_in(staff), learner.authenticator_set.get(type="totp")
    address = f"/admin/mfa/authenticator/{lost.pk}"
    assert APP_KEY not in client.get(f"{address}/change/").content.decode()
    client.post(f"{address}/delete/", {"post": "yes"})
    assert not learner.authenticator_set.filter(type="totp").exists()
    assert mailoutbox[-1].to == [learner.email]


# Passkeys, without a browser


@pytest.mark.parametrize("url", ["edit", "remove"])
def test_a_passkey_of_somebody_else_is_nobodys(learner: User, stranger: User, url: str) -> None:
    key = with_passkey(learner)
    address = f"/accounts/2fa/webauthn/keys/{key.pk}/{url}/"
    client = factories.proved(stranger)
    assert client.get(address).status_code == client.post(address).status_code == 404
    client = factories.proved(learner)
    assert client.get(address).status_code == 200
    client.post(address, {"name": "Laptop"})
    kept = Authenticator.objects.filter(pk=key.pk)
    assert [str(one) for one in kept] == ([] if url == "remove" else ["Laptop"])


NONSENSE = [
    "",
    "x",
    "[]",
    "1",
    "null",
    "{}",
    '{"id": 1}',
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": []}),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "attestationObject": "AA",
                "authenticatorData": "AA",
                "signature": "AA",
                "userHandle": "////",
            },
        }
    ),
    "[" * 900,
]


@pytest.mark.parametrize("credential", NONSENSE)
def test_what_no_passkey_sends_is_refused(learner: User, credential: str) -> None:
    key = with_passkey(learner)
    sent = {"credential": credential, "name": "x"}
    anonymous = Client()
    anonymous.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert anonymous.post("/accounts/2fa/webauthn/login/", sent).url == LOGIN
    second = after_password(learner)
    second.get(SECOND)
    assert second.post(SECOND, sent).status_code == 200
    client = factories.proved(learner)
    client.get("/accounts/2fa/webauthn/add/")
    assert client.post("/accounts/2fa/webauthn/add/", sent).status_code == 200
    client.get("/accounts/2fa/webauthn/reauthenticate/")
    assert client.post("/accounts/2fa/webauthn/reauthenticate/", sent).status_code == 302
    assert list(Authenticator.objects.all()) == [key]

"""Single sign-on: a new account, one's own account, and never somebody else's."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessment.models import Assessment, User
from tests import factories, second_factors
from tests.issuer import CLIENT, SECRET, Issuer, issuer
from tests.web import html
from tests.web.cast import guest_client

LOGIN = "/accounts/login/"
SSO = "/accounts/oidc/sso/login/"


@pytest.fixture
def example_id(db: None, settings: Any) -> Iterator[Issuer]:
    with issuer() as made:
        settings.SOCIALACCOUNT_PROVIDERS = made.settings
        yield made


def come(client: Client, *, process: str = "login", place: str = "") -> HttpResponse:
    """Go to the issuer and come back; what is answered then."""
    away = client.post(f"{SSO}?process={process}", {"next": place} if place else {})
    there = html.parsed(away).query("main a.button")[0].attrs["href"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    return client.get(f"{SSO}callback/", {"code": "a code", "state": state})


def who(client: Client) -> str:
    return html.text(client.get("/account/"), "main .soft")


def confirmed(person: User) -> None:
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)


def test_without_an_issuer_there_is_no_button_and_no_address(db: None, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    forms = html.parsed(Client().get(LOGIN)).query("main form")
    assert not [form for form in forms if "oidc" in str(form.attrs["action"])]
    assert Client().get(SSO).status_code == Client().post(SSO).status_code == 404


def test_whoever_is_new_gets_an_account_and_keeps_what_the_guest_did(example_id: Issuer) -> None:
    from assessment import guests
    from assessment.access import Person

    run = factories.finished(Person(guest_key=guests.key_of("a token")))
    example_id.is_("u1", "Lena@Example.org", name="Lena")
    client = guest_client("a token")
    assert "Sign in with Example ID" in html.text(client.get(LOGIN))
    assert come(client, place="/sharing/").url == "/sharing/"
    lena = User.objects.get()
    assert (lena.email, lena.name, lena.has_usable_password()) == (
        "lena@example.org",
        "Lena",
        False,
    )
    assert Assessment.objects.get(learner=lena) == run
    assert EmailAddress.objects.get().verified


def test_the_code_is_exchanged_with_secret_and_proof_key(example_id: Issuer) -> None:
    example_id.is_("u1", "lena@example.org")
    come(Client())
    asked = example_id.asked
    assert (asked["client_id"], asked["client_secret"]) == (CLIENT, SECRET)
    assert len(asked["code_verifier"]) >= 43


def test_the_same_person_comes_back_to_the_same_account_by_who_they_are_not_by_address(
    example_id: Issuer,
) -> None:
    example_id.is_("u1", "lena@example.org")
    come(Client())
    example_id.is_("u1", "married@example.org")
    come(Client())
    assert User.objects.get().email == "lena@example.org"


def test_an_address_that_both_sides_confirmed_leads_to_the_account(
    learner: User, example_id: Issuer, mailoutbox: list[EmailMessage]
) -> None:
    confirmed(learner)
    example_id.is_("u1", "LENA@example.org")
    client = Client()
    come(client)
    assert "lena@example.org" in who(client)
    assert SocialAccount.objects.get().user == learner
    assert mailoutbox[-1].to == [learner.email]


@pytest.mark.parametrize("said", [False, "false", None, "", 0])
def test_N08_an_address_that_the_issuer_has_not_confirmed_takes_over_nobody(
    learner: User, example_id: Issuer, said: object
) -> None:
    confirmed(learner)
    example_id.is_("attacker", learner.email, verified=said)
    client = Client()
    come(client)
    assert client.get("/account/").status_code == 302
    assert not SocialAccount.objects.exists()
    assert User.objects.get() == learner


def test_N08_whoever_signed_up_first_with_a_foreign_address_does_not_get_its_owner(
    learner: User, example_id: Issuer
) -> None:
    example_id.is_("the owner", learner.email)  # here it was never confirmed
    client = Client()
    come(client)
    assert client.get("/account/").status_code == 302
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "spelling", ["\uff4cena@example.org", "le\u200bna@example.org", "lena@exam\u00adple.org"]
)
def test_N08_a_twin_of_an_address_is_the_same_address(
    learner: User, example_id: Issuer, spelling: str
) -> None:
    example_id.is_("attacker", spelling, verified=False)
    come(Client())
    assert User.objects.get() == learner


@pytest.mark.parametrize("domain", ["stra\u00dfe.example", "strasse\ufe0f.example"])
def test_N08_a_confirmed_address_at_a_domain_that_looks_alike_is_not_that_of_the_other(
    db: None, example_id: Issuer, domain: str
) -> None:
    lena = factories.user(email="lena@strasse.example")
    confirmed(lena)
    example_id.is_("of another domain", f"lena@{domain}")
    client = Client()
    come(client)
    assert client.get("/account/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_with_a_second_factor_it_is_asked_for(learner: User, example_id: Issuer) -> None:
    confirmed(learner)
    second_factors.with_app(learner)
    example_id.is_("u1", learner.email)
    client = Client()
    assert come(client).url == reverse("mfa_authenticate")
    assert client.get("/account/").status_code == 302


def test_an_account_is_connected_and_disconnected_by_its_owner(
    learner: User, example_id: Issuer
) -> None:
    example_id.is_("u1", "lena@work.example")
    client = factories.proved(learner)
    come(client, process="connect")
    assert SocialAccount.objects.get().user == learner
    page = client.get("/accounts/connected/")
    assert "Example ID" in html.text(page)
    elsewhere = Client()
    come(elsewhere)
    assert "lena@example.org" in who(elsewhere)
    client.post("/accounts/connected/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


def test_connecting_asks_first_who_one_is(learner: User, example_id: Issuer) -> None:
    example_id.is_("u1", "lena@work.example")
    come(factories.signed_in(learner), process="connect")
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("fault", ["down", "nonsense"])
def test_an_issuer_that_fails_is_a_page_that_says_so(
    example_id: Issuer, settings: Any, fault: str
) -> None:
    if fault == "down":
        app = example_id.settings
        app["openid_connect"]["APPS"][0]["settings"] = {"server_url": "http://127.0.0.1:1"}
        settings.SOCIALACCOUNT_PROVIDERS = app
    example_id.broken = True
    answer = Client().post(SSO)
    assert answer.status_code == 401
    assert html.title(answer) == "That did not work – Waymark"


@pytest.mark.parametrize("person", [{}, {"sub": "u1"}, {"sub": "u1", "email": ["x"]}, []])
def test_an_issuer_that_says_nothing_useful_makes_no_account(
    example_id: Issuer, person: Any
) -> None:
    example_id.person = person or {}
    answer = come(Client())
    assert answer.status_code in (302, 401)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "query", [{}, {"state": "forged", "code": "x"}, {"error": "access_denied"}]
)
def test_coming_back_without_having_gone_signs_nobody_in(
    example_id: Issuer, query: dict[str, str]
) -> None:
    example_id.is_("u1", "lena@example.org")
    client = Client()
    assert client.get(f"{SSO}callback/", query).status_code in (302, 401)
    assert client.get("/account/").status_code == 302
    assert not User.objects.exists()


def test_the_way_there_needs_a_post_and_changes_no_policy(example_id: Issuer) -> None:
    page = Client().get(SSO)
    assert html.title(page) == "Example ID – Waymark"
    away = Client().post(SSO)
    assert "form-action 'self';" in away.headers["Content-Security-Policy"]
    refresh = html.parsed(away).query("meta[http-equiv=refresh]")[0].attrs["content"]
    assert refresh.startswith(f"0; url={example_id.url}/authorize?")


def test_X05_who_comes_without_an_address_is_told_to_type_one(example_id: Issuer) -> None:
    example_id.is_("u1", "")
    client = Client()
    answer = client.post(come(client).url, {"email": ""})
    assert html.errors(answer) == ["Type your e-mail address, such as lena@example.org."]

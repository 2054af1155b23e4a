"""Whether an address has an account is told to nobody who asks at sign-in, sign-up, reset, code or invitation."""

import re
import time
from statistics import median
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client

from assessment.models import User
from tests import factories

KNOWN, UNKNOWN = "lena@example.org", "nora@example.org"
FORMS = {
    "sign-in": ("/accounts/login/", {"login": "", "password": "not this one"}),
    "sign-up": ("/accounts/signup/", {"email": "", "password1": factories.PASSWORD, "name": "L"}),
    "reset": ("/accounts/password/reset/", {"email": ""}),
    "code": ("/accounts/login/code/", {"email": ""}),
}


class SlowHasher(MD5PasswordHasher):
    """A hasher whose time is not the machine's: one more or less is seen however busy it is."""

    algorithm = "slow"

    def encode(self, password: str, salt: str) -> str:
        time.sleep(0.15)
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def mail_is_sent(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def send(form: str, email: str) -> HttpResponse:
    url, data = FORMS[form]
    return Client().post(url, {name: value or email for name, value in data.items()})


def what_is_seen(response: HttpResponse, email: str) -> tuple[object, ...]:
    """Status, headers and body, without what is new in every answer, and without what was typed."""
    body = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", response.content.decode())
    changing = ("Content-Length", "Expires", "X-Request-ID")  # the length of what was typed, …
    headers = {name: value for name, value in response.headers.items() if name not in changing}
    cookies = {name: cookie["max-age"] for name, cookie in response.cookies.items()}
    return response.status_code, headers, cookies, body.replace(email, "…")


@pytest.mark.parametrize("form", FORMS)
def test_N02_status_headers_and_body_are_the_same_for_known_and_unknown_addresses(
    learner: User, form: str
) -> None:
    seen = [what_is_seen(send(form, email), email) for email in (KNOWN, UNKNOWN)]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("form", FORMS)
def test_N02_what_comes_next_is_the_same_too(learner: User, form: str) -> None:
    seen = []
    for email in (KNOWN, UNKNOWN):
        url, data = FORMS[form]
        client = Client()
        client.post(url, {name: value or email for name, value in data.items()})
        for page in ("/", "/accounts/login/code/confirm/", "/accounts/confirm-email/"):
            seen.append(what_is_seen(client.get(page), email))
    assert seen[:3] == seen[3:]


@pytest.mark.parametrize("form", FORMS)
def test_N02_it_takes_the_same_time(learner: User, settings: Any, form: str) -> None:
    settings.PASSWORD_HASHERS = ["tests.web.test_enumeration.SlowHasher"]
    learner.set_password(factories.PASSWORD)
    learner.save(update_fields=["password"])
    # A hash too few or too many is three times the bound each time; what the machine does meanwhile is not.
    assert any(difference(form, f"try{attempt}") < 0.05 for attempt in range(3))


def difference(form: str, name: str) -> float:
    """Between the medians for known and unknown addresses, asked in turns, so that a busy machine is busy for both."""
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(9):
        for who, email in (("known", KNOWN), ("unknown", f"{name}.{number}@example.org")):
            began = time.perf_counter()
            send(form, email)
            took[who].append(time.perf_counter() - began)
    return abs(median(took["known"]) - median(took["unknown"]))


@pytest.mark.parametrize("form", ["sign-up", "reset", "code"])
def test_N02_a_mail_goes_out_either_way_to_the_address_that_was_typed(
    learner: User, mailoutbox: list[EmailMessage], form: str
) -> None:
    for email in (KNOWN, UNKNOWN):
        send(form, email)
    assert [mail.to for mail in mailoutbox] == [[KNOWN], [UNKNOWN]]


def test_N02_inviting_and_asking_say_the_same(learner: User, mentor: User) -> None:
    from tests.web.test_sharing import FILLED, INVITE

    client = factories.signed_in(mentor)
    for url, sent in (("/mentor/ask/", {}), (INVITE, FILLED)):
        seen = set()
        for email in (KNOWN, UNKNOWN):
            answer = client.post(url, sent | {"email": email})
            seen.add((answer.status_code, re.sub(r"\d+", "", answer.headers.get("Location", ""))))
        assert len(seen) == 1, url


@pytest.mark.parametrize("verification", ["mandatory", "none"])
@pytest.mark.parametrize(
    "twin",
    [
        "Lena@x.example",
        "LENA@X.EXAMPLE",
        "lena@x.example ",
        "le\u200bna@x.example",
        "lena\u2060@x.example",
        "\uff4cena@x.example",
        "lena\uff20x.example",
        "lena@x\u3002example",
        "lena@x\ufe0f.example",
        "lena@x\u00ad.example",
        "lena@X\ufe0e.EXAMPLE",
    ],
)
def test_N08_a_twin_of_an_address_is_the_same_person(
    db: None, mailoutbox: list[EmailMessage], settings: Any, twin: str, verification: str
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    lena = factories.user(email="lena@x.example")
    client = Client()
    client.post("/accounts/signup/", {"email": twin, "password1": "another long password"})
    assert User.objects.get() == lena
    assert client.get("/account/").status_code == 302
    for url in ("/accounts/password/reset/", "/accounts/login/code/"):
        client.post(url, {"email": twin})
    assert {address for mail in mailoutbox for address in mail.to} <= {lena.email}
    assert User.objects.get(email=User.objects.normalize_email(twin)) == lena


def test_N08_a_link_for_a_look_alike_goes_to_the_owner(
    db: None, mailoutbox: list[EmailMessage]
) -> None:
    factories.user(email="lena@strasse.example")
    for url in ("/accounts/password/reset/", "/accounts/login/code/"):
        Client().post(url, {"email": "lena@stra\u00dfe.example"})
    assert [mail.to for mail in mailoutbox] == [["lena@strasse.example"]] * 2


@pytest.mark.parametrize("twin", ["LENA@example.org", "\uff4cena@example.org", "lena@example.org "])
def test_N08_an_invitation_by_mail_is_for_one_person_however_it_is_spelt(
    learner: User, mentor: User, stranger: User, twin: str
) -> None:
    made, secret = factories.invitation(mentor, email=twin)
    assert made.email == learner.email
    url = f"/invitation/{secret}/"
    assert factories.signed_in(stranger).post(url).status_code == 409
    assert factories.signed_in(learner).post(url).status_code == 302


# Without mail


def test_N02_where_no_mail_is_sent_only_sign_up_tells(learner: User, settings: Any) -> None:
    """Whoever signs up is let in at once there, so a taken address cannot be passed over; README says so."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    for form in ("sign-in", "reset", "code"):
        seen = [what_is_seen(send(form, email), email) for email in (KNOWN, UNKNOWN)]
        assert seen[0] == seen[1]
    assert send("sign-up", KNOWN).status_code != send("sign-up", UNKNOWN).status_code

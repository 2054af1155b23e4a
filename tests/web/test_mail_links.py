"""Links in mails about accounts: they begin with SITE_URL whatever name a request came by, and end soon."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client

from assessment.models import User
from tests import factories
from tests.web import html

SITE = "https://waymark.example.org"
RESET, SIGNUP, CODE = "/accounts/password/reset/", "/accounts/signup/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def another_name(settings: Any) -> None:
    settings.SITE_URL = SITE
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ALLOWED_HOSTS = ["waymark.example.org", "also.example.org"]


def links(mails: list[EmailMessage]) -> set[str]:
    """The sites that mails lead to."""
    return {site for mail in mails for site in re.findall(r"https?://[^/\s]+", str(mail.body))}


def send_all(host: str, **headers: str) -> list[int]:
    """Everything that sends a mail to somebody who is not signed in, for known and unknown addresses."""
    client = Client(headers={"Host": host, **headers})
    new = {"password1": factories.PASSWORD}
    return [
        client.post(url, {"email": email} | new).status_code
        for url in (RESET, SIGNUP, CODE)
        for email in ("lena@example.org", "new@example.org")
    ]


def test_N05_links_begin_with_the_sites_address_under_another_name_of_it(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    send_all("also.example.org")
    assert len(mailoutbox) >= 5
    assert links(mailoutbox) == {SITE}
    assert "also.example.org" not in "".join(str(mail.message()) for mail in mailoutbox)


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Host"])
def test_N05_what_a_request_says_of_its_host_is_not_believed(
    learner: User, mailoutbox: list[EmailMessage], name: str
) -> None:
    send_all("waymark.example.org", **{name: "evil.example"})
    assert links(mailoutbox) == {SITE}
    assert "evil" not in "".join(str(mail.message()) for mail in mailoutbox)


def test_N05_a_foreign_host_is_refused_and_sends_nothing(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    assert set(send_all("evil.example")) == {400}
    assert not mailoutbox


@pytest.mark.parametrize(
    ("minutes", "title"), [(55, "Choose a new password"), (65, "This link no longer works")]
)
def test_N05_a_link_to_a_new_password_ends_after_an_hour(
    learner: User,
    mailoutbox: list[EmailMessage],
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
    title: str,
) -> None:
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    client = Client(headers={"Host": "waymark.example.org"})
    client.post(RESET, {"email": learner.email})
    path = re.search(rf"{SITE}(\S+)", str(mailoutbox[0].body))[1]  # type: ignore[index]
    now = PasswordResetTokenGenerator._now
    later = timedelta(minutes=minutes)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now(self) + later)
    page = client.get(path, follow=True)
    assert html.title(page) == f"{title} – Waymark"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_N05_a_link_that_confirms_an_address_ends_after_a_day(
    db: None, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    client = Client(headers={"Host": "waymark.example.org"})
    client.post(SIGNUP, {"email": "new@example.org", "password1": factories.PASSWORD})
    path = re.search(rf"{SITE}(\S+)", str(mailoutbox[0].body))[1]  # type: ignore[index]
    later = time.time() + 25 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.post(path).status_code == 404
    assert not EmailAddress.objects.filter(verified=True).exists()

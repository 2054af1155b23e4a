"""Wrong passwords: throttled for whoever guesses, never for the owner elsewhere nor for a class behind one address."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from assessment.models import User
from tests import factories
from tests.web import html

LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.20"
TOO_MANY = "Too many failed login attempts. Try again later."


def sign_in(email: str, password: str, *, address: str = HERE, **headers: str) -> str:
    """What comes of it: `in`, `wrong`, or `throttled`."""
    data = {"login": email, "password": password}
    client = Client(REMOTE_ADDR=address, headers=headers)
    response = client.post(LOGIN, data)
    if response.status_code == 302:
        return "in"
    return "throttled" if TOO_MANY in html.errors(response) else "wrong"


def guess(email: str, times: int, **where: str) -> list[str]:
    return [sign_in(email, f"guess {number}", **where) for number in range(times)]


def test_N01_guessing_is_throttled_by_the_20th_try_while_the_owner_gets_in_from_elsewhere(
    learner: User,
) -> None:
    said = guess(learner.email, 100)
    assert "throttled" in said[:20]
    assert set(said[20:]) == {"throttled"}
    assert sign_in(learner.email, factories.PASSWORD) == "throttled"
    assert sign_in(learner.email, factories.PASSWORD, address=ELSEWHERE) == "in"


def test_N01_another_spelling_of_the_address_is_the_same_account(learner: User) -> None:
    for spelling in ("LENA@example.org", "lena@EXAMPLE.org", " lena@example.org "):
        guess(spelling, 5)
    assert sign_in(learner.email, factories.PASSWORD) == "throttled"


def test_N01_an_address_that_has_no_account_is_throttled_alike(learner: User) -> None:
    assert guess("nobody@example.org", 12) == guess(learner.email, 12)


def test_N01_one_password_tried_at_many_accounts_is_throttled(db: None, settings: Any) -> None:
    settings.PASSWORD_TRIES = {"account": (10, 900), "address": (15, 900)}
    said = [sign_in(f"person{number}@example.org", "12345") for number in range(30)]
    assert said == ["wrong"] * 15 + ["throttled"] * 15


def test_N01_a_class_of_200_behind_one_address_signs_in_though_everybody_mistypes_once(
    db: None,
) -> None:
    people = [factories.user(email=f"learner{number}@example.org") for number in range(200)]
    wrong = [sign_in(person.email, "mistyped") for person in people]
    right = [sign_in(person.email, factories.PASSWORD) for person in people]
    assert (set(wrong), set(right)) == ({"wrong"}, {"in"})


def test_N01_a_wrong_try_counts_for_a_quarter_of_an_hour(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess(learner.email, 12)
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: later)
    assert sign_in(learner.email, factories.PASSWORD) == "in"


def test_N01_the_right_password_is_never_counted(learner: User) -> None:
    assert {sign_in(learner.email, factories.PASSWORD) for _ in range(25)} == {"in"}


@pytest.mark.parametrize(("proxies", "counted_by"), [(0, HERE), (1, "192.0.2.9")])
def test_N01_a_client_cannot_choose_the_address_it_is_counted_by(
    learner: User, settings: Any, proxies: int, counted_by: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(12):
        forged = f"10.0.0.{number}, 192.0.2.9"
        guess(learner.email, 1, **{"X-Forwarded-For": forged})
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert sign_in(learner.email, factories.PASSWORD, address=counted_by) == "throttled"
    other = {HERE, "192.0.2.9"} - {counted_by}
    assert sign_in(learner.email, factories.PASSWORD, address=other.pop()) == "in"


def test_N01_typing_the_password_again_is_throttled_too(learner: User) -> None:
    client = factories.signed_in(learner)
    for number in range(12):
        response = client.post("/accounts/reauthenticate/", {"password": f"guess {number}"})
    assert TOO_MANY in html.errors(response)


def test_N01_a_new_password_works_at_once_after_many_wrong_ones(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    from tests.web.test_account_pages import link_in

    guess(learner.email, 12)
    client, new = Client(REMOTE_ADDR=HERE), "another long enough one"
    client.post(RESET, {"email": learner.email})
    place = client.get(link_in(mailoutbox[0]), follow=True).redirect_chain[-1][0]
    client.post(place, {"password1": new})
    assert sign_in(learner.email, new) == "in"


def test_N01_mail_to_one_address_is_limited_and_a_class_can_still_ask(
    learner: User, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    from config.settings import ACCOUNT_RATE_LIMITS

    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    statuses = [Client().post(RESET, {"email": learner.email}).status_code for _ in range(8)]
    assert statuses == [302] * 5 + [429] * 3
    assert len(mailoutbox) == 5
    for number in range(40):
        client = Client()
        assert client.post(RESET, {"email": f"other{number}@example.org"}).status_code == 302


def test_the_cache_holds_no_address_of_anybody(learner: User) -> None:
    from django.db import connection

    guess(learner.email, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM shared_cache")
        rows = cursor.fetchall()
    assert len(rows) == 4
    assert "lena" not in str(rows)
    assert HERE not in str(rows)
    cache.clear()

"""Accounts: what a guest did is kept, one person has one account, and deleting it deletes everything."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessment import actions, guests
from assessment.access import Person
from assessment.actions import Kept
from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories
from tests.web import html
from tests.web.cast import guest_client

TOKEN = "a guest's token"
GUEST = Person(guest_key=guests.key_of(TOKEN))
SIGNUP, LOGIN, LOGOUT = "/accounts/signup/", "/accounts/login/", "/accounts/logout/"
NEW = {"email": "lena@example.org", "password1": factories.PASSWORD, "name": "Lena"}


def sign_in(client: Client, person: User) -> None:
    response = client.post(LOGIN, {"login": person.email, "password": factories.PASSWORD})
    assert response.url == "/me/"


# What a guest did


def test_making_an_account_keeps_what_the_guest_did_and_signs_in(db: None) -> None:
    done, run = factories.finished(GUEST), factories.started(GUEST)
    client = guest_client(TOKEN)
    response = client.post(f"{SIGNUP}?next=/a/{done.pk}/report/", NEW)
    lena = User.objects.get()
    assert response.url == f"/a/{done.pk}/report/"
    assert (lena.email, lena.name) == ("lena@example.org", "Lena")
    assert set(lena.assessments.all()) == {done, run}
    assert not Assessment.objects.exclude(guest_key="").exists()
    assert "is now in your account" in html.text(client.get(response.url))
    assert client.get("/account/").status_code == 200


def test_signing_in_keeps_what_the_guest_did(learner: User) -> None:
    run = factories.asking(GUEST)
    client = guest_client(TOKEN)
    sign_in(client, learner)
    assert learner.assessments.get() == run
    assert client.get(reverse("assessment:take", args=[run.pk, 1])).status_code == 200


def test_the_browser_is_no_guest_after_signing_in(learner: User) -> None:
    client = guest_client(TOKEN)
    sign_in(client, learner)
    assert client.cookies[settings.GUEST_COOKIE_NAME].value == ""


def test_after_signing_out_nothing_is_left_in_the_browser(learner: User) -> None:
    run = factories.finished(GUEST)
    client = guest_client(TOKEN)
    sign_in(client, learner)
    assert client.post(LOGOUT).url == "/"
    assert "Nothing here yet" in html.text(client.get("/me/"))
    assert client.get(reverse("roadmap:report", args=[run.pk])).status_code == 404
    assert client.get("/sharing/").status_code == 302


def test_the_guest_of_another_browser_is_never_taken_over(learner: User) -> None:
    run = factories.finished(GUEST)
    for client in (Client(), guest_client("another token")):
        sign_in(client, learner)
    forged = Client()
    forged.cookies[settings.GUEST_COOKIE_NAME] = TOKEN
    sign_in(forged, learner)
    run.refresh_from_db()
    assert run.learner is None
    assert guest_client(TOKEN).get(reverse("roadmap:report", args=[run.pk])).status_code == 200


def test_where_both_have_one_open_the_one_with_fewer_answers_is_finished(learner: User) -> None:
    own = factories.answered(factories.asking(learner), learner, Outcome.RIGHT, Outcome.WRONG)
    run = factories.answered(factories.asking(GUEST), GUEST, Outcome.RIGHT)
    sign_in(guest_client(TOKEN), learner)
    run.refresh_from_db()
    own.refresh_from_db()
    assert (run.learner, run.state, run.responses.count()) == (learner, "finished", 1)
    assert run.results.count() == 18
    assert own.state == "asking"


def test_the_guests_goes_on_where_the_accounts_own_has_no_answer(learner: User) -> None:
    factories.asking(learner)
    run = factories.answered(factories.asking(GUEST), GUEST, Outcome.RIGHT)
    sign_in(guest_client(TOKEN), learner)
    run.refresh_from_db()
    assert (run.learner, run.state) == (learner, "asking")
    assert learner.assessments.get() == run


@pytest.mark.parametrize("open_run", [factories.started, factories.asking])
def test_where_both_have_one_open_and_the_guests_is_empty_it_is_dropped(
    learner: User, open_run: object
) -> None:
    own = factories.started(learner)
    open_run(GUEST)  # type: ignore[operator]
    client = guest_client(TOKEN)
    response = client.post(LOGIN, {"login": learner.email, "password": factories.PASSWORD})
    assert Assessment.objects.get() == own
    said = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert "is now in your account" not in said


def test_finished_ones_come_along_whatever_is_open(learner: User) -> None:
    own, done = factories.started(learner), factories.finished(GUEST)
    factories.started(GUEST)
    assert actions.keep_guest_assessments(learner, GUEST.guest_key) == Kept(1, closed_one=True)
    assert set(learner.assessments.all()) == {own, done}


def test_where_mail_is_sent_it_is_kept_once_the_address_is_confirmed(
    db: None, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    run, client = factories.finished(GUEST), guest_client(TOKEN)
    assert client.post(SIGNUP, NEW).url == "/accounts/confirm-email/"
    assert client.get("/account/").status_code == 302
    run.refresh_from_db()
    assert run.learner is None
    client.post(re.search(r"http://127.0.0.1:8000(\S+)", str(mailoutbox[0].body))[1])  # type: ignore[index]
    sign_in(client, User.objects.get())
    run.refresh_from_db()
    assert run.learner == User.objects.get()


# One person, one account


@pytest.mark.parametrize(
    "email",
    [
        "lena@example.org",
        "LENA@EXAMPLE.ORG",
        "Lena@Example.org",
        " lena@example.org ",
        "lena @example.org",
        "le\u200bna@example.org",
        "lena@exam\u00adple.org",
        "\ufefflena@example.org",
        "\uff4cena@example.org",
        "lena\uff20example.org",
        "lena@example\uff0eorg",
    ],
)
def test_another_spelling_of_an_address_makes_no_second_account(learner: User, email: str) -> None:
    client = Client()
    response = client.post(SIGNUP, NEW | {"email": email})
    assert response.status_code == 200
    assert html.title(response).startswith("Error: ")
    assert User.objects.get() == learner
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "email", ["LENA@example.org", "le\u200bna@example.org", "\uff4cena@example.org"]
)
def test_no_other_way_to_store_a_person_makes_a_second_account(learner: User, email: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email=email).save()
    assert User.objects.get() == learner


def test_where_mail_is_sent_a_second_sign_up_looks_the_same_and_makes_no_account(
    learner: User, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    answers = set()
    for email in ("LENA@example.org", "new@example.org"):
        response = Client().post(SIGNUP, NEW | {"email": email}, follow=True)
        answers.add((str(response.redirect_chain), html.text(response, "h1")))
    assert len(answers) == 1
    assert User.objects.count() == 2
    assert "confirm-email" not in str(mailoutbox[0].body)


def test_capitals_do_not_matter_when_signing_in(learner: User) -> None:
    client = Client()
    response = client.post(LOGIN, {"login": "LENA@Example.ORG", "password": factories.PASSWORD})
    assert response.url == "/me/"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"email": ""}, "email"),
        ({"password1": "short"}, "password1"),
        ({"password1": "1234567890"}, "password1"),
        ({"password1": ""}, "password1"),
        ({"name": "L" * 81}, "name"),
    ],
)
def test_a_sign_up_that_does_not_fit_is_asked_for_again_in_our_own_style(
    db: None, change: dict[str, str], field: str
) -> None:
    response = Client().post(SIGNUP, NEW | change)
    assert response.status_code in (200, 422)
    assert html.title(response) == "Error: Make an account – Waymark"
    assert html.error_targets(response)[0].attrs["name"] == field
    assert html.parsed(response).query(".field.invalid .field-error")
    assert html.parsed(response).query("header.site-header")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "password",
    [
        *("1qaz2wsx3edc", "liverpool1", "qwertyuiop", "QWERTYUIOP", "1234567891", "password123"),
        *("homelesspa", "lena@example"),
    ],
)
def test_V6_2_4_V6_2_12_a_password_that_everybody_tries_is_refused(db: None, password: str) -> None:
    """Django brings those along that are the most common in leaks; no other site is asked."""
    Client().post(SIGNUP, NEW | {"password1": password})
    assert not User.objects.exists()


def test_fields_that_nobody_asked_for_give_no_rights(db: None) -> None:
    forged = {"is_staff": "on", "is_superuser": "on", "groups": "1", "id": "1", "is_active": ""}
    client = Client()
    client.post(SIGNUP, NEW | forged)
    client.post("/account/", {"name": "Lena", "email": "other@example.org"} | forged)
    lena = User.objects.get()
    assert (lena.is_staff, lena.is_superuser, lena.is_active) == (False, False, True)
    assert lena.email == "lena@example.org"


def test_signing_in_wrongly_says_the_same_for_known_and_unknown_addresses(learner: User) -> None:
    answers = set()
    for email in (learner.email, "nobody@example.org"):
        response = Client().post(LOGIN, {"login": email, "password": "not this one"})
        answers.add((response.status_code, *html.errors(response)))
    assert len(answers) == 1
    assert len(answers.pop()) == 2


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(learner: User, place: str) -> None:
    data = {"login": learner.email, "password": factories.PASSWORD, "next": place}
    assert Client().post(f"{LOGIN}?next={place}", data).url == "/me/"


def test_signing_in_changes_the_session(learner: User) -> None:
    client = Client()
    client.get(LOGIN)
    sign_in(client, learner)
    first = client.session.session_key
    client.post(LOGOUT)
    sign_in(client, learner)
    assert client.session.session_key != first

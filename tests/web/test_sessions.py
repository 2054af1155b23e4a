"""Sessions: a new one at each sign-in, gone on the server after signing out, and all of them in one's own hands."""

from typing import Any

import pytest
from django.conf import settings as site_settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client

from assessment.models import User
from tests import factories
from tests.web import html
from tests.web.test_account_pages import CHANGE, NEW_PASSWORD, RESET, link_in

LOGIN, LOGOUT, SESSIONS = "/accounts/login/", "/accounts/logout/", "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


def sign_in(person: User, agent: str = FIREFOX, **extra: Any) -> Client:
    client = Client(headers={"User-Agent": agent}, **extra)
    client.post(LOGIN, {"login": person.email, "password": factories.PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def copy_of(client: Client) -> Client:
    """Whoever stole the cookie."""
    thief = Client()
    name = site_settings.SESSION_COOKIE_NAME
    thief.cookies[name] = client.cookies[name].value
    return thief


def test_N03_signing_in_gives_the_session_another_name(learner: User) -> None:
    client = Client()
    client.post("/start/", {})  # a visitor may have a session
    session = client.session
    session["kept"] = "before"
    session.save()
    client.cookies[site_settings.SESSION_COOKIE_NAME] = session.session_key
    before = session.session_key
    client.post(LOGIN, {"login": learner.email, "password": factories.PASSWORD})
    assert is_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_N03_signing_out_is_a_post_and_kills_the_session_on_the_server(learner: User) -> None:
    client = sign_in(learner)
    thief = copy_of(client)
    assert client.get(LOGOUT).status_code == 200
    assert is_in(thief)
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = client.cookies.copy()
    assert guarded.post(LOGOUT).status_code == 403
    assert is_in(thief)
    answer = client.post(LOGOUT)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
    assert not is_in(thief)


def test_other_answers_leave_the_browser_alone(learner: User) -> None:
    client = sign_in(learner)
    assert "Clear-Site-Data" not in client.get("/account/").headers
    assert "Clear-Site-Data" not in Client().post(LOGOUT).headers


def test_N03_a_changed_password_ends_the_other_sessions(learner: User) -> None:
    here, there = sign_in(learner), sign_in(learner, PHONE)
    new = {"oldpassword": factories.PASSWORD, "password1": NEW_PASSWORD}
    here.post(CHANGE, new)
    assert (is_in(here), is_in(there)) == (True, False)
    assert len(html.parsed(here.get(SESSIONS)).query("main li")) == 1


def test_N03_a_reset_password_ends_all_sessions(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    there, client = sign_in(learner), Client()
    client.post(RESET, {"email": learner.email})
    place = client.get(link_in(mailoutbox[0]), follow=True).redirect_chain[-1][0]
    client.post(place, {"password1": NEW_PASSWORD})
    assert not is_in(there)
    assert not is_in(client)


@pytest.mark.parametrize("end", ["deactivated", "deleted"])
def test_N03_whoever_is_deactivated_or_deleted_is_out_on_the_next_request(
    learner: User, end: str
) -> None:
    client = sign_in(learner)
    if end == "deleted":
        learner.delete()
    else:
        User.objects.filter(pk=learner.pk).update(is_active=False)
    assert not is_in(client)


def test_V7_everybody_sees_where_they_are_signed_in(learner: User, stranger: User) -> None:
    here = sign_in(learner)
    sign_in(learner, PHONE, REMOTE_ADDR="203.0.113.7")
    sign_in(stranger)
    rows = html.parsed(here.get(SESSIONS)).query("main li")
    texts = [" ".join(row.to_text().split()) for row in rows]
    assert len(texts) == 2
    assert texts[0].startswith("Firefox on Linux this one")
    assert texts[1].startswith("Safari on iPhone")
    assert "203.0.113.7" in texts[1]


def test_V7_one_session_is_ended_from_another(learner: User) -> None:
    here, there, third = sign_in(learner), sign_in(learner, PHONE), sign_in(learner, PHONE)
    button = html.parsed(here.get(SESSIONS)).query("main li button")[1]
    here.post(SESSIONS, {"session": button.attrs["value"]})
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)


def test_V7_signing_out_everywhere_ends_every_session(learner: User) -> None:
    here, there = sign_in(learner), sign_in(learner, PHONE)
    answer = here.post(SESSIONS)
    assert answer.url == LOGIN
    assert "Clear-Site-Data" in answer.headers
    assert (is_in(here), is_in(there)) == (False, False)


@pytest.mark.parametrize("value", ["theirs", "", "x", "-1", "9" * 40, "9" * 5000, "٣"])
def test_V7_nobody_ends_a_session_of_somebody_else(
    learner: User, stranger: User, value: str
) -> None:
    here, theirs = sign_in(learner), sign_in(stranger)
    if value == "theirs":
        value = str(stranger.usersession_set.get().pk)
    assert here.post(SESSIONS, {"session": value}).status_code == 302
    assert (is_in(here), is_in(theirs)) == (True, True)


def test_V7_the_list_asks_few_queries_and_a_page_none_more(
    learner: User, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    here = sign_in(learner)
    for _ in range(3):
        sign_in(learner, PHONE)
    with django_assert_max_num_queries(16):
        here.get(SESSIONS)
    with django_assert_max_num_queries(2):  # the session and its owner
        here.get("/account/")

"""One's own account: name, address, password, reset by e-mail, and deleting it, all in the site's own pages."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from assessment.models import AuditEvent, Domain, User
from roadmap import actions
from roadmap.models import Invitation, Mentorship, Note
from tests import factories
from tests.web import html

NEW_PASSWORD = "another long enough one"
EMAIL = "/accounts/email/"
RESET, CHANGE = "/accounts/password/reset/", "/accounts/password/change/"
DELETE = "/account/delete/"


def link_in(mail: EmailMessage) -> str:
    return re.search(r"http://127.0.0.1:8000(\S+)", str(mail.body))[1]  # type: ignore[index]


def can_sign_in(email: str, password: str) -> bool:
    data = {"login": email, "password": password}
    return Client().post("/accounts/login/", data).headers.get("Location") == "/me/"


def knowing_the_password(person: User) -> Client:
    """Someone who has just typed their password once more."""
    client = factories.signed_in(person)
    data = {"password": factories.PASSWORD, "next": DELETE}
    assert client.post("/accounts/reauthenticate/", data).url == DELETE
    return client


def test_the_name_can_be_changed(learner: User) -> None:
    client = factories.signed_in(learner)
    assert client.post("/account/", {"name": "Lena L."}).url == "/account/"
    assert "Your name is saved." in html.text(client.get("/account/"))
    learner.refresh_from_db()
    assert learner.name == "Lena L."
    assert client.post("/account/", {"name": "L" * 81}).status_code == 422


def test_a_name_is_never_markup_for_others(learner: User, mentor: User) -> None:
    factories.signed_in(learner).post("/account/", {"name": "<b hx-get=/>Lena</b>"})
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    client = factories.signed_in(mentor)
    for page in ("/mentor/", reverse("roadmap:mentee_report", args=[shared.pk, run.pk])):
        response = client.get(page)
        assert "<b hx-get=/>Lena</b>" in html.text(response)
        assert not html.parsed(response).query("main b[hx-get]")


def test_the_password_can_be_changed_by_who_knows_it(learner: User) -> None:
    client, elsewhere = Client(), factories.signed_in(learner)
    client.post("/accounts/login/", {"login": learner.email, "password": factories.PASSWORD})
    page = client.get(CHANGE)
    assert html.parsed(page).query("header.site-header")
    wrong = client.post(CHANGE, {"oldpassword": "no", "password1": NEW_PASSWORD})
    assert html.title(wrong).startswith("Error: ")
    assert can_sign_in(learner.email, factories.PASSWORD)
    new = {"oldpassword": factories.PASSWORD, "password1": NEW_PASSWORD}
    assert client.post(CHANGE, new).status_code == 302
    assert can_sign_in(learner.email, NEW_PASSWORD)
    assert not can_sign_in(learner.email, factories.PASSWORD)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_where_mail_is_sent_a_new_address_counts_once_its_link_was_followed(
    learner: User, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client = factories.proved(learner)
    client.post(EMAIL, {"email": "New@Example.org", "action_add": ""})
    assert html.text(client.get(EMAIL), "#new-email") == "new@example.org"
    link = link_in(mailoutbox[0])
    assert mailoutbox[0].to == ["new@example.org"]
    client.get(link)
    client.head(link)
    learner.refresh_from_db()
    assert learner.email == "lena@example.org"
    client.post(link)
    learner.refresh_from_db()
    assert learner.email == "new@example.org"
    assert can_sign_in("new@example.org", factories.PASSWORD)
    assert not can_sign_in("lena@example.org", factories.PASSWORD)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_change_of_address_that_waits_can_be_cancelled_or_replaced(
    learner: User, mailoutbox: list[EmailMessage], settings: Any, *, confirmed: bool
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    EmailAddress.objects.create(user=learner, email=learner.email, verified=confirmed, primary=True)
    client = factories.proved(learner)
    client.post(EMAIL, {"email": "first@example.org", "action_add": ""})
    client.post(EMAIL, {"email": "second@example.org", "action_add": ""})
    assert html.text(client.get(EMAIL), "#new-email") == "second@example.org"
    client.post(EMAIL, {"email": "second@example.org", "action_remove": ""})
    assert not html.parsed(client.get(EMAIL)).query("#new-email")
    for mail in mailoutbox:
        if "confirm-email" in str(mail.body):
            assert client.post(link_in(mail)).status_code == 404
    learner.refresh_from_db()
    assert learner.email == "lena@example.org"


def test_where_no_mail_is_sent_a_new_address_counts_at_once(learner: User, stranger: User) -> None:
    for person, name in ((learner, "lena"), (stranger, "sam")):
        client = factories.proved(person)
        for new in (f"{name}.one@example.org", f"{name}.two@example.org"):
            client.post(EMAIL, {"email": new, "action_add": ""})
            assert html.text(client.get(EMAIL), "#current-email") == new
            assert not html.parsed(client.get(EMAIL)).query("#new-email")
        assert can_sign_in(f"{name}.two@example.org", factories.PASSWORD)
        assert not can_sign_in(f"{name}@example.org", factories.PASSWORD)


@pytest.mark.parametrize("verification", ["none", "mandatory"])
@pytest.mark.parametrize("email", ["", "nonsense", "lena@example.org", "LENA@example.org"])
def test_what_is_no_new_address_is_asked_for_again(
    learner: User, settings: Any, verification: str, email: str
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    response = factories.proved(learner).post(EMAIL, {"email": email, "action_add": ""})
    assert html.title(response) == "Error: Email Address – Waymark"
    assert html.error_targets(response)[0].attrs["name"] == "email"
    learner.refresh_from_db()
    assert learner.email == "lena@example.org"


@pytest.mark.parametrize("verification", ["none", "mandatory"])
@pytest.mark.parametrize("email", ["lena@example.org", "LENA@example.org", "\uff4cena@example.org"])
def test_an_address_of_somebody_else_cannot_be_taken(
    learner: User,
    stranger: User,
    mailoutbox: list[EmailMessage],
    settings: Any,
    verification: str,
    email: str,
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
    client = factories.proved(stranger)
    client.post(EMAIL, {"email": email, "action_add": ""})
    for (
        mail
    ) in mailoutbox:  # only Lena herself could follow it; even then there is no second account
        if "confirm-email" in str(mail.body):
            client.post(link_in(mail))
    stranger.refresh_from_db()
    learner.refresh_from_db()
    assert (stranger.email, learner.email) == ("sam@example.org", "lena@example.org")


def test_a_forgotten_password_is_reset_by_a_link_that_works_once(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    elsewhere, client = factories.signed_in(learner), Client()
    client.post(RESET, {"email": "LENA@example.org"})
    assert [mail.to for mail in mailoutbox] == [["lena@example.org"]]
    link = link_in(mailoutbox[0])
    for _ in range(2):  # a scanner that follows links does not spend it
        form = client.get(link, follow=True)
    assert html.parsed(form).query("header.site-header")
    assert form.headers["Referrer-Policy"] == "same-origin"
    place = form.redirect_chain[-1][0]
    assert link.split("-")[-1] not in place
    client.post(place, {"password1": NEW_PASSWORD})
    assert can_sign_in(learner.email, NEW_PASSWORD)
    assert elsewhere.get("/account/").status_code == 302
    assert mailoutbox[-1].to == ["lena@example.org"]
    assert len(mailoutbox) == 2
    again = Client().get(link, follow=True)
    assert not html.parsed(again).query("input[type=password]")


def test_asking_for_a_reset_says_the_same_for_known_and_unknown_addresses(learner: User) -> None:
    answers = set()
    for email in (learner.email, "nobody@example.org"):
        response = Client().post(RESET, {"email": email}, follow=True)
        answers.add((response.redirect_chain[0], html.text(response)))
    assert len(answers) == 1


def test_deleting_an_account_asks_for_the_password_again(learner: User) -> None:
    client, ask = (
        factories.signed_in(learner),
        "/accounts/reauthenticate/?next=%2Faccount%2Fdelete%2F",
    )
    assert client.get(DELETE).url == ask
    assert client.post(ask, {"password": "wrong", "next": DELETE}).status_code == 200
    assert client.post(DELETE).url == ask
    assert User.objects.filter(pk=learner.pk).exists()


def test_with_the_password_it_says_what_goes_and_waits_for_the_button(learner: User) -> None:
    factories.finished(learner)
    client = knowing_the_password(learner)
    page = html.text(client.get(DELETE))
    assert "Your account, 1 assessment, everything you shared" in page
    assert User.objects.filter(pk=learner.pk).exists()


def test_a_deleted_account_leaves_nothing_of_the_person(
    learner: User, mentor: User, stranger: User
) -> None:
    run = factories.finished(learner, ratings={Domain.objects.all()[0].slug: 2})
    factories.started(learner)
    factories.invitation(learner, label="Somebody")
    actions.write_note(factories.mentorship(learner, mentor), run, "For Lena.", by=mentor)
    theirs = factories.finished(stranger)
    actions.write_note(factories.mentorship(stranger, learner), theirs, "From Lena.", by=learner)
    client, elsewhere = knowing_the_password(learner), factories.signed_in(learner)
    response = client.post(DELETE)
    assert response.url == "/"
    assert "Your account and everything in it is deleted." in html.text(client.get("/"))
    assert not can_sign_in(learner.email, factories.PASSWORD)
    assert elsewhere.get("/account/").status_code == 302
    assert list(stranger.assessments.all()) == [theirs]
    assert not Note.objects.exists()
    assert not Mentorship.objects.exists()
    assert not Invitation.objects.exclude(learner=stranger).exists()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                left = model._default_manager.filter(**{f"{field.name}_id": learner.pk})
                assert not left.exists(), (model, field.name)
        for row in model._default_manager.values():
            assert learner.email not in str(row), model
            assert "Lena Learner" not in str(row), model


def test_a_mentor_who_deletes_their_account_leaves_the_look_without_a_name(
    learner: User, mentor: User
) -> None:
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    factories.signed_in(mentor).get(reverse("roadmap:mentee_report", args=[shared.pk, run.pk]))
    knowing_the_password(mentor).post(DELETE)
    assert AuditEvent.objects.get(verb="viewed").actor is None
    page = html.text(factories.signed_in(learner).get("/sharing/"))
    assert "a deleted account looked at a report" in page
    assert "Max Mentor" not in page


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/login/",
        "/accounts/signup/",
        RESET,
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/nonsense/",
        "/accounts/password/reset/key/1-nonsense/",
    ],
)
def test_every_page_of_signing_in_is_in_the_sites_own_style(db: None, page: str) -> None:
    response = Client().get(page)
    assert html.parsed(response).query("header.site-header .brand")
    assert html.title(response).endswith(" – Waymark")
    assert len(html.parsed(response).query("h1")) == 1

"""Sharing: only by consent, by a link that works once, and until either side stops it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assessment.models import AuditEvent, User
from roadmap.actions.sharing import CONSENT_TEXT
from roadmap.models import Invitation, Mentorship
from roadmap.secrets import hash_of
from tests import factories
from tests.web import html

INVITE = "/sharing/invite/"
SHARING = "/sharing/"
FILLED = {"label": "Max", "scope": "skills", "share_days": "90", "consent": "on"}


def invite(client: Client, **fields: str) -> str:
    """Make a link as a browser does, and return its path."""
    page = html.parsed(client.post(INVITE, FILLED | fields, follow=True))
    return page.query("input#link")[0].attrs["value"].removeprefix("http://127.0.0.1:8000")


def test_P01_nothing_is_ticked_or_shared_beforehand(learner: User) -> None:
    response = factories.signed_in(learner).get(INVITE)
    assert html.checked(response) == ["summary", "90", ""]
    assert "Nobody but you, unless a name stands under" in html.text(
        factories.signed_in(learner).get(SHARING)
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"label": ""}, "label"),
        ({"label": "M" * 81}, "label"),
        ({"share_days": "9999"}, "share_days"),
        ({"share_days": ""}, "share_days"),
        ({"share_days": "date"}, "until"),
        ({"share_days": "date", "until": "yesterday"}, "until"),
        ({"share_days": "date", "until": "2020-01-01"}, "until"),
        ({"share_days": "date", "until": "2999-01-01"}, "until"),
        ({"scope": ""}, "scope"),
        ({"scope": "everything"}, "scope"),
        ({"only": "2f1e5c6e-3e11-4f0e-8f6b-0a4c5a1d9b11"}, "only"),
        ({"only": "x"}, "only"),
        ({"email": "max"}, "email"),
    ],
)
def test_P01_no_link_is_made_without_consent_a_name_and_a_period(
    learner: User, change: dict[str, str], field: str
) -> None:
    response = factories.signed_in(learner).post(INVITE, FILLED | change)
    assert response.status_code == 422
    assert html.title(response) == "Error: Invite a mentor – Waymark"
    assert html.error_targets(response)[0].attrs["name"] == field
    assert not Invitation.objects.exists()


def test_the_secret_is_shown_once_and_only_its_hash_is_stored(learner: User) -> None:
    client = factories.signed_in(learner)
    secret = invite(client).split("/")[-2]
    made = Invitation.objects.get()
    assert made.secret_hash == hash_of(secret)
    assert len(secret) >= 32
    assert client.get(reverse("roadmap:invited", args=[made.pk])).status_code == 200
    for model in apps.get_models():
        for row in model._default_manager.values() if model is not Invitation else [vars(made)]:
            assert secret not in str(row), model
    for page in (SHARING, INVITE, "/me/", reverse("roadmap:invited", args=[made.pk])):
        assert secret not in client.get(page).content.decode()


def test_P01_what_was_agreed_to_is_written_down(learner: User) -> None:
    run = factories.finished(learner)
    invite(factories.proved(learner), scope="answers", share_days="30", only=str(run.pk))
    made = Invitation.objects.get()
    assert (made.learner, made.scope, made.only, made.email) == (learner, "answers", run, "")
    assert made.until.date() == timezone.localdate() + timedelta(days=30)
    assert made.consent_text == CONSENT_TEXT
    assert made.created_at <= timezone.now()
    assert AuditEvent.objects.filter(verb="invited", actor=learner, learner=learner).count() == 1


def test_the_page_behind_the_link_says_who_shares_what(learner: User, mentor: User) -> None:
    path = invite(factories.proved(learner), scope="answers", share_days="30")
    until = timezone.localdate() + timedelta(days=30)
    for client in (Client(), factories.signed_in(mentor)):
        text = html.text(client.get(path))
        assert "Lena Learner wants you as a mentor" in text
        assert "report, plan and answers, of all assessments" in text
        assert f"until {date_format(until, 'j F Y')}." in text
        assert learner.email not in text


def test_I02_looking_at_the_link_does_not_spend_it(learner: User, mentor: User) -> None:
    path = invite(factories.signed_in(learner))
    for _ in range(3):
        Client().get(path)
        Client().head(path)
        factories.signed_in(mentor).get(path)
    assert not Mentorship.objects.exists()
    assert Invitation.objects.usable(timezone.now()).exists()


def test_accepting_waits_for_the_learner_with_what_was_agreed(learner: User, mentor: User) -> None:
    path = invite(factories.signed_in(learner), share_days="date", until=f"{timezone.localdate()}")
    response = factories.signed_in(mentor).post(path)
    assert response.url == reverse("roadmap:mentees")
    shared = Mentorship.objects.get()
    assert (shared.learner, shared.mentor, shared.scope) == (learner, mentor, "skills")
    assert shared.until == Invitation.objects.get().until
    assert shared.until.date() == timezone.localdate()
    assert shared.confirmed_at is None
    text = html.text(factories.signed_in(learner).get(SHARING))
    assert "Max Mentor (max@example.org)" in text
    assert AuditEvent.objects.filter(verb="accepted", actor=mentor, learner=learner).count() == 1


def test_accepting_needs_an_account_and_leads_back_after_signing_in(
    learner: User, mentor: User
) -> None:
    path, client = invite(factories.signed_in(learner)), Client()
    response = client.post(path)
    assert response.url == f"/accounts/login/?next={path}"
    back = client.post(response.url, {"login": mentor.email, "password": factories.PASSWORD})
    assert back.url == path
    assert not Mentorship.objects.exists()


def test_a_link_works_once(learner: User, mentor: User, stranger: User) -> None:
    path = invite(factories.signed_in(learner))
    factories.signed_in(mentor).post(path)
    for client in (factories.signed_in(stranger), factories.signed_in(mentor), Client()):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    assert Mentorship.objects.get().mentor == mentor


def test_a_link_runs_out(learner: User, mentor: User) -> None:
    path = invite(factories.signed_in(learner))
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert factories.signed_in(mentor).get(path).status_code == 404
    assert factories.signed_in(mentor).post(path).status_code == 404
    assert "Invitations nobody has used yet" not in html.text(
        factories.signed_in(learner).get(SHARING)
    )


def test_a_link_can_be_cancelled(learner: User, mentor: User) -> None:
    client = factories.signed_in(learner)
    path, made = invite(client), Invitation.objects.get()
    cancel = reverse("roadmap:cancel_invitation", args=[made.pk])
    assert client.post(cancel).url == SHARING
    assert client.post(cancel).url == SHARING
    assert factories.signed_in(mentor).post(path).status_code == 404
    assert not Mentorship.objects.exists()
    assert AuditEvent.objects.filter(verb="cancelled").count() == 1


def test_cancelling_a_used_link_does_not_undo_the_mentorship(learner: User, mentor: User) -> None:
    shared = factories.mentorship(learner, mentor)
    url = reverse("roadmap:cancel_invitation", args=[shared.invitation_id])
    factories.signed_in(learner).post(url)
    shared.invitation.refresh_from_db()
    assert shared.invitation.cancelled_at is None
    assert Mentorship.objects.active(timezone.now()).exists()


def test_A01_nobody_becomes_their_own_mentor(learner: User) -> None:
    client = factories.signed_in(learner)
    path = invite(client)
    assert "This is your own link" in html.text(client.get(path))
    assert not html.parsed(client.get(path)).query("main form")
    response = client.post(path)
    assert response.status_code == 409
    assert not Mentorship.objects.exists()
    assert Invitation.objects.usable(timezone.now()).exists()


def test_who_is_a_mentor_already_does_not_use_the_link_up(learner: User, mentor: User) -> None:
    factories.mentorship(learner, mentor)
    path = invite(factories.signed_in(learner))
    response = factories.signed_in(mentor).post(path)
    assert response.status_code == 409
    assert "Lena Learner shares with you already" in html.text(response)
    assert Mentorship.objects.count() == 1
    assert Invitation.objects.usable(timezone.now()).count() == 1


def test_after_it_ended_or_ran_out_a_new_link_begins_anew(learner: User, mentor: User) -> None:
    first = factories.mentorship(learner, mentor)
    Mentorship.objects.update(until=timezone.now() - timedelta(days=1))
    factories.signed_in(mentor).post(invite(factories.signed_in(learner)))
    second = Mentorship.objects.waiting(timezone.now()).get()
    assert second != first
    factories.signed_in(learner).post(reverse("roadmap:end_mentorship", args=[second.pk]))
    factories.signed_in(mentor).post(invite(factories.signed_in(learner)))
    assert Mentorship.objects.count() == 3


@pytest.mark.parametrize("secret", ["nonsense", "0" * 64, "%00", "'--"])
def test_what_is_no_secret_leads_nowhere(db: None, secret: str) -> None:
    assert Client().get(f"/invitation/{secret}/").status_code == 404


def test_the_stored_hash_is_no_secret(learner: User, mentor: User) -> None:
    invite(factories.signed_in(learner))
    url = f"/invitation/{Invitation.objects.get().secret_hash}/"
    assert factories.signed_in(mentor).get(url).status_code == 404


def test_A06_fields_that_nobody_asked_for_change_nothing(learner: User, stranger: User) -> None:
    forged = {"learner": str(stranger.pk), "expires_at": "2999-01-01", "accepted_at": "2020-01-01"}
    invite(factories.signed_in(learner), **forged)
    made = Invitation.objects.get()
    assert (made.learner, made.accepted_at) == (learner, None)
    assert made.expires_at < timezone.now() + timedelta(days=15)

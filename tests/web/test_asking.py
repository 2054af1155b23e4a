"""A mentor asks to see reports: the answer tells nothing, and only the learner can grant it, with their own choice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.limits import A_DAY
from assessment.models import AuditEvent, User, Verb
from roadmap import actions
from roadmap.models import Invitation, Mentorship, SharingRequest
from tests import factories
from tests.web import html

ASK = "/mentor/ask/"
TERMS = {"scope": "summary", "share_days": "30", "consent": "on"}


def grant(made: SharingRequest) -> str:
    return reverse("roadmap:grant_request", args=[made.pk])


def refuse(made: SharingRequest) -> str:
    return reverse("roadmap:refuse_request", args=[made.pk])


def test_the_answer_is_the_same_whether_an_account_has_the_address(
    learner: User, mentor: User
) -> None:
    client = factories.signed_in(mentor)
    client.get(ASK)
    pages, queries = [], []
    for email in (learner.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as asking:
            pages.append(client.post(ASK, {"email": email}, follow=True))
        queries.append([query["sql"].split()[0] for query in asking])
    assert html.text(pages[0]) == html.text(pages[1])
    assert "its owner now finds your request" in html.text(pages[0])
    assert queries[0] == queries[1]
    assert mail.outbox == []


def test_no_address_is_stored(mentor: User) -> None:
    factories.signed_in(mentor).post(ASK, {"email": "nobody@example.org"})
    assert "nobody" not in str(SharingRequest.objects.values())


@pytest.mark.parametrize("email", ["", "lena", "lena@", "x" * 260 + "@example.org"])
def test_what_is_no_address_is_asked_for_again(mentor: User, email: str) -> None:
    response = factories.signed_in(mentor).post(ASK, {"email": email})
    assert response.status_code == 422
    assert html.error_targets(response)[0].attrs["name"] == "email"
    assert not SharingRequest.objects.exists()


def test_the_learner_sees_who_asks_and_nobody_else_does(
    learner: User, mentor: User, stranger: User
) -> None:
    factories.signed_in(mentor).post(ASK, {"email": "LENA@Example.org"})
    text = html.text(factories.signed_in(learner).get("/sharing/"))
    assert "Asked to see your reports" in text
    assert "Max Mentor (max@example.org)" in text
    for other in (stranger, mentor):
        page = html.text(factories.signed_in(other).get("/sharing/"))
        assert "Asked to see your reports" not in page
        assert (
            factories.signed_in(other).get(grant(SharingRequest.objects.get())).status_code == 404
        )


def test_granting_shares_what_was_chosen_with_who_asked(learner: User, mentor: User) -> None:
    run, made = factories.finished(learner), factories.request_to(learner, mentor)
    hers, client = factories.signed_in(learner), factories.signed_in(mentor)
    assert html.checked(hers.get(grant(made))) == ["summary", "90", ""]
    assert hers.post(grant(made), TERMS).url == "/sharing/"
    shared = Mentorship.objects.get()
    assert (shared.learner, shared.mentor, shared.scope) == (learner, mentor, "summary")
    assert shared.until.date() == timezone.localdate() + timedelta(days=30)
    assert shared.invitation.consent_text
    report = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    plan = reverse("roadmap:mentee_plan", args=[shared.pk, run.pk])
    assert [client.get(page).status_code for page in (report, plan)] == [200, 404]
    assert AuditEvent.objects.filter(verb="granted", actor=learner, learner=learner).count() == 1
    assert hers.post(grant(made), TERMS).status_code == 404
    assert not Invitation.objects.usable(timezone.now()).exists()


def test_P01_nothing_is_granted_without_consent(learner: User, mentor: User) -> None:
    made = factories.request_to(learner, mentor)
    response = factories.signed_in(learner).post(grant(made), TERMS | {"consent": ""})
    assert response.status_code == 422
    assert html.error_targets(response)[0].attrs["name"] == "consent"
    assert not Mentorship.objects.exists()


def test_declining_is_not_told_and_asking_again_changes_nothing(
    learner: User, mentor: User
) -> None:
    made, client = factories.request_to(learner, mentor), factories.signed_in(mentor)
    before = html.text(client.get("/mentor/"))
    hers = factories.signed_in(learner)
    assert hers.post(refuse(made)).url == "/sharing/"
    assert html.text(client.get("/mentor/")) == before
    assert "its owner now finds" in html.text(
        client.post(ASK, {"email": learner.email}, follow=True)
    )
    assert "Asked to see your reports" not in html.text(hers.get("/sharing/"))
    assert [hers.post(url, TERMS).status_code for url in (grant(made), refuse(made))] == [404, 404]
    assert not Mentorship.objects.exists()


def test_who_shares_already_keeps_the_request_and_the_sharing(learner: User, mentor: User) -> None:
    shared, made = factories.mentorship(learner, mentor), factories.request_to(learner, mentor)
    response = factories.signed_in(learner).post(grant(made), TERMS)
    assert response.status_code == 409
    assert "You share with Max Mentor already" in html.text(response)
    assert Mentorship.objects.get() == shared
    made.refresh_from_db()
    assert made.answered_at is None


def test_a_request_runs_out_and_is_deleted_by_the_next(learner: User, mentor: User) -> None:
    made = factories.request_to(learner, mentor)
    SharingRequest.objects.update(expires_at=timezone.now())
    assert factories.signed_in(learner).get(grant(made)).status_code == 404
    again = factories.request_to(learner, mentor)
    assert again.pk != made.pk
    assert SharingRequest.objects.get() == again


def test_V2_4_1_nobody_asks_without_end(learner: User, mentor: User) -> None:
    for n in range(A_DAY[Verb.ASKED]):
        actions.ask(f"somebody{n}@example.org", by=mentor)
    response = factories.signed_in(mentor).post(ASK, {"email": learner.email})
    assert response.status_code == 422
    assert "Try tomorrow" in html.text(response)
    assert SharingRequest.objects.count() == A_DAY[Verb.ASKED]


def test_A01_asking_oneself_shows_nothing(mentor: User) -> None:
    made = factories.request_to(mentor, mentor)
    client = factories.signed_in(mentor)
    assert "Asked to see your reports" not in html.text(client.get("/sharing/"))
    assert client.post(grant(made), TERMS).status_code == 404


@pytest.mark.parametrize("number", ["{pk}", "0", "99999999999999999999", "x"])
def test_the_preview_of_a_request_leads_back_to_it(
    learner: User, mentor: User, number: str
) -> None:
    made, client = factories.request_to(learner, mentor), factories.signed_in(learner)
    sent = {"scope": "summary", "only": "", "asked": number.format(pk=made.pk)}
    page = client.get(client.post("/sharing/preview/", sent).url)
    back = html.parsed(page).query(".notice a")[0].attrs["href"]
    assert client.get(back).status_code == (200 if number in ("{pk}", "x") else 404)


def test_my_road_says_that_somebody_waits_for_an_answer(learner: User, mentor: User) -> None:
    client, said = factories.signed_in(learner), "Somebody waits for your answer"
    assert said not in html.text(client.get("/me/"))
    made = factories.request_to(learner, mentor)
    assert said in html.text(client.get("/me/"))
    client.post(refuse(made))
    client.get("/sharing/")
    assert said not in html.text(client.get("/me/"))
    factories.accepted(learner, mentor)
    assert said in html.text(client.get("/me/"))

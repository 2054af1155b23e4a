"""Agreements: either of the two makes and closes them; they are in the plan and on the learner's own page."""

import pytest
from django.urls import reverse

from assessment.models import Assessment, AuditEvent, User
from roadmap.models import Agreement, Mentorship, Step
from tests import factories
from tests.web import html
from tests.web.talk_pages import agree, talk, week

FAR = "2099-01-01"


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner)


@pytest.fixture
def shared(learner: User, mentor: User, run: Assessment) -> Mentorship:
    return factories.mentorship(learner, mentor)


@pytest.mark.parametrize("who", ["learner", "mentor"])
def test_both_can_agree_and_it_is_in_the_plan_and_on_the_own_page(
    learner: User, mentor: User, run: Assessment, shared: Mentorship, who: str
) -> None:
    maker = learner if who == "learner" else mentor
    sent = {"text": "Write the runbook", "who": who, "by_date": week()}
    response = factories.signed_in(maker).post(agree(shared), sent)
    assert response.url == f"{talk(shared)}#agreements"
    made = Agreement.objects.get()
    assert (made.made_by, made.doer, made.step) == (maker, maker, None)
    client = factories.signed_in(learner)
    for page in (reverse("roadmap:plan", args=[run.pk]), "/me/", talk(shared)):
        text = html.text(client.get(page), ".agreements")
        assert "Write the runbook" in text
        assert "Overdue" not in text
    report = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    assert "Write the runbook" in html.text(factories.signed_in(mentor).get(report))
    assert AuditEvent.objects.get(verb="promised").actor == maker


def test_what_is_late_says_so(learner: User, run: Assessment, shared: Mentorship) -> None:
    factories.agreement(shared, days=-1)
    client = factories.signed_in(learner)
    for page in (reverse("roadmap:plan", args=[run.pk]), "/me/"):
        assert "Overdue" in html.text(client.get(page), ".agreements")


def test_a_step_can_be_agreed_without_words(learner: User, shared: Mentorship) -> None:
    step = Step.objects.filter(retired=False)[0]
    sent = {"text": "", "who": "learner", "by_date": week()}
    client = factories.signed_in(learner)
    assert client.post(agree(shared, f"step:{step.slug}"), sent).status_code == 302
    assert Agreement.objects.get().step == step
    assert step.title in html.text(client.get("/me/"), ".agreements")


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 301},
        {"who": "boss"},
        {"who": ""},
        {"by_date": ""},
        {"by_date": "soon"},
        {"by_date": "2001-01-01"},
        {"by_date": FAR},
    ],
)
def test_an_agreement_says_what_who_and_by_when(
    mentor: User, shared: Mentorship, wrong: dict[str, str]
) -> None:
    sent = {"text": "Write it", "who": "learner", "by_date": week()} | wrong
    response = factories.signed_in(mentor).post(agree(shared), sent)
    assert response.status_code == 422
    assert "There is a problem" in html.text(response)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("person", ["learner", "mentor"])
@pytest.mark.parametrize("state", ["kept", "dropped"])
def test_either_of_the_two_closes_it_and_the_first_word_stays(
    learner: User, mentor: User, shared: Mentorship, person: str, state: str
) -> None:
    made = factories.agreement(shared)
    client = factories.signed_in(learner if person == "learner" else mentor)
    url = reverse("roadmap:settle_agreement", args=[made.pk])
    assert client.post(url, {"state": state, "next": "/me/"}).url == "/me/"
    client.post(url, {"state": "dropped" if state == "kept" else "kept"})
    assert "What was said first stays." in html.text(client.get(talk(shared)))
    made.refresh_from_db()
    assert made.state == state
    assert AuditEvent.objects.filter(verb="settled").count() == 1
    assert "agreements" not in client.get("/me/").content.decode()


@pytest.mark.parametrize("sent", [{}, {"state": "open"}, {"state": "won"}])
def test_an_agreement_is_closed_in_one_of_two_ways(
    mentor: User, shared: Mentorship, sent: dict[str, str]
) -> None:
    made = factories.agreement(shared)
    url = reverse("roadmap:settle_agreement", args=[made.pk])
    back = factories.signed_in(mentor).post(url, {**sent, "next": "//evil.example"}).url
    assert back == f"{talk(shared)}#agreements"
    made.refresh_from_db()
    assert made.is_open

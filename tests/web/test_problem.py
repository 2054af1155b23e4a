"""Saying what is wrong with a question: about the one that waits or an answered one, once at a time."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessment import guests
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, AuditEvent, ReportedProblem, User
from assessment.models.problems import WORDS
from tests import factories
from tests.web import html
from tests.web.cast import guest_client

TOKEN = "a guest's token"
GUEST = Person(guest_key=guests.key_of(TOKEN))
LIST = reverse("assessment:problems")
SAID = {"kind": "key", "comment": "Both of the first two are right."}


def page(run: Assessment, position: int) -> str:
    return reverse("assessment:problem", args=[run.pk, position])


def take(run: Assessment) -> str:
    return reverse("assessment:take", args=[run.pk, run.position])


def review(run: Assessment) -> str:
    return reverse("assessment:review", args=[run.pk])


def links(response: object, selector: str = "main a") -> list[str]:
    return [a.attrs["href"] for a in html.parsed(response).query(selector)]  # type: ignore[arg-type]


# Reporting


def test_a_problem_with_the_waiting_question_is_stored_and_leads_back_to_it(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    assert page(run, 1) in links(client.get(take(run)))
    response = client.post(page(run, 1), SAID, follow=True)
    told = learner.reported_problems.get()
    assert (told.kind, told.comment, told.state) == ("key", SAID["comment"], "open")
    assert (told.revision_id, told.question_id) == (run.asked_id, run.asked.question_id)
    assert told.content_version_id == run.content_version_id
    assert "Thank you" in html.text(response, "h1")
    assert SAID["comment"] in html.text(response)
    assert links(response, "main a.button") == [take(run)]
    assert "Back to the question" in html.text(response)
    run.refresh_from_db()
    assert (run.position, run.responses.count()) == (1, 0)
    assert AuditEvent.objects.filter(verb="reported", actor=learner, learner=learner).count() == 1


def test_every_answer_of_a_finished_assessment_can_be_reported_and_leads_back_there(
    learner: User,
) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    shown = links(client.get(review(run)), "article a")
    for response in run.responses.all():
        url = page(run, response.position)
        assert url in shown
        back = links(client.post(url, {"kind": "unclear"}, follow=True), "main a.button")
        assert back == [f"{review(run)}#q{response.position}"]
    told = learner.reported_problems.values_list("revision", flat=True)
    assert sorted(told) == sorted(run.responses.values_list("revision", flat=True))


def test_an_answered_question_of_an_open_assessment_leads_back_to_the_one_that_waits(
    learner: User,
) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    client = factories.signed_in(learner)
    first = reverse("assessment:take", args=[run.pk, 1])
    assert page(run, 1) in links(client.get(first))
    response = client.post(page(run, 1), SAID, follow=True)
    assert links(response, "main a.button") == [take(run)]
    assert learner.reported_problems.get().revision == run.responses.get().revision


def test_answers_that_were_carried_over_can_be_reported_too(learner: User) -> None:
    base = factories.finished(learner)
    client = factories.signed_in(learner)
    client.post(reverse("roadmap:settle", args=[base.pk, "model-serving"]))
    run = learner.assessments.open().get()
    assert client.post(page(run, run.carried), SAID).status_code == 302
    carried = run.responses.get(position=run.carried)
    assert learner.reported_problems.get().revision_id == carried.revision_id


def test_a_guest_can_report_and_reads_it_again(db: None) -> None:
    run, client = factories.asking(GUEST), guest_client(TOKEN)
    assert client.post(page(run, 1), SAID).status_code == 302
    assert ReportedProblem.objects.get().guest_key == GUEST.guest_key
    assert SAID["comment"] in html.text(client.get(LIST))
    assert SAID["comment"] not in html.text(Client().get(LIST))


def test_reporting_again_changes_the_open_report(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    client.post(page(run, 1), SAID)
    first = learner.reported_problems.get()
    form = client.get(page(run, 1))
    assert html.checked(form) == ["key"]
    assert html.text(form, "textarea") == SAID["comment"]
    client.post(page(run, 1), {"kind": "outdated", "comment": ""})
    told = learner.reported_problems.get()
    assert (told.pk, told.kind, told.comment) == (first.pk, "outdated", "")
    assert told.reported_at > first.reported_at


def test_after_an_answer_the_same_question_can_be_reported_anew_and_both_stay(
    learner: User,
) -> None:
    slug = factories.reported(learner, answer="There is one key now.").question.slug
    factories.reported(learner, "Now the stem is odd.", slug=slug)
    assert learner.reported_problems.count() == 2
    assert learner.reported_problems.open().get().comment == "Now the stem is odd."


def test_reports_of_different_people_stand_beside_each_other(learner: User, stranger: User) -> None:
    for who in (learner, stranger, GUEST, Person(guest_key="another")):
        factories.reported(who)
    assert ReportedProblem.objects.open().count() == 4


# What is refused


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"comment": "It is wrong."}, "Choose what is wrong."),
        ({"kind": "none"}, "Choose one of the five."),
        ({"kind": "other", "comment": "  "}, "Say what it is."),
        ({"kind": "key", "comment": "x" * (WORDS + 1)}, "At most 1,000 characters; this has 1001."),
    ],
)
def test_what_says_nothing_or_too_much_is_refused_and_stays_in_the_form(
    learner: User, sent: dict[str, str], said: str
) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    response = client.post(page(run, 1), sent)
    assert response.status_code == 422
    assert html.errors(response) == [said]
    assert html.title(response).startswith("Error: ")
    assert html.text(response, "textarea") == sent.get("comment", "").strip()
    assert not ReportedProblem.objects.exists()


@pytest.mark.parametrize("position", [0, 2, 3, 18, 10**12])
def test_Q03_a_question_that_was_not_asked_yet_has_no_such_page(
    learner: User, position: int
) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    nothing = client.get(page(Assessment(pk=uuid4()), position))
    for response in (client.get(page(run, position)), client.post(page(run, position), SAID)):
        assert (response.status_code, nothing.status_code) == (404, 404)
    assert client.get(page(run, position)).content == nothing.content
    assert not ReportedProblem.objects.exists()


def test_Q03_while_one_rates_oneself_there_is_no_question_to_report(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    for position in (0, 1):
        assert client.get(page(run, position)).status_code == 404


def test_A02_somebody_elses_question_and_report_do_not_exist(learner: User, stranger: User) -> None:
    run = factories.finished(learner)
    factories.reported(learner, "A word of Lena's.")
    for client in (factories.signed_in(stranger), guest_client(TOKEN), Client()):
        theirs, nothing = (client.get(page(r, 1)) for r in (run, Assessment(pk=uuid4())))
        assert (theirs.status_code, nothing.status_code) == (404, 404)
        assert theirs.content == nothing.content
        assert client.post(page(run, 1), SAID).status_code == 404
        assert "Lena's" not in html.text(client.get(LIST))
    assert ReportedProblem.objects.count() == 1


def test_A02_a_mentor_who_reads_the_answers_is_not_led_to_report_them(
    learner: User, mentor: User
) -> None:
    run = factories.finished(learner)
    shared = factories.mentorship(learner, mentor, answers_too=True)
    client = factories.signed_in(mentor)
    shown = links(client.get(reverse("roadmap:mentee_answers", args=[shared.pk, run.pk])))
    assert not [url for url in shown if "/problem/" in url]
    assert client.post(page(run, 1), SAID).status_code == 404


def test_A06_who_sends_more_than_the_form_has_changes_nothing_by_it(
    learner: User, mentor: User
) -> None:
    run, other = factories.asking(learner), factories.reported(mentor)
    forged = {
        "learner": mentor.pk, "guest_key": "x", "state": "settled", "answer": "Right you are.",
        "question": other.question_id, "revision": other.revision_id, "pk": other.pk,
    }  # fmt: skip
    factories.signed_in(learner).post(page(run, 1), SAID | forged)
    told = learner.reported_problems.get()
    assert (told.question_id, told.state, told.answer) == (run.asked.question_id, "open", "")
    other.refresh_from_db()
    assert other.comment != SAID["comment"]


def test_I02_a_report_needs_the_token_of_this_site(learner: User) -> None:
    run, client = factories.asking(learner), Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert client.post(page(run, 1), SAID).status_code == 403
    token = html.parsed(client.get(page(run, 1))).query("main [name=csrfmiddlewaretoken]")[0]
    sent = SAID | {"csrfmiddlewaretoken": token.attrs["value"]}
    assert client.post(page(run, 1), sent).status_code == 302
    assert learner.reported_problems.count() == 1

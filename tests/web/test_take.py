"""Questions one at a time: saved at every answer, once, whatever is sent."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessment import actions
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories
from tests.web import html

HTMX = {"HX-Request": "true"}


def take(run: Assessment, position: int | None = None) -> str:
    return reverse("assessment:take", args=[run.pk, run.position if position is None else position])


def test_an_answer_is_stored_and_leads_to_the_next_question(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    response = client.post(take(run), factories.posted_for(run, Outcome.RIGHT))
    stored = run.responses.get()
    run.refresh_from_db()
    assert (stored.outcome, stored.sure, stored.position) == ("right", True, 1)
    assert response.status_code == 302
    assert response.url == take(run)
    assert run.position == 2


@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_is_posted_comes_out_as_meant(learner: User, outcome: Outcome) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    for _ in range(18):
        client.post(take(run), factories.posted_for(run, outcome))
        run.refresh_from_db()
    assert run.is_finished
    assert set(run.responses.values_list("outcome", flat=True)) == {outcome.value}


def test_an_answer_without_a_choice_is_asked_for_again(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    response = client.post(take(run), {"sure": "yes"})
    assert response.status_code == 422
    assert "Error: Question 1" in response.content.decode()
    assert not run.responses.exists()


def test_Q05_answering_twice_changes_nothing(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    first = take(run)
    client.post(first, factories.posted_for(run, Outcome.RIGHT))
    response = client.post(first, {"choice": "1", "sure": "no"})
    assert response.status_code == 409
    assert "stays as it is" in response.content.decode()
    assert run.responses.get().outcome == "right"


def test_answering_takes_at_most_twelve_queries(
    learner: User, django_assert_max_num_queries: object
) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    client.post(take(run), factories.posted_for(run, Outcome.RIGHT))  # fills the bank's memory
    run.refresh_from_db()
    posted = factories.posted_for(run, Outcome.WRONG)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.post(take(run), posted, headers={"HX-Request": "true"})


def test_A02_a_stranger_gets_404(learner: User, stranger: User) -> None:
    run = factories.asking(learner)
    for client in (Client(), factories.signed_in(stranger)):
        assert client.get(take(run)).status_code == 404
    assert client.post(take(run), {"choice": "1"}).status_code == 404
    assert not run.responses.exists()


def test_A02_whoever_is_signed_out_is_led_to_sign_in_whether_it_exists_or_not(
    learner: User,
) -> None:
    run, nothing = factories.asking(learner), uuid4()
    for pk in (run.pk, nothing):
        url = reverse("assessment:take", args=[pk, 1])
        answer = Client().post(url, {"choice": "1"})
        assert (answer.status_code, answer.content) == (302, b"")
        assert answer.url == f"/accounts/login/?next=/a/{pk}/"
    assert not run.responses.exists()


@pytest.mark.parametrize("position", [0, 2, 6, 19, 10**12])
def test_Q03_V2_3_1_only_the_waiting_question_takes_an_answer(learner: User, position: int) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    posted = factories.posted_for(run, Outcome.RIGHT)
    for headers in ({}, HTMX):
        assert client.post(take(run, position), posted, headers=headers).status_code in (404, 409)
    run.refresh_from_db()
    assert not run.responses.exists()
    assert run.position == 1


@pytest.mark.parametrize("position", [0, 2, 6, 10**12])
def test_Q03_no_question_can_be_seen_before_its_turn(learner: User, position: int) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    assert client.get(take(run, position)).status_code == 404


def test_Q05_an_earlier_question_is_said_to_be_answered(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT, Outcome.WRONG)
    response = factories.signed_in(learner).get(take(run, 1))
    assert response.status_code == 200
    assert html.text(response, "h1") == "Question 1 is answered"
    assert html.parsed(response).query(".button")[0].attrs["href"] == take(run, 3)
    assert not html.parsed(response).query("main form")


def test_Q03_V2_3_1_before_the_questions_begin_no_answer_is_taken(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    assert client.post(take(run, 1), {"choice": "1"}).status_code == 409
    assert client.get(take(run, 1)).url == reverse("assessment:rate", args=[run.pk, 1])
    run.refresh_from_db()
    assert run.state == "rating"
    assert not run.responses.exists()


def test_Q05_a_finished_assessment_takes_no_answer_and_leads_to_its_report(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    posted = factories.posted_for(run, Outcome.RIGHT)
    actions.finish_early(run, by=Person(user=learner))
    report = reverse("roadmap:report", args=[run.pk])
    for position in (1, 2, 19):
        for headers in ({}, HTMX):
            response = client.post(take(run, position), posted, headers=headers)
            assert response.status_code == 409
            assert "This assessment is finished" in response.content.decode()
            assert report in response.content.decode()
        assert client.get(take(run, position)).url == report
    assert not run.responses.exists()


def test_A06_fields_that_nobody_asked_for_change_nothing(
    learner: User, stranger: User, mentor: User
) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    other = factories.asking(stranger)
    forged = {
        "assessment": str(other.pk),
        "pk": str(other.pk),
        "learner": mentor.pk,
        "user": mentor.pk,
        "outcome": "right",
        "correct": "1",
        "score": "100",
        "theta": "3",
        "state": "finished",
        "position": "18",
        "question": "1",
        "revision": "1",
        "seconds": "0",
        "is_staff": "on",
    }
    asked = run.asked
    client.post(take(run), factories.posted_for(run, Outcome.WRONG) | forged)
    run.refresh_from_db()
    learner.refresh_from_db()
    stored = run.responses.get()
    assert (stored.outcome, stored.position, stored.revision) == ("wrong", 1, asked)
    assert (run.learner, run.state, run.position) == (learner, "asking", 2)
    assert not learner.is_staff
    assert not other.responses.exists()


def test_the_last_answer_finishes_and_stores_a_result_for_every_domain(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    run = factories.answered(run, learner, *[Outcome.RIGHT] * 17)
    response = client.post(take(run), factories.posted_for(run, Outcome.WRONG))
    run.refresh_from_db()
    assert response.url == reverse("roadmap:report", args=[run.pk])
    assert run.is_finished
    assert run.results.count() == 18
    assert run.responses.count() == 18
    assert sum(run.results.values_list("responses", flat=True)) == 18


def test_with_htmx_the_next_question_comes_as_one_element_and_the_address_moves_on(
    learner: User,
) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    response = client.post(take(run), factories.posted_for(run, Outcome.RIGHT), headers=HTMX)
    roots = [node for node in html.fragment(response).root.children if node.name[0] != "#"]
    assert [(node.name, node.attrs.get("id")) for node in roots] == [
        ("title", None),
        ("div", "question"),
    ]
    assert roots[0].to_text() == "Question 2 – Waymark"
    assert response.headers["HX-Push-Url"] == take(run, 2)
    assert "HX-Request" in response.headers["Vary"]


def test_with_htmx_the_last_answer_leads_to_the_report(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    run = factories.answered(run, learner, *[Outcome.UNKNOWN] * 17)
    response = client.post(take(run), factories.posted_for(run, Outcome.RIGHT), headers=HTMX)
    assert response.headers["HX-Redirect"] == reverse("roadmap:report", args=[run.pk])
    assert response.content == b""

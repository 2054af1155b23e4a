"""What is told of reports of problems: nothing of a question before it is answered, what came of each, and to whom they belong."""

import pytest
from django.urls import reverse

from assessment import actions
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import ProblemKind, ReportedProblem, User
from tests import factories
from tests.web import html
from tests.web.cast import guest_client
from tests.web.test_problem import GUEST, LIST, SAID, TOKEN, links, page

# What the page of a question tells


def test_Q01_the_page_of_a_waiting_question_tells_no_more_than_the_question_does(
    learner: User,
) -> None:
    for kind in ("one", "many", "number", "order"):
        run = factories.ask(factories.asking(learner), kind)
        client = factories.signed_in(learner)
        for response in (client.get(page(run, 1)), client.post(page(run, 1), {})):
            text = html.text(response)
            assert not [o.text for o in run.asked.options.all() if o.text in text]
            assert not [o.because for o in run.asked.options.all() if o.because in text]
            assert not run.asked.because or run.asked.because not in text
        run.delete()


def test_Q01_an_answer_to_a_report_waits_until_the_question_is_answered(learner: User) -> None:
    """Staff may say what is right, and the reporter may still have to answer, also in a later assessment."""
    run, client = factories.asking(learner), factories.signed_in(learner)
    slug = run.asked.question.slug
    factories.reported(learner, slug=slug, answer="The third one is right.")
    for url in (page(run, 1), LIST):
        response = client.get(url)
        assert "third one" not in response.content.decode()
        assert "once you have answered this question" in html.text(response)
    actions.finish_early(run, by=Person(user=learner))  # without an answer
    assert "third one" not in client.get(LIST).content.decode()
    again = factories.asking(learner)
    again.asked = learner.reported_problems.get().revision
    again.save(update_fields=["asked"])
    factories.answered(again, learner, Outcome.UNKNOWN)
    for url in (page(again, 1), LIST):
        assert "The third one is right." in html.text(client.get(url))


def test_Q01_an_answer_is_hidden_again_while_the_question_is_asked_once_more(learner: User) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    asked = run.responses.get(position=1).revision
    factories.reported(learner, slug=asked.question.slug, answer="The third one is right.")
    assert "third one" in client.get(LIST).content.decode()
    again = factories.asking(learner)
    again.asked = asked
    again.save(update_fields=["asked"])
    assert "third one" not in client.get(LIST).content.decode()


def test_I01_a_comment_and_its_answer_are_text(learner: User) -> None:
    mark = "<b data-bird onclick=x()>\n\n{{ 7|add:7 }}"
    run, client = factories.finished(learner), factories.signed_in(learner)
    slug = run.responses.get(position=1).question.slug
    factories.reported(learner, mark, slug=slug, answer=mark)
    factories.reported(learner, mark, slug=slug)
    for url in (page(run, 1), LIST):
        response = client.get(url)
        assert html.parsed(response).query("[data-bird]") == []
        assert "<b data-bird onclick=x()>" in html.text(response)
        assert "{{ 7|add:7 }}" in html.text(response)


# The list, and what stays


def test_the_list_says_what_came_of_each_report(learner: User) -> None:
    client = factories.signed_in(learner)
    assert "Nothing yet." in html.text(client.get(LIST))
    run = factories.finished(learner)
    first, second = (r.question.slug for r in run.responses.select_related("question")[:2])
    factories.reported(learner, slug=first, answer="You are right: the next version has one key.")
    factories.reported(learner, slug=second, kind=ProblemKind.OUTDATED)
    newest, older = html.parsed(client.get(LIST)).query("article")
    assert "Out of date" in newest.to_text()
    assert "Waits for an answer" in newest.to_text()
    assert "the next version has one key" in older.to_text()
    assert LIST in links(client.get(reverse("assessment:account")))


def test_many_reports_take_several_pages_and_no_more_queries(
    learner: User, django_assert_max_num_queries: object
) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    for response in run.responses.select_related("question"):
        slug = response.question.slug
        factories.reported(learner, slug=slug, answer="Thank you, it is changed.")
        factories.reported(learner, slug=slug)
    for url, articles in ((LIST, 20), (f"{LIST}?page=2", 16), (f"{LIST}?page=x", 20)):
        with django_assert_max_num_queries(7):  # type: ignore[operator]
            response = client.get(url)
        assert len(html.parsed(response).query("article")) == articles


def test_the_page_asks_few_queries(learner: User, django_assert_max_num_queries: object) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        client.get(page(run, 1))
    with django_assert_max_num_queries(17):  # type: ignore[operator]
        client.post(page(run, 1), SAID)


def test_a_report_outlives_its_assessment(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    client.post(page(run, 1), SAID)
    actions.delete_assessment(run, by=Person(user=learner))
    assert SAID["comment"] in html.text(client.get(LIST))


# A guest who signs in


def test_what_a_guest_reported_belongs_to_the_account_after_signing_in(learner: User) -> None:
    factories.reported(GUEST, answer="It is changed.")
    factories.reported(GUEST, "Still odd.")
    data = {"login": learner.email, "password": factories.PASSWORD}
    client = guest_client(TOKEN)
    client.post(reverse("account_login"), data)
    assert {told.comment for told in learner.reported_problems.all()} == {
        "Two answers are right.", "Still odd.",
    }  # fmt: skip
    assert not ReportedProblem.objects.filter(learner=None).exists()
    assert "Still odd." in html.text(client.get(LIST))


@pytest.mark.parametrize("guest_first", [True, False])
def test_of_two_open_reports_of_one_question_the_later_one_stays(
    learner: User, *, guest_first: bool
) -> None:
    for who in (GUEST, learner) if guest_first else (learner, GUEST):
        factories.reported(who, f"Of the guest: {who is GUEST}")
    factories.reported(Person(guest_key="another"))
    actions.keep_guest_problems(learner, GUEST.guest_key)
    assert learner.reported_problems.get().comment == f"Of the guest: {not guest_first}"
    assert ReportedProblem.objects.filter(learner=None).get().guest_key == "another"


def test_without_a_guest_nothing_is_moved(learner: User) -> None:
    factories.reported(GUEST)
    actions.keep_guest_problems(learner, "")
    assert not learner.reported_problems.exists()

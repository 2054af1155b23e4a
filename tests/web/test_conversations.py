"""Whom to talk to next: each need shows and goes again, and the list stays quick, searchable and no ranking."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.access import Person
from assessment.actions import finish_early
from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, User
from roadmap import actions, comparing
from roadmap.core.conversations import Need
from roadmap.mentees import Mentee, overview
from roadmap.models import Mentorship, Note, Progress, Step, StepState
from roadmap.subjects import Subject
from tests import factories
from tests.web import html

MENTEES = "/mentor/"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _no_memory() -> Iterator[None]:
    comparing._known_losses.clear()
    yield
    comparing._known_losses.clear()


@pytest.fixture
def shared(learner: User, mentor: User) -> Mentorship:
    return factories.mentorship(learner, mentor)


def line(mentor: User) -> Mentee:
    return overview(mentor).mentees[0]


def age(rows: object, field: str, days: int) -> None:
    rows.update(**{field: timezone.now() - timedelta(days=days)})  # type: ignore[attr-defined]


def test_a_mentee_of_whom_nothing_is_known_needs_nothing(mentor: User, shared: Mentorship) -> None:
    assert line(mentor).needs == (Need.NOTHING,)
    text = html.text(factories.signed_in(mentor).get(MENTEES))
    assert "Nothing needed" in text
    assert "Nothing is agreed." in text


def test_a_new_result_asks_for_a_note_until_there_is_one(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    actions.write_about(shared, Subject(), "Welcome.", by=mentor)
    factories.finished(learner)
    assert line(mentor).needs == (Need.RESULT,)
    actions.write_about(shared, Subject(), "Well done.", by=mentor)
    assert line(mentor).needs == (Need.NOTHING,)


def test_a_note_of_the_learner_waits_until_it_is_answered_where_it_was_written(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    about = Subject("domain", Domain.objects.get(slug="model-serving"))
    actions.write_about(shared, about, "How do I begin?", by=learner)
    age(Note.objects, "written_at", 3)
    actions.write_about(shared, about, "And where?", by=learner)
    actions.write_about(shared, Subject(), "Hello.", by=mentor)
    found = line(mentor)
    assert found.needs == (Need.ANSWER,)
    assert found.reasons[0].since == timezone.localdate() - timedelta(days=3)
    actions.write_about(shared, about, "With one model.", by=mentor)
    assert line(mentor).needs == (Need.NOTHING,)
    actions.write_about(shared, Subject(), "Thank you.", by=learner)
    assert line(mentor).needs == (Need.ANSWER,)


def test_a_step_has_stalled_until_it_moves_or_a_date_is_agreed(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    step = Step.objects.filter(retired=False)[0]
    actions.mark_step(step, StepState.DOING, by=Person(user=learner))
    assert line(mentor).needs == (Need.NOTHING,)
    age(Progress.objects, "changed_at", 22)
    assert line(mentor).needs == (Need.STALLED,)
    made = factories.agreement(shared, days=7, step=step)
    assert line(mentor).needs == (Need.NOTHING,)
    made.delete()
    actions.mark_step(step, StepState.DONE, by=Person(user=learner))
    assert line(mentor).needs == (Need.NOTHING,)


def test_a_date_that_has_passed_calls_until_the_agreement_is_closed(
    mentor: User, shared: Mentorship
) -> None:
    made = factories.agreement(shared, days=-1)
    assert line(mentor).needs == (Need.OVERDUE,)
    assert line(mentor).next == made
    actions.settle_agreement(made, "kept", by=mentor)
    assert line(mentor).needs == (Need.NOTHING,)
    assert line(mentor).next is None


def test_a_real_loss_calls_until_something_is_agreed_about_it(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    factories.finished(learner, Outcome.RIGHT)
    factories.finished(learner, Outcome.UNKNOWN)
    found = line(mentor)
    assert found.needs == (Need.RESULT, Need.LOSS)
    assert found.lost
    assert f"Real loss since the result before: {found.lost[0]}" in html.text(
        factories.signed_in(mentor).get(MENTEES)
    )
    factories.agreement(shared, days=7)
    assert line(mentor).needs == (Need.RESULT,)


def test_a_gain_is_no_loss(learner: User, mentor: User, shared: Mentorship) -> None:
    factories.finished(learner, Outcome.UNKNOWN)
    factories.finished(learner, Outcome.RIGHT)
    assert line(mentor).lost == ()


def test_what_the_list_calls_a_loss_is_what_the_comparison_calls_one(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    before = factories.finished(learner, Outcome.RIGHT)
    domain = Domain.objects.get(slug="model-serving")
    after = actions.settle(before, domain, by=Person(user=learner), anew=True)
    while not after.is_finished:
        after = factories.answered(after, learner, Outcome.UNKNOWN)
    runs = Assessment.objects.select_related("goal__role").in_bulk([before.pk, after.pk])
    rows = comparing.compared(runs[before.pk], runs[after.pk]).losses
    assert line(mentor).lost == tuple(row.domain.name for row in rows)


def with_names(mentor: User, *names: str) -> None:
    for number, name in enumerate(names):
        who = factories.user(email=f"learner{number}@example.org", name=name)
        factories.mentorship(who, mentor)


def names(mentor: User, query: str = "") -> list[str]:
    page = html.parsed(factories.signed_in(mentor).get(f"{MENTEES}?{query}"))
    return [link.to_text() for link in page.query("ul.mentees h2 a")]


def test_the_list_is_searched_filtered_and_sorted(mentor: User) -> None:
    with_names(mentor, "Zoe Zimmer", "ada Lund", "Bo Lund")
    zoe = Mentorship.objects.get(learner__name="Zoe Zimmer")
    actions.write_about(zoe, Subject(), "Hello?", by=zoe.learner)
    assert names(mentor) == ["Zoe Zimmer", "ada Lund", "Bo Lund"]
    assert names(mentor, "sort=name") == ["ada Lund", "Bo Lund", "Zoe Zimmer"]
    assert names(mentor, "sort=seen")[0] == "Zoe Zimmer"
    assert names(mentor, "q=lund") == ["ada Lund", "Bo Lund"]
    assert names(mentor, "need=answer") == ["Zoe Zimmer"]
    assert names(mentor, "need=nothing") == ["ada Lund", "Bo Lund"]
    assert names(mentor, "q=nobody") == []
    assert "Nobody like that." in html.text(factories.signed_in(mentor).get("/mentor/?q=nobody"))


@pytest.mark.parametrize(
    "query", ["need=money", "sort=score", "page=x", "page=99", "q=" + "x" * 200]
)
def test_what_cannot_be_asked_for_is_ignored(mentor: User, query: str) -> None:
    with_names(mentor, "Ada Lund")
    assert names(mentor, query) == ["Ada Lund"]


def test_fifty_are_on_a_page_and_pages_keep_what_was_asked_for(mentor: User) -> None:
    with_names(mentor, *(f"Ada {n:02}" for n in range(51)), "Bo")
    assert len(names(mentor, "q=ada")) == 50
    page = html.parsed(factories.signed_in(mentor).get(f"{MENTEES}?q=ada&sort=name"))
    onward = page.query("nav[aria-label='Pages'] a")[0].attrs["href"]
    assert names(mentor, onward.removeprefix("?")) == ["Ada 50"]


@pytest.mark.parametrize("mentees", [10, 60])
def test_the_number_of_queries_does_not_grow_with_the_mentees(mentor: User, mentees: int) -> None:
    for n in range(mentees):
        learner = factories.user(email=f"learner{n}@example.org", name=f"Learner {n}")
        for _ in range(2):
            finish_early(factories.asking(learner), by=Person(user=learner))
        shared = factories.mentorship(learner, mentor)
        actions.write_about(shared, Subject(), "Hello.", by=learner)
        factories.agreement(shared, days=1)
    client = factories.signed_in(mentor)
    client.get("/mentor/?q=nobody")
    comparing._known_losses.clear()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(MENTEES)
    assert len(html.parsed(page).query("ul.mentees > li")) == min(mentees, 50)
    assert len(queries) <= MOST_QUERIES, f"The list of mentees took {len(queries)} queries."

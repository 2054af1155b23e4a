"""The list of mentees of somebody with very many: as many queries as with few, and a page no larger."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.models import Assessment, Response, User
from roadmap import comparing
from tests import crowds, factories
from tests.web import html

pytestmark = pytest.mark.drill

MENTEES = "/mentor/"
MOST_QUERIES = 12
MOST_BYTES = 150_000
EACH = 10  # assessments of one mentee
FEW = 4  # answers of one assessment


def mentor_of(number: int) -> Client:
    """Somebody signed in who has so many mentees with results, a note, an agreement and a step each."""
    mentor = factories.user(email=f"mentor-of-{number}@example.org")
    learners, of = crowds.people(number, first=number), crowds.samples(f"by-{number}@example.org")
    Response.objects.filter(assessment__in=of, position__gt=FEW).delete()  # quicker to copy
    crowds.results(learners, of, each=EACH)
    crowds.mentees(learners, mentor)
    return factories.signed_in(mentor)


def first_look(client: Client, query: str = "") -> tuple[HttpResponse, int]:
    """The page with nothing kept in memory of what got worse, and how many queries it took."""
    comparing._known_losses.clear()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"{MENTEES}?{query}")
    return page, len(queries)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    comparing._known_losses.clear()


@pytest.mark.django_db
def test_U02_five_hundred_mentees_cost_as_many_queries_as_fifty() -> None:
    few, many = mentor_of(50), mentor_of(500)
    few.get(f"{MENTEES}?q=nobody")  # fills what is kept of the content
    _, of_few = first_look(few)
    page, queries = first_look(many)
    assert queries == of_few <= MOST_QUERIES
    assert "500 mentees." in html.text(page)
    assert len(html.parsed(page).query("ul.mentees > li")) == 50
    assert "Real loss since the result before" in html.text(page)
    assert len(page.content) <= MOST_BYTES
    for query in ("sort=name&page=10", "need=loss", "q=learner", "need=overdue&sort=seen"):
        assert len(many.get(f"{MENTEES}?{query}").content) <= MOST_BYTES


def test_those_who_wait_are_read_with_the_others(
    learner: User, mentor: User, stranger: User
) -> None:
    factories.mentorship(learner, mentor)
    factories.finished(stranger)
    client = factories.signed_in(mentor)
    client.get(MENTEES)  # tells the learner, once a day
    _, before = first_look(client)
    factories.accepted(stranger, mentor)
    page, after = first_look(client)
    assert after == before
    assert "You see nothing before they confirm" in html.text(page, "[aria-labelledby=waiting]")
    assert len(html.parsed(page).query("ul.mentees > li")) == 1


def test_what_goes_on_from_another_result_costs_no_query_more(learner: User, mentor: User) -> None:
    factories.mentorship(learner, mentor)
    first = factories.finished(learner)
    factories.finished(learner)
    client = factories.signed_in(mentor)
    client.get(MENTEES)
    _, before = first_look(client)
    newest = Assessment.objects.filter(learner=learner).latest()
    Assessment.objects.filter(pk=newest.pk).update(continues=first)
    assert first_look(client)[1] == before

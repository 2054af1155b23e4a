"""The page of what changed between two assessments: verdicts, the choice of two, the mentor's view, queries."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.core.change import Verdict
from assessment.core.responses import Outcome
from assessment.models import (
    Assessment,
    AuditEvent,
    Domain,
    User,
    Verb,
)
from tests import factories
from tests.web import html
from tests.web.pairs import RATINGS, between, pair, settled

MOST_QUERIES = 14
RIGHT, WRONG, UNKNOWN = Outcome


def report(run: Assessment) -> str:
    return reverse("roadmap:report", args=[run.pk])


@pytest.fixture
def first(learner: User) -> Assessment:
    return factories.finished(learner, WRONG, UNKNOWN, ratings=RATINGS)


@pytest.fixture
def second(learner: User, first: Assessment) -> Assessment:
    return factories.finished(learner, RIGHT)


def cells(response: HttpResponse) -> dict[str, list[str]]:
    """By domain: verdict, earlier, later, difference."""
    found = {}
    for row in html.parsed(response).query("table tbody tr"):
        name = row.query("th")[0].to_text(separator="|").split("|")[0].strip()
        shown = [cell.to_text(separator=" ").split()[0] for cell in row.query("td[data-label]")]
        found[name] = [row.query(".tag")[0].to_text(), *shown]
    return found


def test_a_large_gain_is_called_one(learner: User, first: Assessment, second: Assessment) -> None:
    page = factories.signed_in(learner).get(pair(first, second))
    assert "real gain of" in html.text(page, ".summary")
    found, names = between(first, second), {d.name for d in Domain.objects.all()}
    assert found.overall.verdict is Verdict.UP
    assert found.gains
    assert not found.losses
    shown = cells(page)
    assert set(shown) == names
    for row in found.rows:
        assert shown[row.domain.name] == [
            row.change.verdict.label,
            f"{row.earlier.score:.0f}",
            f"{row.later.score:.0f}",
            f"{row.change.points:+.1f}".replace("-", "−"),
            f"{row.change.standard_error:.1f}",
        ]


def test_the_order_of_the_two_makes_no_difference(
    learner: User, first: Assessment, second: Assessment
) -> None:
    client = factories.signed_in(learner)
    there, back = (client.get(pair(*two)) for two in ((first, second), (second, first)))
    assert html.text(there) == html.text(back)


def test_backwards_in_time_it_is_a_loss(learner: User) -> None:
    first, second = factories.finished(learner, RIGHT), factories.finished(learner, WRONG)
    page = factories.signed_in(learner).get(pair(first, second))
    assert "real loss of" in html.text(page, ".summary")
    assert html.parsed(page).query("tbody .tag")[0].to_text() == "Real loss"


def test_two_alike_differ_by_noise(learner: User) -> None:
    first, second = (factories.finished(learner, RIGHT, WRONG) for _ in range(2))
    page = factories.signed_in(learner).get(pair(first, second))
    assert "within the noise" in html.text(page, ".summary")


def test_real_changes_come_first(first: Assessment, second: Assessment) -> None:
    verdicts = [row.change.verdict is Verdict.NOISE for row in between(first, second).rows]
    assert verdicts == sorted(verdicts)


def test_one_and_the_same_leads_to_its_report(learner: User, first: Assessment) -> None:
    assert factories.signed_in(learner).get(pair(first, first)).url == report(first)


# Choosing


def test_with_three_there_is_a_choice(learner: User, first: Assessment, second: Assessment) -> None:
    client = factories.signed_in(learner)
    assert not html.parsed(client.get(pair(first, second))).query("main form")
    third = factories.finished(learner)
    page = client.get(pair(first, second))
    assert html.checked(page) == [str(first.pk), str(second.pk)]
    assert len(html.parsed(page).query("main select option")) == 6
    chosen = client.get(pair(first, second), {"one": str(third.pk), "other": str(first.pk)})
    assert chosen.url == pair(third, first)


@pytest.mark.parametrize(
    "query", [{"one": "x"}, {"one": "", "other": ""}, {"one": "\ud7ff" * 500, "other": "1"}]
)
def test_a_choice_that_is_none_is_refused_in_words(
    learner: User, first: Assessment, second: Assessment, query: dict[str, str]
) -> None:
    factories.finished(learner)
    page = factories.signed_in(learner).get(pair(first, second), query)
    assert page.status_code == 422
    assert html.errors(page)


def test_somebody_elses_cannot_be_chosen(
    learner: User, stranger: User, first: Assessment, second: Assessment
) -> None:
    theirs = factories.finished(stranger)
    client = factories.signed_in(learner)
    chosen = client.get(pair(first, second), {"one": str(theirs.pk), "other": str(first.pk)})
    assert chosen.status_code == 422
    assert client.get(pair(first, theirs)).status_code == 404
    assert client.get(pair(theirs, theirs)).status_code == 404


# The mentor


def test_P07_a_mentor_sees_the_same_and_both_looks_are_logged(
    learner: User, mentor: User, first: Assessment, second: Assessment
) -> None:
    shared = factories.mentorship(learner, mentor)
    url = reverse("roadmap:mentee_compare", args=[shared.pk, second.pk, first.pk])
    own = factories.signed_in(learner).get(pair(first, second))
    seen = factories.signed_in(mentor).get(url)
    assert cells(seen) == cells(own)
    assert html.text(seen, ".summary") == html.text(own, ".summary")
    looks = AuditEvent.objects.filter(verb=Verb.COMPARED, actor=mentor, learner=learner)
    assert {look.about for look in looks} == {str(first.pk), str(second.pk)}
    links = {a.attrs["href"] for a in html.parsed(seen).query("main a")}
    assert links == {
        reverse("roadmap:mentee_report", args=[shared.pk, run.pk]) for run in (first, second)
    }


def test_a_mentor_can_choose_among_three_and_gets_there_from_a_report(
    learner: User, mentor: User, first: Assessment, second: Assessment
) -> None:
    third, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    client = factories.signed_in(mentor)

    def to(one: Assessment, other: Assessment) -> str:
        return reverse("roadmap:mentee_compare", args=[shared.pk, one.pk, other.pk])

    chosen = client.get(to(first, second), {"one": str(third.pk), "other": str(first.pk)})
    assert chosen.url == to(third, first)
    page = client.get(reverse("roadmap:mentee_report", args=[shared.pk, third.pk]))
    links = [a.attrs["href"] for a in html.parsed(page).query("main nav a")]
    assert {to(third, first), to(third, second)} <= set(links)
    same = client.get(to(first, first))
    assert same.url == reverse("roadmap:mentee_report", args=[shared.pk, first.pk])


def test_A02_the_mentor_of_one_learner_cannot_compare_with_another(
    learner: User, mentor: User, stranger: User, first: Assessment
) -> None:
    theirs, shared = factories.finished(stranger), factories.mentorship(learner, mentor)
    url = reverse("roadmap:mentee_compare", args=[shared.pk, first.pk, theirs.pk])
    assert factories.signed_in(mentor).get(url).status_code == 404


# Queries


def test_the_number_of_queries_does_not_grow(
    learner: User, mentor: User, first: Assessment
) -> None:
    later, shared = settled(first, learner, RIGHT), factories.mentorship(learner, mentor)
    pages = {
        pair(first, later): factories.signed_in(learner),
        reverse("roadmap:mentee_compare", args=[shared.pk, first.pk, later.pk]): (
            factories.signed_in(mentor)
        ),
    }
    taken: list[list[int]] = []
    for more in (0, 6):
        for _ in range(more):
            factories.finished(learner)
        counts = []
        for page, client in pages.items():
            client.get(page)  # fills the memory of content
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
        taken.append(counts)
    assert taken[0] == taken[1]
    assert max(taken[0]) <= MOST_QUERIES, f"{taken} queries"

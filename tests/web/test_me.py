"""My road: what waits, the next step, and every assessment."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import User
from roadmap.report import report_of
from tests import factories
from tests.web import html
from tests.web.cast import cast

ME = "/me/"
MOST_QUERIES = 14


def links(client: Client) -> list[str]:
    return [a.attrs["href"] for a in html.parsed(client.get(ME)).query("main a")]


def test_with_nothing_yet_it_leads_to_the_start_and_the_sample(
    learner: User, guest: Client
) -> None:
    for client in (guest, factories.signed_in(learner)):
        assert "Nothing here yet" in html.text(client.get(ME))
        assert {"/start/", "/sample/"} <= set(links(client))


def test_what_waits_is_one_click_away(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    assert "Your self-rating" in html.text(client.get(ME))
    assert reverse("assessment:resume", args=[run.pk]) in links(client)
    run.delete()
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    assert "Question 2" in html.text(client.get(ME))
    resumed = client.get(reverse("assessment:resume", args=[run.pk]))
    assert resumed.url == reverse("assessment:take", args=[run.pk, 2])


def test_every_finished_assessment_is_listed_newest_first(learner: User) -> None:
    runs = [factories.finished(learner, Outcome.WRONG) for _ in range(3)]
    found = [link for link in links(factories.signed_in(learner)) if link.endswith("/report/")]
    newest_first = [reverse("roadmap:report", args=[run.pk]) for run in reversed(runs)]
    assert found == [newest_first[0], *newest_first]


def test_each_is_listed_with_what_it_found_and_a_way_to_what_changed(learner: User) -> None:
    runs = [factories.finished(learner, outcome) for outcome in (Outcome.WRONG, Outcome.RIGHT)]
    page = html.parsed(factories.signed_in(learner).get(ME))
    rows = page.query("table tbody tr")
    assert len(rows) == 2
    for row, run in zip(rows, reversed(runs), strict=True):
        gaps = report_of(run).gaps
        shown = [int(cell.to_text()) for cell in row.query("td.number")]
        assert shown == [len(gaps.met), len(gaps.gaps), len(gaps.open)]
    compare = reverse("roadmap:compare", args=[run.pk for run in runs])
    assert [compare in [a.attrs["href"] for a in row.query("a")] for row in rows] == [True, False]


def test_a_single_assessment_has_nothing_to_compare_with(learner: User) -> None:
    factories.finished(learner)
    assert not [link for link in links(factories.signed_in(learner)) if "/compare/" in link]


def test_the_next_step_is_that_of_the_newest_report(learner: User) -> None:
    run, client = factories.finished(learner, Outcome.WRONG), factories.signed_in(learner)
    report = html.parsed(client.get(reverse("roadmap:report", args=[run.pk])))
    first = report.query(".step-list h3 a")[0].attrs["href"]
    assert html.parsed(client.get(ME)).query(".card h2 a")[0].attrs["href"] == first


def test_a_guest_sees_their_own_and_is_told_that_it_is_in_this_browser_only(db: None) -> None:
    people = cast()
    page = html.text(people.client("guest").get(ME))
    assert "This is kept in this browser only." in page
    report = reverse("roadmap:report", args=[people.runs["guest.done"].pk])
    assert report in links(people.client("guest"))
    assert "Nothing here yet" in html.text(people.client("anonymous").get(ME))


def test_somebody_elses_assessments_are_not_listed(learner: User, stranger: User) -> None:
    theirs = factories.finished(learner)
    assert str(theirs.pk) not in factories.signed_in(stranger).get(ME).content.decode()


@pytest.mark.parametrize("assessments", [1, 10])
def test_the_number_of_queries_does_not_grow_with_the_assessments(
    learner: User, assessments: int
) -> None:
    for _ in range(assessments):
        factories.finished(learner)
    factories.started(learner)
    client = factories.signed_in(learner)
    client.get(ME)  # fills the memory of content
    with CaptureQueriesContext(connection) as queries:
        client.get(ME)
    assert len(queries) <= MOST_QUERIES, f"My road took {len(queries)} queries."

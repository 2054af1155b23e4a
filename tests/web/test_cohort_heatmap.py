"""The numbers of a cohort: told from five people on, small counts hidden, and never renewed for fewer than five."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.bank import current_bank
from assessment.core.responses import Outcome
from assessment.models import DomainResult, Response, User
from roadmap.models import Cohort, CohortSnapshot
from tests import factories
from tests.web import groups, html
from tests.web.heat import counts_file, look, row

MOST_QUERIES = 24


@pytest.fixture
def cohort(mentor: User) -> Cohort:
    return factories.cohort(mentor)


def test_with_four_there_is_nothing_but_the_reason(cohort: Cohort) -> None:
    for number in range(4):
        groups.learner(cohort, number)
    for number in range(4, 9):
        groups.learner(cohort, number, aggregate=False, named=True)
    nobody = factories.user(email="nina@example.org")
    factories.joined(cohort, nobody, aggregate=True)  # has no result
    page = look(cohort)
    assert "No numbers yet" in html.text(page)
    assert "at least five learners" in html.text(page)
    assert not html.parsed(page).query(".heat")
    assert not CohortSnapshot.objects.exists()


def test_from_five_on_the_counts_are_there(cohort: Cohort) -> None:
    for number in range(11):
        groups.learner(cohort, number, serving=30 if number < 5 else 50)
    page = look(cohort)
    assert row(page) == ["0", "5", "6", "0", "0", "0", "Engineer", "Foundation to Engineer"]
    assert "At least 10 people" in html.text(page)
    assert len(html.parsed(page).query(".heat tbody tr")) == 18


def test_small_counts_are_hidden_in_a_way_of_their_own(cohort: Cohort) -> None:
    for number, score in enumerate([10] * 3 + [30] * 7 + [50] * 6 + [70] * 2):
        groups.learner(cohort, number, serving=score)
    page = look(cohort)
    assert row(page)[:6] == ["hidden", "7", "6", "hidden", "0", "0"]
    assert row(page)[6:] == ["not certain"] * 2  # the five who are hidden could move both
    cells = html.parsed(page).query(".heat td.hidden-count")
    assert cells
    assert {cell.to_text().strip() for cell in cells} == {"hidden"}
    stored = CohortSnapshot.objects.get().table["domains"]["model-serving"]
    assert stored == [None, 7, 6, None, 0, 0]


def test_everybody_at_one_level_is_not_told(cohort: Cohort) -> None:
    for number in range(7):
        groups.learner(cohort, number, serving=50)
    assert row(look(cohort)) == ["hidden"] * 6 + ["not certain"] * 2


def test_who_did_not_answer_in_a_domain_is_in_a_column_of_their_own(cohort: Cohort) -> None:
    for number in range(12):
        groups.learner(cohort, number, serving=50)
    runs = list(DomainResult.objects.filter(domain__slug="model-serving")[:5])
    DomainResult.objects.filter(pk__in=[found.pk for found in runs]).update(responses=0)
    assert row(look(cohort)) == ["0", "0", "7", "0", "0", "5", "Engineer", "Engineer"]


def test_only_the_newest_result_of_those_who_agreed_counts(cohort: Cohort) -> None:
    for number in range(10):
        who = groups.learner(cohort, number, serving=30)
        groups.again(who, serving=50 if number < 5 else 70)
    groups.learner(cohort, 10, aggregate=False, named=True, serving=90)
    assert row(look(cohort))[:6] == ["0", "0", "5", "5", "0", "0"]


def test_two_cohorts_of_a_lead_do_not_single_anybody_out(cohort: Cohort, mentor: User) -> None:
    people = [groups.learner(cohort, n) for n in range(6)]
    other = factories.cohort(mentor, name="The same and one more")
    for who in [*people, factories.user(email="nina@example.org")]:
        factories.joined(other, who, aggregate=True)
    groups.result(other.members.latest("pk").user)
    assert html.parsed(look(cohort)).query(".heat")
    page = look(other)
    assert not html.parsed(page).query(".heat")
    assert "fewer than five people" in html.text(page)


def test_a_learner_sees_no_counts(cohort: Cohort) -> None:
    people = [groups.learner(cohort, n) for n in range(6)]
    client = factories.signed_in(people[0])
    page = client.get(reverse("roadmap:cohort", args=[cohort.pk]))
    assert not html.parsed(page).query("table")
    assert "What the group sees of you" in html.text(page)
    assert client.get(counts_file(cohort)).status_code == 404
    assert client.get(reverse("roadmap:cohort_people", args=[cohort.pk])).status_code == 404


def test_a_workshop_is_where_most_points_are_missing(cohort: Cohort) -> None:
    # The role asks for 65 points in monitoring and for 60 in model serving.
    aims = {w.domain.slug: w.score for w in cohort.role.wanted.select_related("domain")}
    for number in range(12):
        groups.learner(cohort, number, serving=30 if number < 7 else 10, other=90)
    page = look(cohort)
    first = html.parsed(page).query("#workshops ~ ol li, .gap-list li")[0].to_text()
    missing = 7 * (aims["model-serving"] - 30) + 5 * (aims["model-serving"] - 10)
    assert "serving" in first
    assert f"At least {missing} points are missing together" in " ".join(first.split())
    assert "at least 12 people" in " ".join(first.split())
    assert "there is nobody in: Model deployment and serving." in html.text(page)


def wrong_once(who: User) -> str:
    """Let somebody's newest result have one wrong answer that shows a misconception; its name."""
    bank = current_bank()
    revision, option = next(
        (revision, option)
        for revision in bank.revisions.values()
        if revision.kind == "one"
        for option in revision.options.all()
        if option.misconception and not option.key
    )
    run = who.assessments.finished()[0]
    Response.objects.create(
        assessment=run,
        question_id=revision.question_id,
        revision_id=revision.pk,
        position=1,
        outcome=Outcome.WRONG.value,
        given=[option.position],
        sure=True,
        answered_at=run.started_at,
        seconds=10,
    )
    return str(option.misconception.name)


@pytest.mark.parametrize("wrong", [4, 5, 9, 12])
def test_a_misconception_is_told_of_five_or_more_and_of_not_too_many(
    cohort: Cohort, wrong: int
) -> None:
    people = [groups.learner(cohort, n) for n in range(12)]
    names = {wrong_once(who) for who in people[:wrong]}
    text = html.text(look(cohort), "[aria-labelledby=beliefs]")
    assert (f"{names.pop()} : at least 5 people" in text) is (wrong == 5)


def test_the_file_says_what_the_page_says(cohort: Cohort) -> None:
    for number, score in enumerate([10] * 3 + [30] * 7 + [50] * 6 + [70] * 2):
        groups.learner(cohort, number, serving=score)
    page = look(cohort)
    lead = cohort.members.get(kind="lead").user
    sent = factories.signed_in(lead).get(counts_file(cohort))
    assert sent.headers["Content-Disposition"].startswith("attachment; ")
    lines = list(csv.reader(StringIO(sent.content.decode("utf-8-sig"))))
    assert lines[0][-2:] == ["No answer", "Counted on"]
    assert len(lines) == 19
    serving = next(line for line in lines if line[0] == "Model deployment and serving")
    assert serving[1:-1] == row(page)[:6]


@pytest.mark.parametrize("many", [10, 60])
def test_the_page_takes_as_many_queries_for_sixty_as_for_ten(cohort: Cohort, many: int) -> None:
    people = [groups.learner(cohort, n, serving=n % 5 * 20 + 5) for n in range(many)]
    for who in people[:8]:
        wrong_once(who)
    look(cohort)  # fills what is kept in memory
    groups.a_day_later(cohort)
    for who in people[:6]:
        groups.again(who, serving=50)
    lead = factories.signed_in(cohort.members.get(kind="lead").user)
    with CaptureQueriesContext(
        connection,
    ) as counting:
        lead.get(reverse("roadmap:cohort", args=[cohort.pk]))
    assert CohortSnapshot.objects.count() == 2
    assert len(counting) <= MOST_QUERIES
    with CaptureQueriesContext(connection) as reading:
        lead.get(reverse("roadmap:cohort", args=[cohort.pk]))
    assert len(reading) <= 7

"""The gap report: numbers with their doubt, claims only what the intervals allow, and says what to do first."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from justhtml import Element

from assessment import actions
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.core.stopping import SETTLING
from assessment.models import (
    Assessment,
    ContentVersion,
    Domain,
    Misconception,
    Option,
    User,
)
from roadmap.models import Step, WantedScore
from roadmap.report import report_of
from tests import factories
from tests.web import html
from tests.web.cast import cast

MOST_QUERIES = 12
DOMAIN = "model-serving"


def report(run: Assessment) -> str:
    return reverse("roadmap:report", args=[run.pk])


def rows(client: Client, run: Assessment) -> dict[str, Element]:
    """The rows of the profile by domain slug."""
    found = html.parsed(client.get(report(run))).query("table.profile tbody tr")
    return {row.query("th a")[0].attrs["href"].split("/")[-2]: row for row in found}


def cell(row: Element, label: str) -> str:
    """What a cell says before any words for screen readers."""
    return row.query(f"td[data-label='{label}']")[0].to_text().split()[0]


def crafted(by: User, **standing: float) -> Assessment:
    """A finished assessment in which one domain has the given result and all others lie on their targets."""
    run = actions.finish_early(factories.asking(by), by=Person(user=by))
    run.aims = {slug: {"score": 50, "weight": 2} for slug in run.aims}
    run.aims[DOMAIN] = {"score": 60, "weight": 2}
    run.save(update_fields=["aims"])
    run.results.update(score=51, standard_error=0.1, low=50.5, high=51.5, responses=2)
    run.results.filter(domain__slug=DOMAIN).update(**standing)
    return run


@pytest.mark.parametrize(
    ("low", "score", "high", "responses", "verdict"),
    [
        (20, 40, 59.9, 3, "Gap"),
        (20, 40, 60, 3, "Likely gap"),
        (20, 40, 60.1, 3, "Likely gap"),
        (20, 58, 90, 3, "Not enough evidence yet"),
        (20, 40, 59.9, 0, "Not enough evidence yet"),
        (70, 80, 90, 0, "Not enough evidence yet"),
        (40, 80, 95, 3, "Likely on target"),
        (60, 80, 95, 3, "Likely on target"),
        (60.1, 80, 95, 3, "Strength"),
    ],
)
def test_U07_a_gap_is_claimed_only_when_the_interval_lies_below_the_target(
    learner: User, low: float, score: float, high: float, responses: int, verdict: str
) -> None:
    run = crafted(learner, low=low, score=score, high=high, responses=responses, standard_error=12)
    client = factories.signed_in(learner)
    assert rows(client, run)[DOMAIN].query(".tag")[0].to_text() == verdict
    called = [
        heading.to_text() for heading in html.parsed(client.get(report(run))).query(".gap-list h3")
    ]
    assert bool(called) == (verdict in ("Gap", "Likely gap"))


def test_a_domain_that_the_role_does_not_need_is_no_gap(learner: User) -> None:
    run = crafted(learner, low=5, score=10, high=15, responses=3, standard_error=4)
    run.aims[DOMAIN] = {"score": 0, "weight": 0}
    run.save(update_fields=["aims"])
    row = rows(factories.signed_in(learner), run)[DOMAIN]
    assert row.query(".tag")[0].to_text() == "Not needed for this role"
    assert cell(row, "Target") == "–"


def test_X09_the_table_and_the_chart_say_what_is_stored(learner: User) -> None:
    rated = Domain.objects.all()[0]
    run = factories.finished(learner, ratings={rated.slug: 3})
    found = rows(factories.signed_in(learner), run)
    assert len(found) == 18
    for result in run.results.select_related("domain"):
        row, aim = found[result.domain.slug], run.aims[result.domain.slug]
        low, score, high = round(result.low), round(result.score), round(result.high)
        assert cell(row, "Estimate") == f"{score}"
        assert cell(row, "Interval") == f"{low}–{high}"
        assert cell(row, "Answers") == f"{result.responses}"
        assert cell(row, "Self-rating") == ("Professional" if result.domain == rated else "–")
        spoken = f"Estimate {score}, interval {low} to {high}"
        if aim["weight"]:
            assert cell(row, "Target") == f"{aim['score']}"
            spoken += f", target {aim['score']}"
        chart = row.query("svg")[0]
        assert chart.attrs["aria-label"] == spoken
        assert float(chart.query("circle")[0].attrs["cx"]) == pytest.approx(
            result.score * 4, abs=0.5
        )
        assert float(chart.query("line")[0].attrs["x1"]) == pytest.approx(result.low * 4, abs=0.5)
        assert float(chart.query("line")[0].attrs["x2"]) == pytest.approx(result.high * 4, abs=0.5)
        assert len(chart.query(".self")) == (1 if result.domain == rated else 0)


def test_the_summary_names_the_gap_that_matters_most_and_the_first_step(learner: User) -> None:
    run = crafted(learner, low=20, score=30, high=40, responses=4, standard_error=8)
    response = factories.signed_in(learner).get(report(run))
    summary = html.text(response, ".summary")
    first = html.parsed(response).query(".step-list h3 a")[0]
    assert "1 of 18 domains is a gap or likely one" in summary
    assert "about 30 points below the target, over 99 % sure" in summary
    assert Domain.objects.get(slug=DOMAIN).name in summary
    assert first.to_text() in summary
    assert Step.objects.get(slug=first.attrs["href"].split("/")[-2]).domain.slug == DOMAIN


def test_without_a_gap_it_says_so(learner: User) -> None:
    run = crafted(learner, low=61, score=70, high=80, responses=4, standard_error=8)
    response = factories.signed_in(learner).get(report(run))
    assert "there is no gap: every domain is on target or above" in html.text(response, ".summary")
    assert "There is no gap to close, so there are no steps here." in html.text(response)
    assert "None stands out for what is missing." in html.text(response)


def test_without_answers_nothing_is_claimed(learner: User) -> None:
    run = actions.finish_early(factories.asking(learner), by=Person(user=learner))
    response = factories.signed_in(learner).get(report(run))
    assert "no gap is sure or likely yet" in html.text(response, ".summary")
    tags = {tag.to_text() for tag in html.parsed(response).query("table .tag")}
    assert tags <= {"Not enough evidence yet", "Not needed for this role"}
    assert not html.parsed(response).query("#beliefs")


def test_beliefs_are_shown_only_where_an_answer_showed_them(learner: User) -> None:
    belief = Misconception.objects.all()[0]
    Misconception.objects.update(name="another belief", instead="something else")
    Misconception.objects.filter(pk=belief.pk).update(name="this belief", instead="this instead")
    Option.objects.update(because="a reason")
    Option.objects.filter(key=False).update(misconception=belief)
    ContentVersion.objects.create(digest="marked", summary="")
    run = factories.answered(factories.asking_kind(learner, "one"), learner, Outcome.WRONG)
    actions.finish_early(run, by=Person(user=learner))
    text = html.text(factories.signed_in(learner).get(report(run)))
    assert "this belief (1 answer)" in text
    assert "this instead" in text
    assert "another belief" not in text
    assert "a reason" not in text


def test_a_report_never_changes_when_content_does(learner: User) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    before = html.text(client.get(report(run)), "table.profile")
    WantedScore.objects.update(score=99, weight=3)
    Domain.objects.filter(slug=DOMAIN).update(retired=True)
    ContentVersion.objects.create(digest="newer", summary="")
    assert html.text(client.get(report(run)), "table.profile") == before


def test_hours_and_weeks_follow_from_what_was_said_at_the_start(learner: User) -> None:
    run, client = (
        factories.finished(learner, Outcome.WRONG, hours_per_week=3),
        factories.signed_in(learner),
    )
    plan = report_of(Assessment.objects.get(pk=run.pk)).plan
    weeks = -(-plan.hours // 3)
    text = html.text(client.get(report(run)))
    assert f"in all about {plan.hours} hours: {weeks} weeks at 3 hours a week" in text


def test_only_a_guest_is_asked_to_keep_it_and_only_an_account_can_share_it(db: None) -> None:
    people = cast()
    own = html.text(people.client("learner").get(report(people.runs["learner.done"])))
    guests = html.text(people.client("guest").get(report(people.runs["guest.done"])))
    assert ("Keep this report." in own, "Share with a mentor" in own) == (False, True)
    assert ("Keep this report." in guests, "Share with a mentor" in guests) == (True, False)


def test_the_number_of_queries_does_not_grow_with_the_assessments(learner: User) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    client.get(report(run))  # fills the memory of content
    with CaptureQueriesContext(connection) as with_one:
        client.get(report(run))
    for _ in range(9):
        factories.finished(learner)
    with CaptureQueriesContext(connection) as with_ten:
        client.get(report(run))
    assert len(with_ten) == len(with_one)
    assert len(with_ten) <= MOST_QUERIES, f"The report took {len(with_ten)} queries."


def test_what_went_wrong_for_sure_comes_first_with_a_step_that_helps(learner: User) -> None:
    run = factories.finished(learner, Outcome.RIGHT, Outcome.UNKNOWN, Outcome.WRONG)
    page = html.parsed(factories.signed_in(learner).get(report(run)))
    names = [
        summary.to_text() for summary in page.query("section[aria-labelledby=beliefs] summary")
    ]
    assert names[0].startswith("Sure, and wrong: ")
    assert names[1].startswith("“I don't know yet”: ")
    first = page.query("section[aria-labelledby=beliefs] details")[0]
    assert len(first.query("li")) == run.responses.filter(outcome="wrong", sure=True).count()
    for line in first.query("li"):
        question, step = (a.attrs["href"] for a in line.query("a"))
        response = run.responses.get(position=question.rpartition("#q")[2])
        lifted = Step.objects.get(slug=step.split("/")[-2]).lifts.values_list("skill", flat=True)
        assert response.revision.skill_id in lifted


def test_a_rating_far_from_the_answers_is_shown_beside_them(learner: User) -> None:
    run = crafted(learner, low=10, score=20, high=30, standard_error=8, responses=3)
    domain = Domain.objects.get(slug=DOMAIN)
    run.ratings.create(domain=domain, level=4)
    client = factories.signed_in(learner)
    text = html.text(client.get(report(run)))
    assert "Where ratings and answers differ" in text
    assert "the 3 answers point to" in text
    run.ratings.update(level=1)
    assert "Where ratings and answers differ" not in html.text(client.get(report(run)))


def test_what_is_open_can_be_settled_and_says_with_how_many_questions(learner: User) -> None:
    run = crafted(learner, low=40, score=60, high=80, standard_error=15, responses=1)
    page = html.parsed(factories.signed_in(learner).get(report(run)))
    assert f"at most {SETTLING}, fewer when it is clear sooner" in page.to_text()
    places = [form.attrs["action"] for form in page.query(".open-list form")]
    assert reverse("roadmap:settle", args=[run.pk, DOMAIN]) in places

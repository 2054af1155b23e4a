"""What was tested long ago is said to be, with a button that checks it again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, Response, User
from roadmap.core.gaps import STALE_DAYS
from roadmap.report import report_of
from tests import factories
from tests.web import html

DOMAIN = "model-serving"


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)


def aged(run: Assessment, days: int, **only: str) -> None:
    for answer in run.responses.filter(**only):
        when = answer.answered_at - timedelta(days=days)
        Response.objects.filter(pk=answer.pk).update(answered_at=when)


def report(run: Assessment) -> str:
    return reverse("roadmap:report", args=[run.pk])


def test_fresh_results_say_nothing_of_age(learner: User, run: Assessment) -> None:
    aged(run, STALE_DAYS - 1)
    assert "Tested long ago" not in html.text(factories.signed_in(learner).get(report(run)))


def test_a_stale_domain_is_named_with_its_age_and_others_are_not(
    learner: User, run: Assessment
) -> None:
    aged(run, 215, revision__skill__domain__slug=DOMAIN)
    page = html.parsed(factories.signed_in(learner).get(report(run)))
    (line,) = page.query("#stale ~ ul li")
    tested = report_of(run).stale[0].tested_on
    assert [row.domain for row in report_of(run).stale] == [DOMAIN]
    assert f"last tested about 7 months ago, on {tested:%-d %B %Y}" in line.to_text()


def test_the_newest_answer_of_a_domain_decides(learner: User, run: Assessment) -> None:
    of_domain = run.responses.filter(revision__skill__domain__slug=DOMAIN)
    aged(run, 300)
    assert DOMAIN in {row.domain for row in report_of(run).stale}
    last = of_domain.order_by("-position")[0]
    Response.objects.filter(pk=last.pk).update(answered_at=run.finished_at)
    assert DOMAIN not in {row.domain for row in report_of(run).stale}


def test_a_domain_that_the_role_does_not_need_is_left_alone(run: Assessment) -> None:
    aged(run, 300)
    run.aims[DOMAIN] = {"score": 0, "weight": 0}
    assert DOMAIN not in {row.domain for row in report_of(run).stale}


def test_the_button_checks_the_domain_again_without_its_old_answers(
    learner: User, run: Assessment
) -> None:
    aged(run, 300)
    client = factories.signed_in(learner)
    page = html.parsed(client.get(report(run)))
    form = next(
        form
        for form in page.query("section form")
        if form.attrs["action"].endswith(f"/{DOMAIN}/") and form.query("input[name=anew]")
    )
    sent = {field.attrs["name"]: field.attrs["value"] for field in form.query("input")}
    client.post(form.attrs["action"], sent)
    again = Assessment.objects.open().get(learner=learner)
    assert again.settles.slug == DOMAIN
    assert not again.responses.filter(revision__skill__domain__slug=DOMAIN).exists()
    while not again.is_finished:
        again = factories.answered(again, learner, Outcome.RIGHT)
    assert DOMAIN not in {row.domain for row in report_of(again).stale}
    assert len(report_of(again).stale) == len(report_of(run).stale) - 1


def test_of_many_the_most_urgent_are_in_sight(learner: User, run: Assessment) -> None:
    aged(run, 800)
    page = html.parsed(factories.signed_in(learner).get(report(run)))
    stale = len(report_of(run).stale)
    assert stale > 5
    assert len(page.query("#stale ~ ul > li")) == 5
    assert len(page.query("#stale ~ details li")) == stale - 5
    assert "about 2 years ago" in page.to_text()


def test_a_mentor_is_told_but_has_no_button(learner: User, mentor: User, run: Assessment) -> None:
    aged(run, 300)
    shared = factories.mentorship(learner, mentor)
    url = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    page = factories.signed_in(mentor).get(url)
    assert "Tested long ago" in html.text(page)
    assert "Re-check" not in html.text(page)

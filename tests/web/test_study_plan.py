"""The guides' study plans and the paths by background, fitted to whoever looks."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from roadmap.models import Background, Progress, Step, StepState
from tests import factories
from tests.web import html

PLANS = ("plan-7-14-days", "plan-30-days", "plan-60-days")


def study_plan(run: Assessment, slug: str) -> str:
    return reverse("roadmap:study_plan", args=[run.pk, slug])


def kept(client: Client, run: Assessment, slug: str) -> list[str]:
    page = html.parsed(client.get(study_plan(run, slug)))
    return [a.attrs["href"].split("/")[-2] for a in page.query(".step-list > li > ul a")]


@pytest.fixture
def beginner(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.UNKNOWN, hours_per_week=6)


def test_the_plan_offers_all_three(learner: User, beginner: Assessment) -> None:
    response = factories.signed_in(learner).get(reverse("roadmap:plan", args=[beginner.pk]))
    links = [a.attrs["href"] for a in html.parsed(response).query("main a")]
    assert [slug for slug in PLANS if study_plan(beginner, slug) in links] == list(PLANS)


@pytest.mark.parametrize("slug", PLANS)
def test_what_is_done_is_left_out_and_said_so(
    learner: User, beginner: Assessment, slug: str
) -> None:
    client = factories.signed_in(learner)
    before = kept(client, beginner, slug)
    assert before
    step = Step.objects.get(slug=before[0])
    Progress.objects.create(learner=learner, step=step, state=StepState.SKIPPED)
    assert step.slug not in kept(client, beginner, slug)


@pytest.mark.parametrize("slug", PLANS)
def test_for_someone_at_the_top_nothing_is_left(
    learner: User, beginner: Assessment, slug: str
) -> None:
    beginner.results.update(score=99, low=98, high=100, standard_error=1, responses=3)
    text = html.text(factories.signed_in(learner).get(study_plan(beginner, slug)))
    assert "Nothing of it is left for you" in text
    assert "You already stand where it leads to." in text


def test_an_unknown_plan_is_not_found(learner: User, beginner: Assessment) -> None:
    assert factories.signed_in(learner).get(study_plan(beginner, "plan-1-day")).status_code == 404


def test_it_takes_at_most_twelve_queries(
    learner: User,
    beginner: Assessment,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    client = factories.signed_in(learner)
    client.get(study_plan(beginner, "plan-60-days"))
    with django_assert_max_num_queries(12):
        client.get(study_plan(beginner, "plan-60-days"))


# Paths


def test_every_background_has_its_path_without_an_account(client: Client, db: None) -> None:
    page = html.parsed(client.get(reverse("roadmap:paths")))
    shown = {row.attrs["id"] for row in page.query("main li[id]")}
    assert shown == set(Background.objects.filter(retired=False).values_list("slug", flat=True))
    assert not page.query(".path .tag")


def test_a_report_marks_the_domains_of_the_paths(learner: User, beginner: Assessment) -> None:
    page = html.parsed(factories.signed_in(learner).get(reverse("roadmap:paths")))
    assert page.query(".path .tag")
    assert "Back to your report" in page.to_text()


def test_the_plan_shows_the_path_of_the_background_that_was_chosen(learner: User) -> None:
    run = factories.finished(learner, Outcome.WRONG, background=factories.background())
    text = html.text(factories.signed_in(learner).get(reverse("roadmap:plan", args=[run.pk])))
    assert "Coming from: DevOps path" in text
    assert "Roles that fit" in text


@pytest.mark.parametrize("assessments", [0, 5])
def test_paths_take_the_same_queries_for_everyone(
    learner: User,
    assessments: int,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for _ in range(assessments):
        factories.finished(learner)
    client = factories.signed_in(learner)
    client.get(reverse("roadmap:paths"))
    with django_assert_max_num_queries(6):
        client.get(reverse("roadmap:paths"))

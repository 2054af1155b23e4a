"""How far a learner is with each step: marked on the plan or the step's page, kept, and believed until tested."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from roadmap import actions
from roadmap.models import Progress, Step, StepState
from roadmap.report import report_of
from tests import factories
from tests.web import html


def plan(run: Assessment) -> str:
    return reverse("roadmap:plan", args=[run.pk])


def mark(slug: str) -> str:
    return reverse("roadmap:progress", args=[slug])


def planned(run: Assessment) -> list[str]:
    return [found.step.slug for found in report_of(Assessment.objects.get(pk=run.pk)).steps]


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.UNKNOWN, Outcome.WRONG, hours_per_week=6)


# Marking steps


def test_a_done_step_leaves_the_plan_and_raises_what_is_expected(
    learner: User, run: Assessment
) -> None:
    client = factories.signed_in(learner)
    first = planned(run)[0]
    response = client.post(
        mark(first), {"state": "done", "note": "It runs.", "link": "", "next": plan(run)}
    )
    assert response.url == plan(run)
    assert first not in planned(run)
    text = html.text(client.get(plan(run)))
    assert "It runs." in text
    report = html.text(client.get(reverse("roadmap:report", args=[run.pk])))
    assert "by the steps you did; not tested yet" in report
    row = Progress.objects.get()
    assert (row.learner, row.done_on) == (learner, timezone.localdate())


def test_what_was_done_before_the_assessment_is_in_its_result(
    learner: User, run: Assessment
) -> None:
    slug = planned(run)[0]
    actions.mark_step(Step.objects.get(slug=slug), StepState.DONE, by=factories.person(learner))
    Progress.objects.update(done_on=date(2026, 1, 1))
    client = factories.signed_in(learner)
    assert "not tested yet" not in html.text(client.get(reverse("roadmap:report", args=[run.pk])))
    assert slug not in planned(run)


def test_a_step_under_way_comes_first_and_is_the_next_action(
    learner: User, run: Assessment
) -> None:
    last = planned(run)[-1]
    client = factories.signed_in(learner)
    client.post(mark(last), {"state": "doing"})
    step = Step.objects.get(slug=last)
    order = planned(run)
    ahead = order[: order.index(last)]
    assert set(ahead) <= _all_before(step)
    if not ahead:
        assert f"{step.title}" in html.text(client.get(reverse("roadmap:me")))
    client.post(mark(last), {"state": "skipped"})
    assert last not in planned(run)
    client.post(mark(last), {"state": "todo"})
    assert last in planned(run)


def _all_before(step: Step) -> set[str]:
    found: set[str] = set()
    for before in step.after.all():
        found |= {before.slug} | _all_before(before)
    return found


def test_the_day_stays_when_a_done_step_is_saved_again(learner: User) -> None:
    step = Step.objects.filter(retired=False)[0]
    by = factories.person(learner)
    actions.mark_step(step, StepState.DONE, by=by)
    Progress.objects.update(done_on=date(2026, 10, 1))
    actions.mark_step(step, StepState.DONE, by=by, note="More.")
    assert Progress.objects.get().done_on == date(2026, 10, 1)
    actions.mark_step(step, StepState.DOING, by=by)
    assert Progress.objects.get().done_on is None


def test_a_button_of_the_plan_keeps_what_shows_it(learner: User) -> None:
    step = Step.objects.filter(retired=False)[0]
    client = factories.signed_in(learner)
    client.post(mark(step.slug), {"state": "doing", "note": "Begun.", "link": ""})
    client.post(mark(step.slug), {"state": "done"})
    assert Progress.objects.get().note == "Begun."
    client.post(mark(step.slug), {"state": "done", "note": "", "link": ""})
    assert Progress.objects.get().note == ""


@pytest.mark.parametrize(
    "sent",
    [
        {"state": "finished"},
        {},
        {"state": "done", "link": "javascript:alert(1)"},
        {"state": "done", "link": "ftp://example.org/x"},
        {"state": "done", "note": "x" * 2001},
    ],
)
def test_what_cannot_be_marked_is_refused_in_place(learner: User, sent: dict[str, str]) -> None:
    slug = Step.objects.filter(retired=False)[0].slug
    response = factories.signed_in(learner).post(mark(slug), sent)
    assert response.status_code == 422
    assert "There is a problem" in html.text(response)
    assert not Progress.objects.exists()


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example"),
        *("http:evil.example", "javascript:alert(1)", "evil.example", "evil", "account_login"),
    ],
)
def test_V3_7_2_going_back_stays_on_this_site(learner: User, elsewhere: str) -> None:
    """A word is no path either, nor the name of a view."""
    slug = Step.objects.filter(retired=False)[0].slug
    sent = {"state": "doing", "next": elsewhere}
    response = factories.signed_in(learner).post(mark(slug), sent)
    assert response.url == reverse("roadmap:step", args=[slug])


def test_an_unknown_step_is_not_found(learner: User) -> None:
    assert (
        factories.signed_in(learner).post(mark("no-such-step"), {"state": "done"}).status_code
        == 404
    )


def test_the_page_of_a_step_shows_how_far_one_is(learner: User) -> None:
    step = Step.objects.filter(retired=False)[0]
    client = factories.signed_in(learner)
    client.post(mark(step.slug), {"state": "done", "note": "Mine", "link": "example.org/me"})
    page = client.get(reverse("roadmap:step", args=[step.slug]))
    assert "Your progress: done on" in html.text(page)
    assert 'value="https://example.org/me"' in page.content.decode()


# Guests


def test_what_a_guest_marks_goes_to_the_account(learner: User) -> None:
    browser = Client()
    one, other = Step.objects.filter(retired=False)[:2]
    browser.post(mark(one.slug), {"state": "done", "note": "as a guest"})
    browser.post(mark(other.slug), {"state": "doing"})
    actions.mark_step(other, StepState.DONE, by=factories.person(learner))
    assert Progress.objects.filter(learner=None).count() == 2
    browser.post(reverse("account_login"), {"login": learner.email, "password": factories.PASSWORD})
    kept = {row.step: (row.state, row.note) for row in Progress.objects.filter(learner=learner)}
    assert kept == {one: ("done", "as a guest"), other: ("done", "")}
    assert not Progress.objects.filter(learner=None).exists()

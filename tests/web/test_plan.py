"""The plan: what the report calls for, in weeks, to change, to mark, and to take along."""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from assessment.core.responses import Outcome
from assessment.core.stopping import Length
from assessment.models import Assessment, AuditEvent, User
from roadmap import actions
from roadmap.models import Progress, Step, StepState
from roadmap.report import report_of
from tests import factories
from tests.web import html

MOST_QUERIES = 12


def plan(run: Assessment) -> str:
    return reverse("roadmap:plan", args=[run.pk])


def mark(slug: str) -> str:
    return reverse("roadmap:progress", args=[slug])


def planned(run: Assessment) -> list[str]:
    return [found.step.slug for found in report_of(Assessment.objects.get(pk=run.pk)).steps]


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.UNKNOWN, Outcome.WRONG, hours_per_week=6)


def test_every_planned_step_has_its_weeks_and_comes_after_what_it_needs(
    learner: User, run: Assessment
) -> None:
    page = html.parsed(factories.signed_in(learner).get(plan(run)))
    ids = [row.attrs["id"] for row in page.query(".step-list > li")]
    assert ids == planned(run)[:15]
    assert len(ids) == 15
    for place, slug in enumerate(ids):
        after = Step.objects.get(slug=slug).after.values_list("slug", flat=True)
        assert all(before in ids[:place] for before in after if before in ids)
    hours = [int(cell.to_text()) for cell in page.query("section table tbody td.number")]
    steps = Step.objects.filter(slug__in=planned(run))
    assert sum(hours) == sum(steps.values_list("hours", flat=True))
    titles = page.query("section[aria-labelledby=weeks] tbody")[0].to_text()
    assert all(step.title in titles for step in steps)


def test_the_report_shows_the_first_steps_of_the_plan_and_leads_to_it(
    learner: User, run: Assessment
) -> None:
    page = html.parsed(factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk])))
    shown = [a.attrs["href"].split("/")[-2] for a in page.query(".step-list h3 a")]
    assert shown == planned(run)[:5]
    assert plan(run) in [a.attrs["href"] for a in page.query("main a")]


def test_other_hours_and_another_date_fit_the_plan_anew(learner: User, run: Assessment) -> None:
    client = factories.signed_in(learner)
    day = timezone.localdate() + timedelta(days=30)
    response = client.post(plan(run), {"hours_per_week": "12", "by_date": day}, follow=True)
    text = html.text(response)
    assert "at 12 hours a week" in text
    assert "do not fit before" in text
    assert "After your date" in text
    run.goal.refresh_from_db()
    assert (run.goal.hours_per_week, run.goal.by_date) == (12, day)
    assert AuditEvent.objects.filter(verb="planned", learner=learner).exists()


@pytest.mark.parametrize(
    "sent", [{"hours_per_week": "0"}, {"hours_per_week": "many"}, {"by_date": "1999-01-01"}]
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    learner: User, run: Assessment, sent: dict[str, str]
) -> None:
    response = factories.signed_in(learner).post(plan(run), {"hours_per_week": "6"} | sent)
    assert response.status_code == 422
    assert "There is a problem" in html.text(response)
    run.goal.refresh_from_db()
    assert (run.goal.hours_per_week, run.goal.by_date) == (6, None)


def test_without_a_gap_the_plan_is_empty_and_says_so(learner: User, run: Assessment) -> None:
    run.results.update(low=98, score=99, high=100, standard_error=1, responses=2)
    text = html.text(factories.signed_in(learner).get(plan(run)))
    assert "There is no gap to close, so the plan is empty." in text
    assert "Calendar file" not in text


def test_when_every_step_is_done_or_skipped_it_says_so(learner: User, run: Assessment) -> None:
    Progress.objects.bulk_create(
        Progress(learner=learner, step=step, state=StepState.SKIPPED)
        for step in Step.objects.filter(retired=False)
    )
    client = factories.signed_in(learner)
    assert "Every step that would help is done or skipped." in html.text(client.get(plan(run)))
    assert "Re-check what you worked on" in html.text(client.get(reverse("roadmap:me")))


@pytest.mark.parametrize("marked", [0, 40])
def test_it_takes_at_most_twelve_queries(
    learner: User,
    run: Assessment,
    marked: int,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for step in Step.objects.filter(retired=False)[:marked]:
        actions.mark_step(step, StepState.DONE, by=factories.person(learner), note="n")
    client = factories.signed_in(learner)
    client.get(plan(run))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(plan(run))


def test_the_longest_plan_is_a_light_page(learner: User) -> None:
    run = factories.finished(
        learner,
        Outcome.UNKNOWN,
        role="technical-lead-ml-platforms",
        hours_per_week=2,
        background=factories.background(),
        length=Length.THOROUGH,
    )
    client = factories.signed_in(learner)
    assert len(planned(run)) > 80
    assert len(client.get(plan(run)).content) < 100_000
    assert len(client.get(reverse("roadmap:report", args=[run.pk])).content) < 120_000


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


def test_going_back_stays_on_this_site(learner: User) -> None:
    slug = Step.objects.filter(retired=False)[0].slug
    client = factories.signed_in(learner)
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        response = client.post(mark(slug), {"state": "doing", "next": elsewhere})
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


# To take along


def test_the_calendar_has_the_same_event_for_a_step_at_every_download(
    learner: User, run: Assessment
) -> None:
    client = factories.signed_in(learner)

    def events() -> dict[str, dict[str, object]]:
        response = client.get(reverse("roadmap:plan_calendar", args=[run.pk]))
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "attachment" in response.headers["Content-Disposition"]
        calendar = Calendar.from_ical(response.content)
        return {str(event["uid"]): event for event in calendar.walk("VEVENT")}

    before = events()
    steps = report_of(Assessment.objects.get(pk=run.pk)).steps
    assert len(before) == len(steps)
    by_title = {str(event["summary"]): event for event in before.values()}
    for found in steps:
        event = by_title[found.step.title]
        assert event["dtstart"].dt == found.planned.starts
        assert event["dtend"].dt == found.planned.ends + timedelta(days=1)
    client.post(mark(steps[0].step.slug), {"state": "done"})
    client.post(mark(steps[-1].step.slug), {"state": "skipped"})
    after = events()
    states = {str(e["summary"]): str(e["status"]) for e in after.values()}
    assert states[f"Done: {steps[0].step.title}"] == "CONFIRMED"
    assert states[steps[-1].step.title] == "CANCELLED"
    same = set(after) & set(before)
    assert len(same) > len(before) / 2
    assert {str(by_title[s.step.title]["uid"]) for s in (steps[0], steps[-1])} <= same
    assert all(after[uid]["sequence"] >= before[uid]["sequence"] for uid in same)


def test_the_table_has_every_step_and_no_cell_is_a_formula(learner: User, run: Assessment) -> None:
    client = factories.signed_in(learner)
    slug = planned(run)[0]
    client.post(mark(slug), {"state": "done", "note": '=HYPERLINK("http://evil.example")'})
    response = client.get(reverse("roadmap:plan_spreadsheet", args=[run.pk]))
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == len(planned(run)) + 1
    assert rows[-1]["State"] == "Done"
    assert rows[-1]["What shows it"] == '\'=HYPERLINK("http://evil.example")'
    assert rows[0]["First week"] == "1"

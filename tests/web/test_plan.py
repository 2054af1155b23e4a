"""The plan: what the report calls for, in weeks, to change, to mark, and to take along."""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import StringIO

import pytest
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


def test_I03_V1_2_10_the_table_has_every_step_and_no_cell_is_a_formula(
    learner: User, run: Assessment
) -> None:
    client = factories.signed_in(learner)
    slug = planned(run)[0]
    client.post(mark(slug), {"state": "done", "note": '=HYPERLINK("http://evil.example")'})
    response = client.get(reverse("roadmap:plan_spreadsheet", args=[run.pk]))
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == len(planned(run)) + 1
    assert rows[-1]["State"] == "Done"
    assert rows[-1]["What shows it"] == '\'=HYPERLINK("http://evil.example")'
    assert rows[0]["First week"] == "1"

"""The plan as a calendar file: one all-day event for each step, the same event at every download."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from assessment.models import Assessment
from roadmap.models import Progress, Step, StepState
from roadmap.report import Report

EPOCH = 1_600_000_000  # sequence numbers are minutes since then: higher at every change, and small enough for 32 bits


def plan_calendar(report: Report, now: datetime) -> bytes:
    """An iCalendar (RFC 5545) of what is planned, what was done on which day, and what was skipped (cancelled)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Waymark//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Waymark: {report.goal.role.name}")
    for found in report.steps:
        event = _event(report.assessment, found.step, now, found.planned.starts, found.planned.ends)
        event.add("summary", found.step.title)
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
    for step, mark in finished_steps(report):
        day = mark.done_on or now.date()
        event = _event(report.assessment, step, now, day, day)
        done = mark.state == StepState.DONE
        event.add("summary", f"Done: {step.title}" if done else step.title)
        event.add("status", "CONFIRMED" if done else "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def finished_steps(report: Report) -> Iterable[tuple[Step, Progress]]:
    """Steps that are done or skipped, the latest first."""
    steps = report.library.steps
    return [
        (steps[slug], mark)
        for slug, mark in report.marks.items()
        if mark.state in (StepState.DONE, StepState.SKIPPED)
    ]


def _event(run: Assessment, step: Step, now: datetime, first: date, last: date) -> Event:
    person = run.learner_id or run.guest_key
    url = settings.SITE_URL + reverse("roadmap:step", args=[step.slug])
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"{url}#{person}")))
    event.add("sequence", (int(now.timestamp()) - EPOCH) // 60)
    event.add("dtstamp", now)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # the day after the last
    event.add("transp", "TRANSPARENT")
    event.add("url", url)
    event.add("description", f"About {step.hours} hours. Done when: {step.done_when}")
    return event

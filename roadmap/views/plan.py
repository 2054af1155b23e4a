"""The plan: the steps in weeks for the hours a learner has, to read, to change, and to take along."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessment.access import person
from assessment.http import Request, SignedInRequest, download
from assessment.limits import slowly
from assessment.models import Assessment, Verb
from roadmap import access, actions, talk_access
from roadmap.calendar import finished_steps, plan_calendar
from roadmap.forms import FrameForm
from roadmap.models import Mentorship, Scope
from roadmap.report import Report, report_of, whole_report
from roadmap.spreadsheet import table
from roadmap.studying import study_plan

UPCOMING = 15  # steps that are shown with all that is said about them


def _report(request: Request, pk: UUID) -> Report:
    return report_of(access.own_report(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def plan(request: Request, pk: UUID) -> HttpResponse:
    """POST hours and date to fit the plan to them."""
    report = _report(request, pk)
    goal = report.goal
    if request.method == "POST":
        form = FrameForm(request.POST)
        if form.is_valid():
            actions.change_frame(goal, **form.cleaned_data, by=person(request))
            messages.success(request, "The plan is fitted to your time.")
            return redirect("roadmap:plan", pk=pk)
    else:
        form = FrameForm(initial={"hours_per_week": goal.hours_per_week, "by_date": goal.by_date})
    context = _context(report) | {
        "reader": "learner",
        "form": form,
        "agreements": talk_access.own_agreements(request).open(),
        "talks": talk_access.own_mentors(request),
    }
    return render(request, "roadmap/plan.html", context, status=422 if form.errors else 200)


def _context(report: Report) -> dict[str, object]:
    """What the page of a plan says to everyone who may read it."""
    background = report.goal.background
    return {
        "report": report,
        "plan": report.plan,
        "upcoming": report.steps[:UPCOMING],
        "rows": finished_steps(report),
        "studies": [study_plan(report, found) for found in report.library.study_plans.values()],
        "background": report.library.backgrounds.get(background.slug) if background else None,
        "standings": report.standings,
    }


@require_safe
def mentee(request: SignedInRequest, pk: int, assessment_pk: UUID) -> HttpResponse:
    """The plan for a mentor with whom it is shared; looking at it is logged for the learner."""
    shared, run, report = _shared(request, pk, assessment_pk)
    actions.log_look(shared, Verb.VIEWED_PLAN, run, by=request.user)
    context = _context(report) | {"reader": "mentor", "shared": shared}
    return render(request, "roadmap/plan.html", context)


@require_safe
@slowly("download")
def export(request: SignedInRequest, pk: int, assessment_pk: UUID) -> HttpResponse:
    """The plan as a file for a mentor; logged."""
    shared, run, report = _shared(request, pk, assessment_pk)
    actions.log_look(shared, Verb.EXPORTED, run, by=request.user)
    return download(_table(report), "text/csv", "waymark-plan.csv")


def _shared(
    request: SignedInRequest, pk: int, assessment_pk: UUID
) -> tuple[Mentorship, Assessment, Report]:
    shared = access.mentorship(request, pk, Scope.SKILLS)
    run = access.shared_assessment(shared, assessment_pk)
    return shared, run, whole_report(shared, run)


@require_safe
@login_not_required
def template(request: Request, pk: UUID, slug: str) -> HttpResponse:
    """A study plan of the guides, fitted to the learner."""
    report = _report(request, pk)
    found = report.library.study_plans.get(slug)
    if found is None:
        raise Http404("There is no such study plan.")
    context = {"report": report, "studying": study_plan(report, found)}
    return render(request, "roadmap/study_plan.html", context)


@require_safe
@login_not_required
@slowly("download")
def calendar(request: Request, pk: UUID) -> HttpResponse:
    report = _report(request, pk)
    return download(plan_calendar(report, timezone.now()), "text/calendar", "waymark-plan.ics")


@require_safe
@login_not_required
@slowly("download")
def spreadsheet(request: Request, pk: UUID) -> HttpResponse:
    return download(_table(_report(request, pk)), "text/csv", "waymark-plan.csv")


def _table(report: Report) -> bytes:
    """The plan as a spreadsheet, with what was done and skipped."""
    header = ["Step", "For", "State", "Hours", "First week", "Last week", "Starts", "Ends"]
    header += ["Done when", "What shows it", "Link"]
    rows: list[list[object]] = []
    for found in report.steps:
        planned, mark = found.planned, found.mark
        weeks = [planned.first_week, planned.last_week, planned.starts, planned.ends]
        shown = [mark.note, mark.link] if mark else ["", ""]
        state = mark.get_state_display() if mark else "To do"
        serves = found.standing.name if found.standing else ""
        row = [found.step.title, serves, state, found.step.hours, *weeks, found.step.done_when]
        rows.append([*row, *shown])
    for step, mark in finished_steps(report):
        row = [step.title, step.domain.name, mark.get_state_display(), step.hours]
        rows.append([*row, "", "", "", mark.done_on, step.done_when, mark.note, mark.link])
    return table(header, rows)

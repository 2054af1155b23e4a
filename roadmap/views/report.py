"""The gap report: where a learner stands against a role, how sure that is, and what to do first."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessment.http import Request
from roadmap import access, talk_access
from roadmap.models import Note
from roadmap.report import report_of
from roadmap.sample import sample_report


@require_safe
@login_not_required
def report(request: Request, pk: UUID) -> HttpResponse:
    run = access.own_with_goal(request, pk)
    if not run.is_finished:
        return redirect("assessment:resume", pk=run.pk)
    context = {
        "report": report_of(run),
        "reader": "learner",
        "outcomes": talk_access.outcomes(run),
        "notes": Note.objects.filter(assessment__in=run.lineage()).select_related("author"),
    }
    return render(request, "roadmap/report.html", context)


@require_safe
@login_not_required
def sample(request: Request) -> HttpResponse:
    return render(request, "roadmap/report.html", {"report": sample_report(), "reader": "visitor"})

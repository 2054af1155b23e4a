"""The landing page, a person's own page, and how it all works."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.access import person
from assessment.core.stopping import SETTLING, Length
from assessment.http import Request
from roadmap import access, talk_access
from roadmap.history import history
from roadmap.library import current_library
from roadmap.report import report_of


@require_safe
@login_not_required
def home(request: Request) -> HttpResponse:
    context = {"open": person(request).assessments.open().first(), "lengths": list(Length)}
    return render(request, "roadmap/home.html", context)


@require_safe
@login_not_required
def me(request: Request) -> HttpResponse:
    """What waits, the next step, and every assessment of an account or of this browser's guest."""
    runs = list(person(request).assessments.select_related("goal__role", "goal__background"))
    latest = next((run for run in runs if run.is_finished), None)
    context = {
        "open": next((run for run in runs if run.is_open), None),
        "finished": history([run for run in runs if run.is_finished]),
        "latest": report_of(latest) if latest else None,
        "sharing_waits": access.sharing_waits(request),
        "note": talk_access.newest_note(request),
        "agreements": talk_access.own_agreements(request).open(),
    }
    return render(request, "roadmap/me.html", context)


@require_safe
@login_not_required
def method(request: Request) -> HttpResponse:
    return render(
        request,
        "roadmap/method.html",
        {"lengths": list(Length), "settling": SETTLING, "domains": current_library().domains},
    )

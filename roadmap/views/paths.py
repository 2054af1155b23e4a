"""Paths by background: what people of each one bring, what they add first, and which roles fit."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import Request
from roadmap import access
from roadmap.library import current_library
from roadmap.maps import standings_of


@require_safe
@login_not_required
def paths(request: Request) -> HttpResponse:
    """All paths; for someone with a result, each domain with its verdict."""
    library = current_library()
    run = access.newest_result(request)
    context = {
        "backgrounds": library.backgrounds.values(),
        "standings": standings_of(run) if run else {},
        "run": run,
        "sections": library.sections,
    }
    return render(request, "roadmap/paths.html", context)

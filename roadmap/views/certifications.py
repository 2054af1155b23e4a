"""All certifications of the catalogue, the closest to MLOps first."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import Request
from roadmap.core.catalogue import Relevance
from roadmap.library import current_library
from roadmap.models.content import LADDER


@require_safe
@login_not_required
def certifications(request: Request) -> HttpResponse:
    library = current_library()
    rungs = {rung: place for place, rung in enumerate(LADDER)}
    groups = [
        (
            relevance,
            sorted(
                (row for row in library.certifications.values() if row.relevance == relevance),
                key=lambda row: (rungs.get(row.ladder, len(rungs)), row.name),
            ),
        )
        for relevance in Relevance
    ]
    context = {"groups": groups, "total": len(library.certifications), "sections": library.sections}
    return render(request, "roadmap/certifications.html", context)

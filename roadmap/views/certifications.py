"""The catalogue of certifications, and one of them with what it means for the person who looks."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from assessment import access
from assessment.http import Request
from assessment.models import Assessment
from roadmap.certifying import standpoint
from roadmap.core.credentials import Blueprint, Outside, Relevance
from roadmap.core.gaps import GapReport, gap_report
from roadmap.finding import find
from roadmap.library import current_library
from roadmap.report import standing_of
from roadmap.search_forms import CatalogueForm


@require_safe
@vary_on_headers("HX-Request")
@login_not_required
def certifications(request: Request) -> HttpResponse:
    """All of them, or those that fit what is looked for; htmx gets the list alone."""
    library = current_library()
    form = CatalogueForm(request.GET, library=library)
    wanted = form.wanted
    groups = find(library.certifications.values(), wanted)
    context = {
        "form": form,
        "wanted": wanted,
        "narrowed": bool(wanted.keys() - {"q"}),
        "groups": groups,
        "found": sum(len(group.rows) for group in groups),
        "total": len(library.certifications),
    }
    if not request.htmx:
        return render(request, "roadmap/certifications.html", context)
    response = render(request, "roadmap/_found_certifications.html", context)
    address = reverse("roadmap:certifications") + (f"?{urlencode(wanted)}" if wanted else "")
    # The header may hold anything, so it is compared as it is and never taken apart.
    is_shown = request.htmx.current_url == request.build_absolute_uri(address)
    return response if is_shown else push_url(response, address)


@require_safe
@login_not_required
def certification(request: Request, slug: str) -> HttpResponse:
    """One certification; with a finished assessment, where its reader stands for it."""
    library = current_library()
    if slug not in library.certifications:
        raise Http404("There is no such certification.")
    row = library.certifications[slug]
    others = library.certifications.values()
    latest = access.person(request).assessments.finished().first()
    context = {
        "row": row,
        "relevance": Relevance(row.relevance),
        "blueprint": Blueprint.model_validate(row.blueprint) if row.blueprint else None,
        "outside": [Outside.model_validate(known) for known in row.outside],
        "leads_to": [other for other in others if row in other.after.all()],
        "latest": latest,
        "standpoint": standpoint(library, slug, _gaps(latest)) if latest else None,
        "domains": [d for d in library.domains.values() if d in row.domains.all()],
        "skills": library.skill_rows,
        "sections": library.sections,
    }
    return render(request, "roadmap/certification.html", context)


def _gaps(run: Assessment) -> GapReport:
    results = run.results.select_related("domain").defer("density")
    return gap_report(standing_of(result, run.aims, None) for result in results)

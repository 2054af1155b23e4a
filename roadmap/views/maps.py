"""The map: all domains and what comes before what, and the steps of one domain."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.access import person
from assessment.http import Request
from roadmap import access
from roadmap.library import current_library
from roadmap.maps import map_of_domains, map_of_steps, standings_of


@require_safe
@login_not_required
def overview(request: Request) -> HttpResponse:
    run = access.newest_result(request)
    context = {"map": map_of_domains(current_library(), standings_of(run)), "run": run}
    return render(request, "roadmap/map.html", context)


@require_safe
@login_not_required
def domain_map(request: Request, slug: str) -> HttpResponse:
    library = current_library()
    if slug not in library.domains:
        raise Http404("There is no such domain.")
    run = access.newest_result(request)
    marks = dict(access.progress(person(request)).values_list("step__slug", "state"))
    context = {
        "domain": library.domains[slug],
        "leads_to": library.leads_to(slug),
        "map": map_of_steps(library, slug, standings_of(run), marks),
        "run": run,
    }
    return render(request, "roadmap/domain_map.html", context)

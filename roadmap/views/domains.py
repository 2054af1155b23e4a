"""The domains: what each one is, what people at each level can be seen doing, and the steps in it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import Request
from roadmap import access
from roadmap.library import current_library


@require_safe
@login_not_required
def domains(request: Request) -> HttpResponse:
    return render(request, "roadmap/domains.html", {"domains": current_library().domains.values()})


@require_safe
@login_not_required
def domain(request: Request, slug: str) -> HttpResponse:
    library = current_library()
    if slug not in library.domains:
        raise Http404("There is no such domain.")
    steps = [step for step in library.steps.values() if step.domain.slug == slug]
    steps.sort(
        key=lambda step: (library.step_facts[step.slug].start, library.step_facts[step.slug].end)
    )
    context = {
        "domain": library.domains[slug],
        "leads_to": library.leads_to(slug),
        "run": access.newest_result(request),
        "steps": steps,
        "certifications": [
            row
            for row in library.certifications.values()
            if slug in {d.slug for d in row.domains.all()}
        ],
        "sections": library.sections,
    }
    return render(request, "roadmap/domain.html", context)

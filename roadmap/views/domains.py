"""The domains: what each one is, what people at each level can be seen doing, the steps in it, and who helps."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import Request
from roadmap import access
from roadmap.core.resources import helpful
from roadmap.library import current_library

PLACES = 6  # how many resources a domain names before it leads to all of them


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
    skills = [skill.slug for skill in library.domains[slug].skills.all()]
    places = [library.resources[i] for i in helpful(skills, library.resource_facts.values())]
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
        "places": places[:PLACES],
        "more_places": len(places) > PLACES,
        "sections": library.sections,
    }
    return render(request, "roadmap/domain.html", context)

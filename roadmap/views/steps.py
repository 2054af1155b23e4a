"""One step: what to do, how long it takes, how you know you are done, who helps, and what to show for it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import Request
from roadmap.core.resources import helpful
from roadmap.library import current_library

PLACES = 5  # how many resources a step names


@require_safe
@login_not_required
def step(request: Request, slug: str) -> HttpResponse:
    library = current_library()
    if slug not in library.steps:
        raise Http404("There is no such step.")
    row = library.steps[slug]
    skills = [lift.skill.slug for lift in row.lifts.all()]
    places = helpful(skills, library.resource_facts.values(), at_most=PLACES)
    leads_to = [
        library.steps[facts.id] for facts in library.step_facts.values() if slug in facts.after
    ]
    context = {
        "step": row,
        "leads_to": leads_to,
        "places": [library.resources[place] for place in places],
        "portfolio": [item for item in library.portfolio if row in item.steps.all()],
        "interview": [item for item in library.interview if row in item.steps.all()],
        "sections": library.sections,
    }
    return render(request, "roadmap/step.html", context)

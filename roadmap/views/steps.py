"""One step: what to do, how long it takes, and how you know you are done."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.http import Request
from roadmap import access
from roadmap.library import current_library


@require_safe
@login_not_required
def step(request: Request, slug: str) -> HttpResponse:
    library = current_library()
    if slug not in library.steps:
        raise Http404("There is no such step.")
    leads_to = [
        library.steps[facts.id] for facts in library.step_facts.values() if slug in facts.after
    ]
    context = {
        "step": library.steps[slug],
        "leads_to": leads_to,
        "run": access.newest_result(request),
        "sections": library.sections,
    }
    return render(request, "roadmap/step.html", context)

"""One step: what to do, how you know you are done, who helps, what to show for it, and how far you are."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment.access import person
from assessment.http import Request
from roadmap import access
from roadmap.core.resources import helpful
from roadmap.forms import ProgressForm
from roadmap.library import current_library
from roadmap.models import StepState

PLACES = 5  # how many resources a step names


@require_safe
@login_not_required
def step(request: Request, slug: str) -> HttpResponse:
    if slug not in current_library().steps:
        raise Http404("There is no such step.")
    return render(request, "roadmap/step.html", step_context(request, slug))


def step_context(request: Request, slug: str) -> dict[str, object]:
    """What the page of a step needs: the step, what builds on it, who helps, and how far a person is with it."""
    library = current_library()
    row = library.steps[slug]
    skills = [lift.skill.slug for lift in row.lifts.all()]
    places = helpful(skills, library.resource_facts.values(), at_most=PLACES)
    mark = access.progress(person(request)).filter(step=row).first()
    initial = {"state": mark.state, "note": mark.note, "link": mark.link} if mark else None
    return {
        "step": row,
        "leads_to": [
            library.steps[facts.id] for facts in library.step_facts.values() if slug in facts.after
        ],
        "run": access.newest_result(request),
        "places": [library.resources[place] for place in places],
        "portfolio": [item for item in library.portfolio if row in item.steps.all()],
        "interview": [item for item in library.interview if row in item.steps.all()],
        "sections": library.sections,
        "mark": mark,
        "form": ProgressForm(initial=initial or {"state": StepState.TODO}),
    }

"""One step: what to do, how long it takes, how you know you are done, and how far you are."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment import access
from assessment.access import Person
from assessment.http import Request
from roadmap.access import progress
from roadmap.forms import ProgressForm
from roadmap.library import current_library
from roadmap.models import StepState


@require_safe
@login_not_required
def step(request: Request, slug: str) -> HttpResponse:
    if slug not in current_library().steps:
        raise Http404("There is no such step.")
    return render(request, "roadmap/step.html", step_context(slug, access.person(request)))


def step_context(slug: str, by: Person) -> dict[str, object]:
    """What the page of a step needs: the step, what builds on it, and how far a person is with it."""
    library = current_library()
    mark = progress(by).filter(step=library.steps[slug]).first()
    initial = {"state": mark.state, "note": mark.note, "link": mark.link} if mark else None
    return {
        "step": library.steps[slug],
        "leads_to": [
            library.steps[facts.id] for facts in library.step_facts.values() if slug in facts.after
        ],
        "sections": library.sections,
        "mark": mark,
        "form": ProgressForm(initial=initial or {"state": StepState.TODO}),
    }

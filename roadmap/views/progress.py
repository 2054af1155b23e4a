"""How far a learner is with a step."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessment import access, guests
from assessment.http import Request, way_back
from assessment.limits import slowly
from roadmap import actions
from roadmap.forms import ProgressForm
from roadmap.library import current_library
from roadmap.views.steps import step_context


@require_POST
@login_not_required
@slowly("mark")
def mark(request: Request, slug: str) -> HttpResponse:
    """Store what was posted and go back: to `next`, a path of this site, or to the step."""
    step = current_library().steps.get(slug)
    if step is None:
        raise Http404("There is no such step.")
    by, token = access.person_or_new_guest(request)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        context = step_context(request, slug) | {"form": form}
        return render(request, "roadmap/step.html", context, status=422)
    data = form.cleaned_data
    shown = {name: data[name] for name in ("note", "link") if name in request.POST}
    actions.mark_step(step, data["state"], by=by, **shown)
    messages.success(request, f"“{step.title}”: {data['state'].label.lower()}.")
    response = redirect(way_back(request, reverse("roadmap:step", args=[slug])))
    if token:
        guests.set_guest(response, token)
    return response

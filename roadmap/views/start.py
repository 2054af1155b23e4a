"""Start: target role, background, time; then straight to the self-rating."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessment import access, guests
from assessment.http import Request
from assessment.limits import slowly
from roadmap import actions
from roadmap.forms import StartForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@slowly("start", "POST")
def start(request: Request) -> HttpResponse:
    form = StartForm(request.POST or None, role=request.GET.get("role", ""))
    if request.method == "POST" and form.is_valid():
        by, token = access.person_or_new_guest(request)
        run = actions.start(by=by, **form.cleaned_data)
        response = redirect("assessment:resume", pk=run.pk)
        if token:
            guests.set_guest(response, token)
        return response
    context = {"form": form, "open": access.person(request).assessments.open().first()}
    response = render(request, "roadmap/start.html", context, status=422 if form.errors else 200)
    guests.greet(request, response)
    return response

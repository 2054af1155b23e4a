"""Delete one's own assessment, after a page that says what goes."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessment import access, actions
from assessment.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def delete(request: Request, pk: UUID) -> HttpResponse:
    run = access.own_assessment(request, pk)
    if request.method == "POST":
        with suppress(actions.Gone):  # a second click
            actions.delete_assessment(run, by=access.person(request))
        if request.user.is_authenticated:
            messages.success(request, "The assessment is deleted.")
        return redirect("roadmap:me")
    context = {"assessment": run, "answered": run.responses.count()}
    return render(request, "assessment/delete.html", context)

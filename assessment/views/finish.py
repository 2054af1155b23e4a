"""Finish with the answers there are."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessment import access, actions
from assessment.http import Request, after_signing_in
from assessment.models import State
from assessment.views.resume import place


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@after_signing_in
def finish(request: Request, pk: UUID) -> HttpResponse:
    run = access.own_assessment(request, pk)
    if run.state != State.ASKING:
        return redirect(place(run))
    if request.method == "POST":
        try:
            run = actions.finish_early(run, by=access.person(request))
        except actions.Conflict:
            run = access.own_assessment(request, pk)
        return redirect(place(run))
    context = {"assessment": run, "where": place(run)}
    return render(request, "assessment/finish.html", context)

"""Whether the questions say how far one has come: that helps some people and worries others."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assessment import access
from assessment.http import Request
from assessment.views.resume import place

HIDDEN = "progress_hidden"  # in the session; `take` asks for it


@require_POST
@login_not_required
def progress(request: Request, pk: UUID) -> HttpResponse:
    """Hide the progress, or show it again, until this browser is signed out; leads back to the question."""
    run = access.own_assessment(request, pk)
    request.session[HIDDEN] = request.POST.get("show") == "no"
    return redirect(place(run))

"""Settle one domain: a few more questions where the report is not sure, or a re-check where it may have gone stale."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assessment import access
from assessment.actions import AlreadyOpen, NothingLeft
from assessment.http import Request
from assessment.limits import slowly
from roadmap import actions
from roadmap.library import current_library


@require_POST
@login_not_required
@slowly("start")
def settle(request: Request, pk: UUID, slug: str) -> HttpResponse:
    """POST `anew` with any value to leave the old answers of the domain out."""
    base = access.own_finished_assessment(request, pk)
    domain = current_library().domains.get(slug)
    if domain is None:
        raise Http404("There is no such domain.")
    try:
        run = actions.settle(
            base, domain, by=access.person(request), anew=bool(request.POST.get("anew"))
        )
    except AlreadyOpen:
        messages.warning(request, "Another assessment is under way. Finish or delete it first.")
        return redirect("roadmap:me")
    except NothingLeft:
        messages.info(request, f"You have answered every question there is on {domain.name}.")
        return redirect("roadmap:report", pk=pk)
    return redirect("assessment:resume", pk=run.pk)

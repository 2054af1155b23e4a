"""Where an assessment goes on."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessment import access
from assessment.http import Request
from assessment.models import Assessment, State


@require_safe
@login_not_required
def resume(request: Request, pk: UUID) -> HttpResponse:
    """Lead to the page that waits: self-rating, the open question, or the report."""
    return redirect(place(access.own_assessment(request, pk)))


def place(run: Assessment) -> str:
    """The address where an assessment goes on."""
    if run.state == State.RATING:
        return reverse("assessment:rate", args=[run.pk, 1])
    if run.state == State.ASKING:
        return reverse("assessment:take", args=[run.pk, run.position])
    return reverse("roadmap:report", args=[run.pk])

"""Where an assessment goes on."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessment import access
from assessment.http import Request
from assessment.models import Assessment, Domain, State

DOMAINS_PER_PAGE = 3  # of the self-rating


def rating_pages() -> int:
    return -(-Domain.objects.filter(retired=False).count() // DOMAINS_PER_PAGE)


@require_safe
@login_not_required
def resume(request: Request, pk: UUID) -> HttpResponse:
    """Lead to the page that waits: self-rating, the open question, or the report."""
    return redirect(place(access.own_assessment(request, pk)))


def place(run: Assessment) -> str:
    """The address where an assessment goes on."""
    if run.state == State.RATING:
        rated = run.ratings.count() // DOMAINS_PER_PAGE
        return reverse("assessment:rate", args=[run.pk, min(rated + 1, rating_pages())])
    if run.state == State.ASKING:
        return reverse("assessment:take", args=[run.pk, run.position])
    report = reverse("roadmap:report", args=[run.pk])
    return f"{report}#{run.settles.slug}" if run.settles else report

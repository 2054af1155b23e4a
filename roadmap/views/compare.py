"""Over time: two finished assessments side by side, for the learner and for a mentor."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessment.access import person
from assessment.http import Request, SignedInRequest
from assessment.models import Assessment, Verb
from assessment.models.runs import AssessmentQuerySet
from roadmap import access, actions
from roadmap.comparing import compared
from roadmap.search_forms import PairForm


@require_safe
@login_not_required
def compare(request: Request, pk: UUID, other: UUID) -> HttpResponse:
    """The order of the two makes no difference; one and the same leads to its report."""
    earlier, later = access.own_pair(request, pk, other)
    if earlier == later:
        return redirect("roadmap:report", pk=pk)
    form = _choice(request, person(request).assessments, earlier, later)
    if form.is_valid():
        return redirect("roadmap:compare", form.cleaned_data["one"], form.cleaned_data["other"])
    context = {"compared": compared(earlier, later), "form": form, "reader": "learner"}
    return render(request, "roadmap/compare.html", context, status=422 if form.errors else 200)


@require_safe
def mentee(request: SignedInRequest, pk: int, assessment_pk: UUID, other: UUID) -> HttpResponse:
    """The same for a mentor; looking at it is logged for the learner, as a look at both reports."""
    shared = access.mentorship(request, pk)
    earlier, later = access.shared_pair(shared, assessment_pk, other)
    if earlier == later:
        return redirect("roadmap:mentee_report", pk=pk, assessment_pk=earlier.pk)
    form = _choice(request, shared.assessments, earlier, later)
    if form.is_valid():
        return redirect(
            "roadmap:mentee_compare", pk, form.cleaned_data["one"], form.cleaned_data["other"]
        )
    actions.log_look(shared, Verb.COMPARED, earlier, later, by=request.user)
    context = {
        "compared": compared(earlier, later),
        "form": form,
        "reader": "mentor",
        "shared": shared,
    }
    return render(request, "roadmap/compare.html", context, status=422 if form.errors else 200)


def _choice(
    request: Request, runs: AssessmentQuerySet, earlier: Assessment, later: Assessment
) -> PairForm:
    """The choice of two other assessments; bound when one was sent."""
    return PairForm(
        request.GET if {"one", "other"} & set(request.GET) else None,
        runs=list(runs.finished().select_related("goal__role")),
        initial={"one": earlier.pk, "other": later.pk},
    )

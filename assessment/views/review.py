"""A finished assessment, question by question, with every option's reason."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessment import access, reviewing
from assessment.http import Request
from assessment.models import Section
from assessment.views.resume import place


@require_safe
@login_not_required
def review(request: Request, pk: UUID) -> HttpResponse:
    run = access.own_assessment(request, pk)
    if not run.is_finished:
        return redirect(place(run))
    return render(
        request,
        "assessment/review.html",
        review_context(reviewing.review(run)) | {"assessment": run},
    )


def review_context(questions: list[reviewing.ReviewedQuestion]) -> dict[str, object]:
    """What the review page needs: the questions, how they went, and the headings of their sources."""
    named = {slug for question in questions for slug in question.revision.sources}
    return {
        "questions": questions,
        "right": sum(question.is_right for question in questions),
        "unknown": sum(question.is_unknown for question in questions),
        "sections": {
            s.slug: s for s in Section.objects.filter(slug__in=named).select_related("guide")
        },
    }

"""Say what is wrong with a question, and read what came of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessment import access, actions
from assessment.forms import ProblemForm
from assessment.http import Request
from assessment.limits import slowly
from assessment.models import Assessment
from assessment.views.resume import place

PROBLEMS_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@slowly("flag", "POST")
def problem(request: Request, pk: UUID, position: int) -> HttpResponse:
    """What one has reported about the question that waits or about an answered one, and the form to report or change it."""
    run, revision = access.own_question(request, pk, position)
    by = access.person(request)
    earlier = by.problems.filter(question=revision.question_id).first()
    told = {"kind": earlier.kind, "comment": earlier.comment} if earlier and earlier.is_open else {}
    form = ProblemForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        actions.report_problem(revision, **form.cleaned_data, by=by)
        return redirect("assessment:problem", pk=pk, position=position)
    where, back = _way_back(run, position)
    context = {
        "revision": revision,
        "earlier": earlier,
        "answered": by.answered([revision.question_id]),
        "form": form,
        "where": where,
        "back": back,
    }
    return render(request, "assessment/problem.html", context, status=422 if form.errors else 200)


@require_safe
@login_not_required
def problems(request: Request) -> HttpResponse:
    """Everything one has reported, with what came of it, the newest first."""
    by = access.person(request)
    found = by.problems.select_related("revision__skill__domain")
    page = Paginator(found, PROBLEMS_PER_PAGE).get_page(request.GET.get("page"))
    answered = by.answered(problem.question_id for problem in page)
    return render(request, "assessment/problems.html", {"page": page, "answered": answered})


def _way_back(run: Assessment, position: int) -> tuple[str, str]:
    """Where somebody came from who reports a question, and the words of the link there."""
    if run.is_finished:
        return f"{reverse('assessment:review', args=[run.pk])}#q{position}", "Back to your answers"
    if position == run.position:
        return place(run), "Back to the question"
    return place(run), f"Continue with question {run.number}"

"""Rate yourself: a few domains a page, five anchors each; any of it may be left out."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessment import access, actions
from assessment.forms import RatingForm
from assessment.http import Request, after_signing_in
from assessment.models import Assessment, Domain, State
from assessment.views.resume import DOMAINS_PER_PAGE, place


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@after_signing_in
def rate(request: Request, pk: UUID, page: int) -> HttpResponse:
    run = access.own_assessment(request, pk)
    if run.state != State.RATING:
        return redirect(place(run))
    pages = _pages()
    if not 1 <= page <= len(pages):
        raise Http404("There is no such page.")
    domains = pages[page - 1]
    form = RatingForm(request.POST or None, domains=domains, initial=_rated(run, domains))
    if request.method == "POST" and form.is_valid():
        try:
            actions.rate(run, form.levels(), by=access.person(request))
        except actions.Conflict:
            return redirect("assessment:resume", pk=run.pk)
        if page < len(pages):
            return redirect("assessment:rate", pk=run.pk, page=page + 1)
        actions.begin_questions(run, by=access.person(request))
        return redirect("assessment:resume", pk=run.pk)
    context = {"assessment": run, "form": form, "page": page, "pages": len(pages)}
    return render(request, "assessment/rate.html", context, status=422 if form.errors else 200)


@require_POST
@login_not_required
@after_signing_in
def begin(request: Request, pk: UUID) -> HttpResponse:
    """Leave the rest of the ratings out and go on to the questions."""
    run = access.own_assessment(request, pk)
    try:
        run = actions.begin_questions(run, by=access.person(request))
    except actions.Conflict:
        run = access.own_assessment(request, pk)
    return redirect(place(run))


def _pages() -> list[Sequence[Domain]]:
    domains = list(Domain.objects.filter(retired=False).prefetch_related("anchors"))
    return [domains[i : i + DOMAINS_PER_PAGE] for i in range(0, len(domains), DOMAINS_PER_PAGE)]


def _rated(run: Assessment, domains: Sequence[Domain]) -> dict[str, int]:
    levels = dict(run.ratings.values_list("domain_id", "level"))
    return {domain.slug: levels[domain.pk] for domain in domains if domain.pk in levels}

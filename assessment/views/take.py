"""One question at a time: show it, take the answer, go on."""

from functools import lru_cache
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect, push_url

from assessment import access, actions, guests
from assessment.answer_form import AnswerForm
from assessment.bank import Bank, current_bank
from assessment.http import Request, after_signing_in, conflict
from assessment.models import Assessment, State
from assessment.reviewing import shown_order
from assessment.views.progress import HIDDEN
from assessment.views.resume import place


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@login_not_required
@after_signing_in
def take(request: Request, pk: UUID, position: int) -> HttpResponse:
    run = access.own_assessment(request, pk)
    if position <= run.carried:
        raise Http404(
            "Questions are counted from 1; answers that were carried over are in the review."
        )
    waiting = run.state == State.ASKING and position == run.position
    if request.method == "POST":
        if not waiting:
            return _refuse(request, run, position)
        bank = current_bank()
        form = _form(run, bank, request)
        if not form.is_valid():
            return _page(request, run, form, status=422)
        try:
            run = actions.answer(run, position, form.result(), by=access.person(request), bank=bank)
        except actions.Conflict:
            return _refuse(request, access.own_assessment(request, pk), position)
        return _go_on(request, run, bank)
    if waiting:
        return _page(request, run, _form(run, current_bank()), status=200)
    if run.state == State.ASKING and position < run.position:
        number = position - run.carried
        context = {"assessment": run, "position": position, "number": number, "where": place(run)}
        return render(request, "assessment/answered.html", context)
    if run.is_finished or run.state == State.RATING:
        return redirect(place(run))
    raise Http404("That question has not been asked.")


def _form(run: Assessment, bank: Bank, request: Request | None = None) -> AnswerForm:
    assert run.asked_id is not None
    revision = bank.revisions[run.asked_id]
    options = shown_order(run.pk, revision.pk, bank.options[revision.pk])
    return AnswerForm(request.POST if request else None, revision=revision, options=options)


def _page(request: Request, run: Assessment, form: AnswerForm, *, status: int) -> HttpResponse:
    asked = form.revision
    context = {
        "domain": asked.skill.domain.name,
        "kind": asked.kind,
        "stem": asked.stem,
        "exhibit": asked.exhibit,
        "exhibit_label": asked.exhibit_label,
        "unit": asked.unit,
        "form": form,
        "error": form.error,
        "number": run.number,
        "answered": run.answered,
        "left": run.left,
        "limit": run.limit,
        "settles": run.settles_id is not None,
        "sure_enough": run.sure_enough,
        "root": _root(run.pk),
        "here": _address(run),
        "progress_hidden": request.session.get(HIDDEN, False),
    }
    template = "assessment/_question.html" if request.htmx else "assessment/take.html"
    return render(request, template, context, status=status)


def _go_on(request: Request, run: Assessment, bank: Bank) -> HttpResponse:
    if not request.htmx:
        response = redirect(place(run))
        guests.greet(request, response)
        return response
    if run.is_finished:
        return HttpResponseClientRedirect(place(run))
    response = _page(request, run, _form(run, bank), status=200)
    guests.greet(request, response)
    return push_url(response, _address(run))


def _address(run: Assessment) -> str:
    return f"{_root(run.pk)}q/{run.position}/"


@lru_cache(maxsize=2000)
def _root(run: UUID) -> str:
    """What all addresses begin with that a question links to: to look up each of them takes long."""
    return reverse("assessment:resume", args=[run])


def _refuse(request: Request, run: Assessment, position: int) -> HttpResponse:
    template = "assessment/_conflict.html" if request.htmx else "assessment/conflict.html"
    context = {
        "assessment": run,
        "number": position - run.carried,
        "answered": position < run.position,
        "where": place(run),
    }
    return conflict(request, template, context)

"""Talks between a learner and a mentor: notes by what they are about, and agreements; the same pages for both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.http import SignedInRequest, conflict, way_back
from roadmap import actions, talk_access
from roadmap.models import AgreementState, Mentorship, Step
from roadmap.talk_forms import AgreementForm, CommentForm
from roadmap.talking import threads_of


@require_safe
def talks(request: SignedInRequest) -> HttpResponse:
    """Choose whom to write to about something; with one person there is nothing to choose."""
    about, found = request.GET.get("about", ""), list(talk_access.talks(request))
    if len(found) == 1:
        return redirect(_page(found[0], about))
    return render(request, "roadmap/talks.html", {"talks": found, "about": about})


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything two people wrote and agreed on. POST a note about what `about` in the address names."""
    shared = talk_access.talk(request, pk)
    subject = talk_access.subject(request, shared, request.GET.get("about", ""))
    form = CommentForm(request.POST or None, reader=shared.other_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_about(shared, subject, form.cleaned_data["text"], by=request.user)
        except actions.Ended:
            return conflict(request, "roadmap/talk.html", _context(request, shared))
        messages.success(request, f"Sent. {shared.other_of(request.user)} can read it.")
        return redirect(f"{reverse('roadmap:talk', args=[pk])}#{subject.anchor}")
    context = _context(request, shared) | {"form": form, "subject": subject}
    return render(request, "roadmap/talk.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree on who does what by when, about a step if `about` in the address names one."""
    shared = talk_access.talk(request, pk)
    row = talk_access.subject(request, shared, request.GET.get("about", "")).row
    step = row if isinstance(row, Step) else None
    form = AgreementForm(request.POST or None, shared=shared, step=step)
    if request.method == "POST" and form.is_valid():
        try:
            actions.agree(shared, step=step, **form.cleaned_data, by=request.user)
        except actions.Ended:
            return conflict(request, "roadmap/talk.html", _context(request, shared))
        messages.success(request, f"Agreed. {shared.other_of(request.user)} sees it too.")
        return redirect(f"{reverse('roadmap:talk', args=[pk])}#agreements")
    context = {"shared": shared, "other": shared.other_of(request.user), "step": step, "form": form}
    context["is_active"] = shared.is_active(timezone.now())
    return render(request, "roadmap/agree.html", context, status=422 if form.errors else 200)


@require_POST
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that an agreement was kept or is dropped, and go back: to `next`, a path of this site, or to the talk."""
    agreement = talk_access.agreement(request, pk)
    state = request.POST.get("state", "")
    talk_page = reverse("roadmap:talk", args=[agreement.mentorship_id])
    back = way_back(request, f"{talk_page}#agreements")
    if state not in (AgreementState.KEPT, AgreementState.DROPPED):
        messages.error(request, "Nothing was changed: say whether it was kept or is dropped.")
        return redirect(back)
    try:
        actions.settle_agreement(agreement, AgreementState(state), by=request.user)
    except actions.Conflict:
        messages.warning(request, "This agreement was closed before. What was said first stays.")
    else:
        messages.success(request, f"The agreement is marked as {state}.")
    return redirect(back)


def _context(request: HttpRequest, shared: Mentorship) -> dict[str, object]:
    return {
        "shared": shared,
        "other": shared.other_of(request.user),
        "threads": threads_of(shared),
        "agreements": shared.agreements.with_people(),
        "is_active": shared.is_active(timezone.now()),
    }


def _page(shared: Mentorship, about: str) -> str:
    page = reverse("roadmap:talk", args=[shared.pk])
    return f"{page}?{urlencode({'about': about})}#write" if about else page

"""A mentor asks a learner to share; the learner grants it with their own choice, or declines."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessment.accounts import must_have_proved
from assessment.http import SignedInRequest, conflict
from assessment.limits import A_DAY, TooOften
from assessment.models import Verb
from roadmap import access, actions
from roadmap.models import Scope
from roadmap.sharing_forms import AskForm, TermsForm


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """POST an address: the answer is the same whether an account has it or not."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(form.cleaned_data["email"], by=request.user)
        except TooOften:
            form.add_error(
                None, f"You asked {A_DAY[Verb.ASKED]} people within a day. Try tomorrow."
            )
        else:
            said = "If an account has this address, its owner now finds your request."
            messages.success(request, said)
            return redirect("roadmap:ask")
    context = {"form": form, "days": actions.REQUEST_DAYS}
    return render(request, "roadmap/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: SignedInRequest, pk: int) -> HttpResponse:
    """The learner chooses what to share with who asked, and agrees."""
    asked, draft = access.request_to(request, pk), request.session.get(access.DRAFT, {})
    form = TermsForm(request.POST or None, initial=draft, runs=access.own_finished(request))
    context = {"form": form, "asked": asked}
    if request.method == "POST" and form.is_valid():
        if form.terms.scope == Scope.ANSWERS:
            must_have_proved(request)
        try:
            shared = actions.grant(asked, form.terms, by=request.user)
        except actions.AlreadyShared:
            return conflict(request, "roadmap/grant.html", context | {"already": True})
        except actions.Conflict:
            raise Http404("It was answered meanwhile.") from None
        request.session.pop(access.DRAFT, None)
        messages.success(request, f"{shared.mentor} can now see what you share.")
        return redirect("roadmap:sharing")
    return render(request, "roadmap/grant.html", context, status=422 if form.errors else 200)


@require_POST
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        actions.refuse(access.request_to(request, pk), by=request.user)
    except actions.Conflict:
        raise Http404("It was answered meanwhile.") from None
    messages.success(request, "Declined. Nothing is shared, and nobody is told.")
    return redirect("roadmap:sharing")

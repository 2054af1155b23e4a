"""Mails about what is new: how often, and ending them from a mail without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessment.http import Request, SignedInRequest
from roadmap import actions, mailing
from roadmap.digests import account_of
from roadmap.forms import DigestForm
from roadmap.models import Digest


@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: SignedInRequest) -> HttpResponse:
    """Off unless somebody asks for it."""
    chosen = Digest.objects.filter(user=request.user).first() or Digest()
    form = DigestForm(request.POST or None, initial={"period": chosen.period})
    if request.method == "POST" and form.is_valid():
        actions.change_digest(request.user, form.cleaned_data["period"])
        messages.success(request, "Saved.")
        return redirect("roadmap:digest")
    context = {"form": form, "sends_mail": mailing.is_on()}
    return render(request, "roadmap/digest.html", context, status=422 if form.errors else 200)


# The link itself says that it may: mail programs post to it by themselves, without a page and its token before.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """One button ends the mails; opening the page, as scanners of mail do, ends nothing."""
    account = account_of(token)
    if account is None:
        return render(request, "roadmap/unsubscribe_gone.html", status=404)
    if request.method == "POST":
        actions.stop_digest(account)
    return render(request, "roadmap/unsubscribe.html", {"done": request.method == "POST"})

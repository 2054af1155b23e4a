"""Prove again who one is without a password: by a code by mail, or by signing in again where one came from."""

from allauth.account import app_settings
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    resume_request,
)
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessment.confirming import Confirmation
from assessment.forms import CodeForm
from assessment.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: SignedInRequest) -> HttpResponse:
    """Only for people without another proof: a mailbox that stands open is less than a password."""
    if get_reauthentication_flows(request.user):
        return redirect("account_reauthenticate")
    by_mail = app_settings.LOGIN_BY_CODE_ENABLED
    if by_mail and request.method == "POST" and "code" not in request.POST:
        if not ratelimit.consume(request, action="request_login_code", key=request.user.email):
            return ratelimit.respond_429(request)
        Confirmation.begin(request)
    sent = Confirmation.waiting(request)
    form = CodeForm(request.POST if sent and "code" in request.POST else None, sent=sent)
    if form.is_bound and form.is_valid():
        return resume_request(request) or redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "form": form,
        "sent": Confirmation.waiting(request),
        "by_mail": by_mail,
        "next": get_next_redirect_url(request),
    }
    status = 422 if form.errors else 200
    return render(request, "assessment/confirm.html", context, status=status)

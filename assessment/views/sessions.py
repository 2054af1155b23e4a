"""Where one is signed in, and signing out there."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessment.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=lambda request: request.method == "POST")
def sessions(request: SignedInRequest) -> HttpResponse:
    """POST ends one session (`session` is its pk), or all of them."""
    there = UserSession.objects.filter(user=request.user)
    if request.method == "POST":
        chosen = request.POST.get("session")
        if chosen is None:
            end_sessions(request, list(there))
            get_adapter().logout(request)
            return redirect("account_login")
        end_sessions(request, [one for one in there if str(one.pk) == chosen])
        messages.success(request, "Signed out there.")
        return redirect("assessment:sessions")
    alive = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    alive.sort(key=lambda one: (one.session_key != here, -one.created_at.timestamp()))
    return render(request, "assessment/sessions.html", {"sessions": alive, "here": here})

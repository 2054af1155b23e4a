"""To the issuer of single sign-on and back; what goes wrong there is a page here."""

from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from requests import RequestException

from assessment.http import Request

FAULTS = (RequestException, KeyError, TypeError, ValueError)  # down, or answers nonsense


@login_not_required
def login(request: Request, provider_id: str) -> HttpResponse:
    """GET asks whether to go there, POST goes: by a page, because the policy lets forms lead nowhere else."""
    try:
        response: HttpResponse = views.login(request, provider_id=provider_id)
    except FAULTS as fault:
        return _failed(request, provider_id, fault)
    place = response.headers.get("Location", "")
    if not urlsplit(place).netloc:
        return response
    context = {"place": place, "provider": get_adapter().get_provider(request, provider_id)}
    return render(request, "socialaccount/login_redirect.html", context)


@login_not_required
def callback(request: Request, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = views.callback(request, provider_id=provider_id)
    except FAULTS as fault:
        return _failed(request, provider_id, fault)
    return response


def _failed(request: Request, provider_id: str, fault: Exception) -> HttpResponse:
    provider = get_adapter().get_provider(request, provider_id)
    response: HttpResponse = render_authentication_error(request, provider, exception=fault)
    return response

"""Pages for requests that make no sense, for our own faults, and for a database that is away."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.template import loader

APPS = ("assessment", "roadmap")  # whose forms are kept; those of signing in hold secrets
AGAIN = 5  # seconds until a browser or a machine may ask again


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """Django's own view asks for a CSRF cookie, reads the body for that, and fails again where the body was the fault."""
    return HttpResponseBadRequest(loader.render_to_string("400.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database is away, full or busy, with what was sent, so that it can be sent again."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return HttpResponseServerError(loader.render_to_string("500.html"))
    page = loader.render_to_string("503.html", {"path": request.path, "kept": _kept(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(AGAIN)})


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of a form of ours that was read and came from our own page; of any other nothing."""
    match = request.resolver_match
    ours = match is not None and match.app_name in APPS
    if request.method != "POST" or not ours or not getattr(request, "csrf_processing_done", False):
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return [] if any("password" in name for name, _ in fields) else fields

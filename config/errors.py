"""The page for a request that makes no sense, even when its body cannot be read."""

from django.http import HttpRequest, HttpResponseBadRequest
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """Django's own view asks for a CSRF cookie, reads the body for that, and fails again where the body was the fault."""
    return HttpResponseBadRequest(loader.render_to_string("400.html"))

"""What views of both apps share: the typed request, and the page for an act that does not fit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from assessment.models import User


class Request(HttpRequest):
    """A request after the middleware: with htmx's details."""

    htmx: HtmxDetails


class SignedInRequest(Request):
    """A request of someone signed in."""

    user: User


def conflict(request: Request, template: str, context: dict[str, object]) -> HttpResponse:
    """409: nothing was changed; the page says what is so and where to go on."""
    return render(request, template, context, status=409)

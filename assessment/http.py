"""What views of both apps share: the typed request, files to take along, the way back, the page for an act that does not fit."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from assessment.models import User


class Request(HttpRequest):
    """A request after the middleware: with htmx's details."""

    htmx: HtmxDetails


class SignedInRequest(Request):
    """A request of someone signed in."""

    user: User


View = Callable[..., HttpResponse]
SIGNED_OUT = (
    "Please sign in to go on. Everything you have answered is saved; what you sent just now is not."
)


def after_signing_in(view: View) -> View:
    """For what is sent to an assessment: whoever is signed out meanwhile signs in, and goes on where it waits.

    It is the same for an assessment that does not exist, so nobody learns anything by it.
    """

    @wraps(view)
    def kept(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except Http404:
            if request.method != "POST" or request.user.is_authenticated:
                raise
            messages.warning(request, SIGNED_OUT)
            return redirect_to_login(reverse("assessment:resume", args=[pk]))

    return kept


def conflict(request: Request, template: str, context: dict[str, object]) -> HttpResponse:
    """409: nothing was changed; the page says what is so and where to go on."""
    return render(request, template, context, status=409)


def download(body: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file to save. kind: its media type; text is UTF-8."""
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    response = HttpResponse(body, content_type=kind + charset)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    return response


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where a posted form wants to return to: its `next` if that is a path of this site, else `otherwise`."""
    back = request.POST.get("next", "")
    # From the root: a word alone would be taken for the name of a view.
    here = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if here else otherwise

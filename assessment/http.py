"""What views of both apps share: the typed request, files to take along, the way back, the page for an act that does not fit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
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

"""What every response carries (content security policy, no-store), what is turned away, sign-in for htmx requests."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django_htmx.http import HttpResponseClientRedirect

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyMiddleware:
    """Send SECURE_CSP as a header; Django 6 has this built in under the same setting."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(v)}" for name, v in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class NoStoreMiddleware:
    """Pages are personal: no cache keeps them. Static files are served before this and are kept for ever."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class NoNulMiddleware:
    """Refuse zero bytes in cookies and query strings: PostgreSQL cannot hold them in text."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = (*request.COOKIES.values(), *request.GET.values())
        if any("\0" in value for value in said):
            raise BadRequest("a zero byte in a cookie or query string")
        return self.get_response(request)


class HtmxLoginMiddleware:
    """An htmx request of someone signed out leads to the sign-in page, not a sign-in page inside a fragment."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "htmx", False) and response.status_code == 302:
            return HttpResponseClientRedirect(response.headers["Location"])
        return response


class RefusingMiddleware:
    """Turns away what no page takes (other methods, large bodies) before anything reads it; every 405 has a page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            response: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        elif _announced(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return HttpResponse(render_to_string("413.html"), status=413)
        else:
            response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("405.html")
        return response


def _announced(request: HttpRequest) -> int:
    """How many bytes a request says it brings; the server reads no more than that. 0 where that is no number."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


class BalancerMiddleware:
    """Balancers and probes ask by number, not by the name of the site: for what only they ask, any name will do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in ("/healthz", "/readyz", "/metrics"):
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        return self.get_response(request)

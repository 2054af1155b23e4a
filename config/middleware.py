"""What every response carries, which requests are refused, sign-in for htmx requests, and the second step of staff."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.csrf import csrf_failure
from django_htmx.http import HttpResponseClientRedirect

from assessment.limits import TooOften
from assessment.second_factors import has_second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyMiddleware:
    """Send SECURE_CSP as a header (Django 6 has this built in under the same setting), and that no other site may embed it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(v)}" for name, v in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class NoStoreMiddleware:
    """Pages are personal: no cache keeps them. Static files are served before this and are kept for ever."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class ClearSiteDataMiddleware:
    """After signing out the browser drops what it keeps of the site; not cookies, which other sites of a domain share."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "forget_everything", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class NoNulMiddleware:
    """Refuse zero bytes in cookies and query strings: PostgreSQL cannot hold them in text."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (text for name, values in request.GET.lists() for text in (name, *values))
        if any("\0" in text for text in (*request.COOKIES.values(), *asked)):
            raise BadRequest("a zero byte in a cookie or query string")
        return self.get_response(request)


class SameOriginMiddleware:
    """Refuse what another site makes a browser send, whatever token comes along; a browser that does not say is believed."""

    SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *args: object
    ) -> HttpResponse | None:
        elsewhere = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if (
            elsewhere
            and request.method not in self.SAFE
            and not getattr(view, "csrf_exempt", False)
        ):
            return csrf_failure(request, reason="sent by another site")
        return None


class TooOftenMiddleware:
    """The page for somebody who does one thing too often; nothing was changed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, TooOften):
            return HttpResponse(render_to_string("429.html"), status=429)
        return None


class HtmxLoginMiddleware:
    """An htmx request of someone signed out leads to the sign-in page, not a sign-in page inside a fragment."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "htmx", False) and response.status_code == 302:
            return HttpResponseClientRedirect(response.headers["Location"])
        return response


class StaffSecondFactorMiddleware:
    """Staff set up a second factor before they see a page of theirs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: GetResponse, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name == "admin:logout":
            return None
        if "admin" not in match.namespaces and match.view_name != "status":
            return None
        if not request.user.is_staff or has_second_factor(request.user):
            return None
        messages.warning(request, "The admin pages need a second step of signing in. Set one up.")
        return redirect("mfa_index")


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

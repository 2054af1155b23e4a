"""Every request gets an id, one line in the log, and its place in the figures."""

import logging
import re
import secrets
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from config import metrics
from config.logs import request_id

log = logging.getLogger(__name__)

SAFE = re.compile(r"[A-Za-z0-9-]{8,64}")
WATCHERS = {"healthz", "readyz", "metrics"}  # they ask every few seconds: only for LOG_LEVEL=DEBUG
EXPECTED = {404, 409, 422}  # people's mistakes; the rest of 4xx is somebody trying something


class RequestMiddleware:
    """Stands outside of everything else, so that whatever goes wrong has an id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known_as = _id_of(request)
        token = request_id.set(known_as)
        began = perf_counter()
        try:
            response = self.get_response(request)
            _record(request, response.status_code, perf_counter() - began)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = known_as
        return response


def _id_of(request: HttpRequest) -> str:
    """The id that our own proxy gave the request, or a new one; what a browser sends is nobody's id."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        if SAFE.fullmatch(given):
            return str(given)
    return secrets.token_hex(8)


def _record(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    if match is None and status < 400:
        return  # a static file, or the way to https
    route = match.view_name if match else "none"
    metrics.saw_request(route, request.method or "", status, seconds)
    level = _level(route, status, is_known=match is not None)
    if log.isEnabledFor(level):
        facts = {
            "user": _user_id(request),
            "method": request.method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000),
        }
        log.log(level, "request", extra={"facts": facts})


def _level(route: str, status: int, *, is_known: bool) -> int:
    if status >= 500:
        return logging.ERROR
    if status >= 400 and (status not in EXPECTED or (status == 404 and is_known)):
        return logging.WARNING  # refused, or asked for what is not theirs
    return logging.DEBUG if route in WATCHERS else logging.INFO


def _user_id(request: HttpRequest) -> str | None:
    """Who asked, if the request had to find that out anyway: the log asks the database nothing."""
    found = getattr(getattr(request, "session", None), "_session_cache", None) or {}
    return found.get(SESSION_KEY)

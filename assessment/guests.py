"""People without an account are known by a random, signed cookie; the database holds only its hash."""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SALT = "assessment.guest"


def guest_key(request: HttpRequest) -> str:
    """The hash that owns this browser's guest assessments, or "" when it has none."""
    token = _token(request)
    return key_of(token) if token else ""


def _token(request: HttpRequest) -> str:
    age = settings.GUEST_COOKIE_AGE
    token: str = request.get_signed_cookie(settings.GUEST_COOKIE_NAME, "", salt=SALT, max_age=age)
    return token


def greet(request: HttpRequest, response: HttpResponse) -> None:
    """Give a signed-out browser its cookie, before it can own anything, so that parallel starts are one guest's;
    one that has a cookie keeps it for the full time from now on."""
    if not request.user.is_authenticated:
        set_guest(response, _token(request) or new_token())


def new_token() -> str:
    return secrets.token_urlsafe(24)


def set_guest(response: HttpResponse, token: str) -> None:
    """Send the cookie of a guest."""
    response.set_signed_cookie(
        settings.GUEST_COOKIE_NAME,
        token,
        salt=SALT,
        max_age=settings.GUEST_COOKIE_AGE,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(settings.GUEST_COOKIE_NAME, samesite="Lax")


def key_of(token: str) -> str:
    """The key that a token owns assessments by."""
    return hashlib.sha256(token.encode()).hexdigest()

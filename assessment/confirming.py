"""A code by mail proves who somebody is that has neither a password nor a second factor."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest

STATE = "confirming_by_code"


class Confirmation(AbstractCodeVerificationProcess):
    """One code that was sent to the owner of a session, and the tries at it."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        super().__init__(
            app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            app_settings.LOGIN_BY_CODE_TIMEOUT,
            state,
            request.user,
        )
        self.request = request

    @classmethod
    def begin(cls, request: HttpRequest) -> None:
        """Send a code to the address of whoever is signed in."""
        process = cls(request, cls.initial_state(request.user, request.user.email))
        process.send()
        process.persist()

    @classmethod
    def waiting(cls, request: HttpRequest) -> "Confirmation | None":
        """The code that was sent, while it counts."""
        state = request.session.get(STATE)
        found: Confirmation | None = cls(request, state).abort_if_invalid() if state else None
        return found

    def is_right(self, code: str) -> bool:
        """Compare what was typed; a right one proves who it is, the third wrong one ends it."""
        if not compare_user_code(actual=code, expected=self.code):
            self.record_invalid_attempt()
            return False
        self.abort()
        user, email = self.request.user, self.state["email"]
        record_authentication(self.request, user, "code", email=email, reauthenticated=True)
        return True

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        context = {"request": self.request, "code": self.code}
        adapter.send_mail("account/email/login_code", self.state["email"], context)

    def persist(self) -> None:
        self.request.session[STATE] = self.state

    def abort(self) -> None:
        self.request.session.pop(STATE, None)

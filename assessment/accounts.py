"""How accounts work here: e-mail spelling, and the guest's assessments on sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from assessment import guests
from assessment.actions import keep_guest_assessments
from assessment.models import User
from assessment.models.people import normalise_email


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        return super().clean_email(normalise_email(email))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After every sign-in and sign-up: what this browser's guest did belongs to the account."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        kept = keep_guest_assessments(user, guests.guest_key(request))
        if kept:
            messages.success(
                request, "The assessment you took in this browser is now in your account."
            )
        guests.forget(response)
        return response

"""What happens on sign-in on the roadmap's side: the steps that this browser's guest marked go to the account."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from assessment import accounts, guests
from assessment.models import User
from roadmap.actions import keep_guest_progress


class AccountAdapter(accounts.AccountAdapter):
    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        keep_guest_progress(user, guests.guest_key(request))
        return super().post_login(request, user, **kwargs)

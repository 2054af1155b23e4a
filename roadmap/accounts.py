"""Sign-in on the roadmap's side: a guest's steps go to the account; who is signed in knows how much is new to them."""

from typing import Any

from allauth.account import auth_backends
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

from assessment import accounts, guests
from assessment.models import User
from assessment.prepared import Parameter, Prepared
from roadmap.actions import keep_guest_progress
from roadmap.models import Notice


class AccountAdapter(accounts.AccountAdapter):
    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        keep_guest_progress(user, guests.guest_key(request))
        return super().post_login(request, user, **kwargs)


def _with_unread() -> "QuerySet[User]":
    """An account, and how many notices it has not read."""
    unread = Notice.objects.unread(Now()).filter(recipient=OuterRef("pk")).order_by()
    number = unread.values("recipient").annotate(number=Count("pk")).values("number")
    return User.objects.filter(pk=Parameter(User, "id")).annotate(unread=Subquery(number))


ACCOUNT = Prepared(_with_unread)


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Reads `user.unread`, the number of notices, in the query that every request asks for its user anyway.

    So the navigation shows it on every page, and no page has a query more.
    """

    def get_user(self, user_id: int) -> User | None:
        user = ACCOUNT.first(id=user_id)
        return user if user and self.user_can_authenticate(user) else None

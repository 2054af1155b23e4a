"""Sign-in on the roadmap's side: a guest's steps go to the account; who is signed in knows how much is new to them."""

from functools import cache
from typing import Any

from allauth.account import auth_backends
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

from assessment import accounts, guests
from assessment.models import User
from roadmap.actions import keep_guest_progress
from roadmap.models import Notice


class AccountAdapter(accounts.AccountAdapter):
    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        keep_guest_progress(user, guests.guest_key(request))
        return super().post_login(request, user, **kwargs)


@cache
def _with_unread() -> tuple[str, tuple[Any, ...]]:
    """SQL that reads an account and counts what it has not read; the last of its parameters is the primary key.

    It is made once, because making it takes fifty times as long as running it.
    """
    unread = Notice.objects.unread(Now()).filter(recipient=OuterRef("pk")).order_by()
    number = unread.values("recipient").annotate(number=Count("pk")).values("number")
    users = User.objects.annotate(unread=Subquery(number)).filter(pk=0)
    sql, parameters = users.query.sql_with_params()
    return sql, parameters[:-1]


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Reads `user.unread`, the number of notices, in the query that every request asks for its user anyway.

    So the navigation shows it on every page, and no page has a query more.
    """

    def get_user(self, user_id: int) -> User | None:
        sql, parameters = _with_unread()
        user = next(iter(User.objects.raw(sql, (*parameters, user_id))), None)
        return user if user and self.user_can_authenticate(user) else None

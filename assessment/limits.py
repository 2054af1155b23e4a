"""How often one person can do what takes room, time or somebody else's attention; far above what a class needs."""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assessment.access import Person
from assessment.models import AuditEvent, User, Verb

# Acts of one account within 24 hours. They are counted in the database: exactly, also when they come at the same moment.
A_DAY = {
    Verb.STARTED: 50,
    Verb.FOUNDED: 20,
    Verb.LINKED: 100,
    Verb.INVITED: 20,
    Verb.ASKED: 20,
    Verb.NOTED: 500,
    Verb.PROMISED: 200,
    Verb.RATED: 500,
    Verb.PROBED: 500,
    Verb.REPORTED: 100,
}

View = Callable[..., HttpResponse]


class TooOften(Exception):
    """This person has done so much of it lately that no more is taken for now."""


def hold(user: User) -> None:
    """Let other counted acts of an account wait until the transaction ends, so that they count this one."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def within_a_day(verb: Verb, *, by: Person) -> None:
    """Call it in the transaction of the act, before it. Guests are counted by their requests alone. Raises TooOften."""
    if by.user is None:
        return
    hold(by.user)
    yesterday = timezone.now() - timedelta(days=1)
    done = AuditEvent.objects.filter(actor=by.user, verb=verb, at__gt=yesterday)
    if done.count() >= A_DAY[verb]:
        raise TooOften


def slowly(what: str, *methods: str) -> Callable[[View], View]:
    """Let a view answer only so many requests of one account, or of one address where nobody is signed in.

    what: the name of the limit in settings.REQUEST_LIMITS. methods: the only ones that count, if any are named. The
    view then raises TooOften.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            counts = not methods or request.method in methods
            limit = settings.REQUEST_LIMITS.get(what) if counts else None
            if limit and _done(request, what, limit[1]) > limit[0]:
                raise TooOften
            return view(request, *args, **kwargs)

        return limited

    return decorate


def _done(request: HttpRequest, what: str, seconds: int) -> int:
    """How many requests there were in this stretch of time, this one included; counted in the cache."""
    user = request.user
    who = f"user {user.pk}" if user.is_authenticated else get_adapter().get_client_ip(request)
    stretch = int(time.time()) // seconds
    key = hashlib.sha256(f"{what} {who} {stretch}".encode()).hexdigest()  # no address in the cache
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # the cache dropped it meanwhile
        return 0

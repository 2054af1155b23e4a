"""Who looked, as a learner reads it: by day, and on each day by person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from assessment.models import AuditEvent, User


@dataclass(frozen=True)
class Looker:
    """One person on one day. person: None for an account that was deleted since. looks: the newest first."""

    person: User | None
    looks: list[AuditEvent]


@dataclass(frozen=True)
class LookedDay:
    """One day, in the time zone of the site; who looked last comes first."""

    day: date
    people: list[Looker]


def by_day(looks: Iterable[AuditEvent]) -> list[LookedDay]:
    """Looks, given the newest first, by day and person."""
    days = groupby(looks, lambda look: timezone.localtime(look.at).date())
    return [LookedDay(day, _by_person(of_day)) for day, of_day in days]


def _by_person(looks: Iterable[AuditEvent]) -> list[Looker]:
    people: dict[int | None, Looker] = {}
    for look in looks:
        people.setdefault(look.actor_id, Looker(look.actor, [])).looks.append(look)
    return list(people.values())

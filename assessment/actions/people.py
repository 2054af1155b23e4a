"""Acts on an account: keep what a guest did, change the name, delete everything."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from assessment.access import Person
from assessment.actions import ledger
from assessment.actions.audit import audit
from assessment.actions.results import make_known
from assessment.actions.runs import delete_assessment, finish_early
from assessment.models import User, Verb


@dataclass(frozen=True)
class Kept:
    """How many assessments of a guest moved to an account, and whether one of two open ones was closed for it."""

    moved: int = 0
    closed_one: bool = False


def keep_guest_assessments(user: User, guest_key: str) -> Kept:
    """Move the assessments of a browser's guest to an account.

    An account has one open assessment at the most. Where both have one, that with fewer answers is closed: finished when it
    has any, dropped when it has none. When the account gets another one at the same moment, everything stays the guest's.
    """
    if not guest_key:
        return Kept()
    guest, person = Person(guest_key=guest_key), Person(user=user)
    try:
        with transaction.atomic():
            closed = _close_one_of_two(guest, person)
            runs = list(guest.assessments.select_for_update())
            for run in runs:
                run.learner, run.guest_key = user, ""
                run.save(update_fields=["learner", "guest_key"])
                audit(Verb.KEPT, by=person, learner=user, about=str(run.pk))
                if run.is_finished:
                    make_known(run)
            return Kept(len(runs), closed)
    except IntegrityError:
        return Kept()


def keep_later(
    rows: Iterable[Any],
    own: Iterable[Any],
    user: User,
    *,
    about: Callable[[Any], object],
    at: Callable[[Any], datetime],
) -> None:
    """Give rows of a guest to an account; where both have one about the same, the later one stays.

    rows, own: the guest's and the account's; call it inside the transaction that holds them. about: what a row is about, None
    where the account may have several. at: when it was made.
    """
    there = {about(row): row for row in own}
    for row in rows:
        other = there.get(about(row)) if about(row) is not None else None
        if other and at(other) >= at(row):
            row.delete()
            continue
        if other:
            other.delete()
        row.learner, row.guest_key = user, ""
        row.save(update_fields=["learner", "guest_key"])


def _close_one_of_two(guest: Person, person: Person) -> bool:
    pair = [who.assessments.open().first() for who in (guest, person)]
    if None in pair:
        return False
    by_progress = sorted(
        (
            (run.responses.count(), run.ratings.count(), place)
            for place, run in enumerate(pair)
            if run
        )
    )
    answers, _, place = by_progress[0]
    run, owner = pair[place], (guest, person)[place]
    assert run is not None
    if answers:
        finish_early(run, by=owner)
    else:
        delete_assessment(run, by=owner)
    return True


def change_name(user: User, name: str) -> None:
    """Change what mentors and learners see of an account."""
    User.objects.filter(pk=user.pk).update(name=name)


def delete_account(user: User) -> None:
    """Delete an account with all its assessments and all that was shared, and write that in the ledger of deletions.

    What it did stays where others read it, without its name. Raises OSError, and then deletes nothing, when the ledger
    cannot be written.
    """
    Session.objects.filter(pk__in=[session.pk for session in sessions_of(user)]).delete()
    number, made_at = user.pk, user.joined_at
    with transaction.atomic():
        people = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=people, object_id=str(number)).update(
            object_repr="a deleted account", change_message=""
        )
        user.delete()
        ledger.record(ledger.Kind.ACCOUNT, number, made_at)


def sessions_of(user: User) -> Iterator[Session]:
    """The sessions in which an account is signed in; all have to be read, for they name it only inside."""
    for session in Session.objects.order_by("pk").iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            yield session

"""Writes down acts, and says when one does not fit."""

from collections.abc import Iterable

from assessment.access import Person
from assessment.models import AuditEvent, User, Verb


class Conflict(Exception):
    """The act does not fit the state of the assessment; nothing was changed."""


class Gone(Conflict):
    """The assessment was deleted meanwhile."""


class AlreadyAnswered(Conflict):
    """The question was answered before; the stored answer stays."""


class NotAsked(Conflict):
    """The question is not the one that waits for an answer."""


class AlreadyOpen(Conflict):
    """Another assessment is under way; a person has one at a time."""


class NothingLeft(Conflict):
    """There is no question left that could be asked."""


class AlreadyFinished(Conflict):
    """The assessment is finished and frozen."""


def log_staff_look(learners: Iterable[int | None], what: str, *, by: User) -> None:
    """Write down, for each learner to read, that somebody of the staff read what is theirs; a guest has nobody to tell.

    learners: primary keys; None for a guest. what: which pages, in words; no personal data.
    """
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=Verb.STAFF_LOOKED, actor=by, learner_id=pk, about=what)
        for pk in learners
        if pk is not None and pk != by.pk
    )


def audit(verb: Verb, *, by: Person, learner: User | None, about: str = "") -> None:
    """Write down an act; call it inside the transaction of the act."""
    AuditEvent.objects.create(verb=verb, actor=by.user, learner=learner, about=about)

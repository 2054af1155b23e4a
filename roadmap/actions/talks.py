"""Acts of talking: write about something, agree on something, close an agreement, write down an answer."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from assessment.access import Person
from assessment.actions import Conflict, audit
from assessment.core.catalogue import Level
from assessment.limits import within_a_day
from assessment.models import Skill, User, Verb
from roadmap.actions.notices import tell_other
from roadmap.models import (
    Agreement,
    AgreementState,
    Kind,
    Mentorship,
    Note,
    ProbeOutcome,
    Side,
    Step,
)
from roadmap.subjects import Subject


class Ended(Conflict):
    """The sharing has ended: what was said stays, and nothing is added."""


def write_about(shared: Mentorship, subject: Subject, text: str, *, by: User) -> Note:
    """Write to the other of a mentorship, about something or in general. Raises Ended, TooOften."""
    with transaction.atomic():
        _hold(shared)
        within_a_day(Verb.NOTED, by=Person(user=by))
        note = Note.objects.create(mentorship=shared, author=by, text=text, **subject.as_fields)
        tell_other(Kind.NOTED, shared, by=by, note=note)
        _audit(Verb.NOTED, shared, by)
    return note


def agree(
    shared: Mentorship, *, text: str, step: Step | None, who: Side, by_date: date, by: User
) -> Agreement:
    """Write down who does what by when. text may be empty if there is a step. Raises Ended, TooOften."""
    with transaction.atomic():
        _hold(shared)
        within_a_day(Verb.PROMISED, by=Person(user=by))
        made = Agreement.objects.create(
            mentorship=shared, text=text, step=step, who=who, by_date=by_date, made_by=by
        )
        tell_other(Kind.AGREED, shared, by=by, agreement=made)
        _audit(Verb.PROMISED, shared, by)
    return made


def settle_agreement(agreement: Agreement, state: AgreementState, *, by: User) -> None:
    """Say that an agreement was kept or is dropped. Raises Conflict if that was said before; the first one stays."""
    with transaction.atomic():
        still_open = Agreement.objects.open().filter(pk=agreement.pk)
        if not still_open.update(state=state, settled_at=timezone.now()):
            raise Conflict
        tell_other(Kind.SETTLED, agreement.mentorship, by=by, agreement=agreement)
        _audit(Verb.SETTLED, agreement.mentorship, by)


def record_probe(
    shared: Mentorship,
    *,
    card: str,
    question: str,
    skill: Skill,
    level: Level,
    note: str,
    by: User,
) -> ProbeOutcome:
    """Store the level that the answer to a card's question showed, and what showed it. Raises Ended, TooOften."""
    with transaction.atomic():
        _hold(shared)
        within_a_day(Verb.PROBED, by=Person(user=by))
        outcome = ProbeOutcome.objects.create(
            mentorship=shared, card=card, question=question, skill=skill, level=level, note=note
        )
        tell_other(Kind.PROBED, shared, by=by)
        _audit(Verb.PROBED, shared, by)
    return outcome


def _hold(shared: Mentorship) -> None:
    """Keep a mentorship from ending until the transaction is over; raises Ended if it has."""
    active = Mentorship.objects.active(timezone.now()).select_for_update()
    if not active.filter(pk=shared.pk).exists():
        raise Ended


def _audit(verb: Verb, shared: Mentorship, by: User) -> None:
    audit(verb, by=Person(user=by), learner=shared.learner, about=f"mentorship {shared.pk}")

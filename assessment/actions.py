"""Everything that changes a learner's assessment: one function per act, atomic, with its audit row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.access import Person
from assessment.bank import Bank, current_bank
from assessment.core.posterior import Posterior
from assessment.core.responses import Outcome
from assessment.core.selection import next_item
from assessment.core.stopping import Length, is_over, questions_left
from assessment.measuring import results
from assessment.models import (
    Assessment,
    AuditEvent,
    ContentVersion,
    DomainResult,
    MeasurementVersion,
    Response,
    SelfRating,
    State,
    User,
    Verb,
)

RECENT = 2  # questions of this many earlier assessments are avoided where possible


class Conflict(Exception):
    """The act does not fit the state of the assessment; nothing was changed."""


class Gone(Conflict):
    """The assessment was deleted meanwhile."""


class AlreadyAnswered(Conflict):
    """The question was answered before; the stored answer stays."""


class NotAsked(Conflict):
    """The question is not the one that waits for an answer."""


class AlreadyFinished(Conflict):
    """The assessment is finished and frozen."""


@dataclass(frozen=True)
class Given:
    """A graded answer: the outcome, what was chosen (as stored), and whether the learner was sure."""

    outcome: Outcome
    given: list[int] | float
    sure: bool | None


def start_assessment(
    *, by: Person, role: str, aims: Mapping[str, Any], length: Length
) -> tuple[Assessment, bool]:
    """Begin an assessment; when one is open already, return that one. The flag says whether it is new."""
    owner = {"learner": by.user, "guest_key": "" if by.user else by.guest_key}
    try:
        with transaction.atomic():
            run = Assessment.objects.create(
                **owner,
                role=role,
                aims=dict(aims),
                length=length.value,
                content_version=ContentVersion.objects.latest(),
                measurement_version=MeasurementVersion.current_number(),
                avoid=_seen_lately(by),
            )
            audit(Verb.STARTED, by=by, learner=by.user, about=str(run.pk))
        return run, True
    except IntegrityError:
        return by.assessments.open().get(), False


def rate(assessment: Assessment, levels: Mapping[int, int | None], *, by: Person) -> None:
    """Store self-ratings (level 0 to 4 by domain pk); None takes one back. Raises Conflict once questions are asked."""
    with transaction.atomic():
        run = _locked(assessment)
        if run.state != State.RATING:
            raise AlreadyFinished if run.is_finished else NotAsked
        for domain, level in levels.items():
            if level is None:
                run.ratings.filter(domain_id=domain).delete()
            else:
                SelfRating.objects.update_or_create(
                    assessment=run, domain_id=domain, defaults={"level": level}
                )


def begin_questions(assessment: Assessment, *, by: Person) -> Assessment:
    """Go on from rating to the first question; does nothing when that has happened."""
    with transaction.atomic():
        run = _locked(assessment)
        if run.state == State.RATING:
            _ask_next_or_finish(run, current_bank(), by=by)
        return run


def answer(
    assessment: Assessment, position: int, given: Given, *, by: Person, bank: Bank
) -> Assessment:
    """Store the answer to the question at `position` and ask the next one of `bank`, or finish.

    Raises AlreadyFinished, AlreadyAnswered or NotAsked, and then changes nothing.
    """
    with transaction.atomic():
        run = _locked(assessment)
        if position < run.position or (run.is_finished and position <= run.position):
            raise AlreadyFinished if run.is_finished else AlreadyAnswered
        if run.is_finished:
            raise AlreadyFinished
        if run.state != State.ASKING or position != run.position or run.asked is None:
            raise NotAsked
        now = timezone.now()
        waited = (now - run.asked_at).total_seconds() if run.asked_at else 0
        Response.objects.create(
            assessment=run,
            question_id=run.asked.question_id,
            revision=run.asked,
            position=position,
            outcome=given.outcome.value,
            given=given.given,
            sure=given.sure,
            answered_at=now,
            seconds=max(0, int(waited)),
        )
        _ask_next_or_finish(run, bank, by=by)
        return run


def finish_early(assessment: Assessment, *, by: Person) -> Assessment:
    """Finish with the answers there are; raises NotAsked before the first question, AlreadyFinished afterwards."""
    with transaction.atomic():
        run = _locked(assessment)
        if run.is_finished:
            raise AlreadyFinished
        if run.state != State.ASKING:
            raise NotAsked
        bank = current_bank()
        answers, posterior = _posterior(run, bank)
        _finish(run, bank, answers, posterior, by=by)
        return run


def delete_assessment(assessment: Assessment, *, by: Person) -> None:
    """Delete an assessment with everything in it; this cannot be undone."""
    with transaction.atomic():
        run = _locked(assessment)
        audit(Verb.DELETED, by=by, learner=by.user, about=str(run.pk))
        run.delete()


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
                Assessment.objects.filter(pk=run.pk).update(learner=user, guest_key="")
                audit(Verb.KEPT, by=person, learner=user, about=str(run.pk))
            return Kept(len(runs), closed)
    except IntegrityError:
        return Kept()


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
    """Delete an account with all its assessments and all that was shared."""
    with transaction.atomic():
        user.delete()


def audit(verb: Verb, *, by: Person, learner: User | None, about: str = "") -> None:
    """Write down an act; call it inside the transaction of the act."""
    AuditEvent.objects.create(verb=verb, actor=by.user, learner=learner, about=about)


def _locked(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held against everyone else until the transaction ends; raises Gone."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("asked")
    run = rows.filter(pk=assessment.pk).first()
    if run is None:
        raise Gone
    return run


def _posterior(run: Assessment, bank: Bank) -> tuple[Any, Posterior]:
    answers = bank.answers(run.responses.values_list("revision_id", "outcome"))
    ratings = bank.ratings(run.ratings.values_list("domain_id", "level"))
    return answers, bank.estimate(ratings, answers)


def _ask_next_or_finish(run: Assessment, bank: Bank, *, by: Person) -> None:
    answers, posterior = _posterior(run, bank)
    # Every revision of an answered question counts as asked.
    asked = bank.items_of(bank.question_of(item) for item, _ in answers)
    left_in_bank = int(bank.items.servable.sum() - bank.items.servable[asked].sum())
    length = Length(run.length)
    item = None
    if not is_over(length, len(answers), left_in_bank):
        item = next_item(
            posterior,
            bank.items,
            bank.aim(run.aims),
            asked=asked,
            left=questions_left(length, len(answers), left_in_bank),
            avoid=bank.items_of(run.avoid),
            seed=(run.pk.int & 0xFFFFFFFF, len(answers)),
        )
    if item is None:
        _finish(run, bank, answers, posterior, by=by)
        return
    run.state = State.ASKING
    run.asked_id = bank.revision_pks[item]
    run.asked_at = timezone.now()
    run.position = len(answers) + 1
    run.save(update_fields=["state", "asked", "asked_at", "position"])


def _seen_lately(by: Person) -> list[int]:
    """Primary keys of the questions in a person's last assessments."""
    earlier = list(by.assessments.finished().values_list("pk", flat=True)[:RECENT])
    answered = Response.objects.filter(assessment__in=earlier)
    return sorted(answered.values_list("question_id", flat=True)) if earlier else []


def _finish(run: Assessment, bank: Bank, answers: Any, posterior: Posterior, *, by: Person) -> None:
    rows = list(results(bank, posterior, answers))
    for row in rows:
        row.assessment = run
    DomainResult.objects.bulk_create(rows)
    run.state = State.FINISHED
    run.asked = None
    run.asked_at = None
    run.finished_at = timezone.now()
    run.content_version = ContentVersion.objects.latest()
    run.measurement_version = bank.measurement_version
    run.save(
        update_fields=[
            "state",
            "asked",
            "asked_at",
            "finished_at",
            "content_version",
            "measurement_version",
        ]
    )
    audit(Verb.FINISHED, by=by, learner=run.learner, about=str(run.pk))

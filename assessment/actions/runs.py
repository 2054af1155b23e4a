"""Acts on one assessment: start, rate, answer, settle, finish, delete."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.access import Person
from assessment.actions import ledger
from assessment.actions.audit import (
    AlreadyAnswered,
    AlreadyFinished,
    AlreadyOpen,
    Gone,
    NotAsked,
    NothingLeft,
    audit,
)
from assessment.actions.results import freeze
from assessment.asking import next_question
from assessment.bank import Bank, current_bank
from assessment.core.responses import Outcome
from assessment.core.stopping import Length
from assessment.counting import ANSWERS
from assessment.limits import within_a_day
from assessment.models import (
    Assessment,
    ContentVersion,
    Domain,
    MeasurementVersion,
    Response,
    SelfRating,
    State,
    Verb,
)
from assessment.prepared import Parameter, Prepared

RECENT = 2  # questions of this many earlier assessments are avoided where possible
# From the question that waits to the next one, if it still is the one that waits.
ASK_NEXT = Prepared(
    lambda: Assessment.objects.filter(
        pk=Parameter(Assessment, "id"),
        state=State.ASKING,
        position=Parameter(Assessment, "position", called="answered"),
    ),
    sets=("asked_id", "asked_at", "position", "sure_enough"),
)
NEW_ANSWER = Prepared(
    Response.objects.all,
    creates=[field.name for field in Response._meta.concrete_fields if not field.primary_key],
)


@dataclass(frozen=True)
class Given:
    """A graded answer: the outcome, what was chosen (as stored), and whether the learner was sure."""

    outcome: Outcome
    given: list[int] | float
    sure: bool | None


def start_assessment(
    *, by: Person, role: str, aims: Mapping[str, Any], length: Length
) -> tuple[Assessment, bool]:
    """Begin an assessment; when one is open already, return that one. The flag says whether it is new.

    Raises TooOften.
    """
    try:
        with transaction.atomic():
            within_a_day(Verb.STARTED, by=by)
            run = Assessment.objects.create(
                **by.owner,
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
            _ask_or_finish(run, by=by)
        return run


def answer(run: Assessment, position: int, given: Given, *, by: Person, bank: Bank) -> Assessment:
    """Store the answer to the question at `position` and ask the next one of `bank`, or finish.

    run: as it was read; whether it is still so shows when it is written. Raises Gone, AlreadyFinished, AlreadyAnswered or
    NotAsked, and then changes nothing.
    """
    _expect_waiting(run, position)
    asked = bank.revisions[run.asked_id]  # type: ignore[index]
    now = timezone.now()
    # What takes longest comes before anything is held against others: the update finds out whether it still fits.
    following = next_question(run, bank, also=[(asked.pk, given.outcome.value)])
    with transaction.atomic():
        if not (following and ASK_NEXT.update(id=run.pk, answered=position, **following)):
            run = _locked(run)
            _expect_waiting(run, position)
        NEW_ANSWER.create(
            assessment=run.pk,
            question=asked.question_id,
            revision=asked.pk,
            position=position,
            outcome=given.outcome.value,
            given=given.given,
            sure=given.sure,
            answered_at=now,
            seconds=max(0, int((now - (run.asked_at or now)).total_seconds())),
        )
        if following is None:
            freeze(run, bank, by=by)
    _set(run, following or {})
    ANSWERS.inc()
    return run


def settle(assessment: Assessment, domain: Domain, *, by: Person, anew: bool) -> Assessment:
    """Go on from a finished assessment with questions of one domain only, as an assessment of its own.

    It begins with the ratings and answers of the finished one, which stays as it is. anew: leave its answers in this
    domain out, because the learner may have changed since. Raises AlreadyOpen while another one is under way, and
    NothingLeft when the bank has no question of the domain that was not asked; TooOften.
    """
    try:
        with transaction.atomic():
            within_a_day(Verb.STARTED, by=by)
            base = Assessment.objects.get(pk=assessment.pk)
            run = Assessment.objects.create(
                learner=base.learner,
                guest_key=base.guest_key,
                role=base.role,
                aims=base.aims,
                length=base.length,
                content_version=ContentVersion.objects.latest(),
                measurement_version=MeasurementVersion.current_number(),
                avoid=sorted({*_seen_lately(by), *_questions_of([base.pk])}),
                continues=base,
                settles=domain,
            )
            _carry(base, run, without=domain if anew else None)
            audit(Verb.STARTED, by=by, learner=by.user, about=str(run.pk))
            _ask_or_finish(run, by=by)
            if run.is_finished:
                raise NothingLeft
        return run
    except IntegrityError:
        raise AlreadyOpen from None


def _carry(base: Assessment, run: Assessment, *, without: Domain | None) -> None:
    """Copy ratings and answers to an assessment that goes on from another."""
    SelfRating.objects.bulk_create(
        SelfRating(assessment=run, domain_id=r.domain_id, level=r.level) for r in base.ratings.all()
    )
    kept = base.responses.exclude(revision__skill__domain=without) if without else base.responses
    copies = list(kept.order_by("position"))
    for position, copy in enumerate(copies, start=1):
        copy.pk, copy.assessment, copy.position = None, run, position
    Response.objects.bulk_create(copies)
    run.carried = len(copies)
    run.save(update_fields=["carried"])


def finish_early(assessment: Assessment, *, by: Person) -> Assessment:
    """Finish with the answers there are; raises NotAsked before the first question, AlreadyFinished afterwards.

    One that goes on from another and has no answer of its own is dropped; the other one is returned.
    """
    with transaction.atomic():
        run = _locked(assessment)
        if run.is_finished:
            raise AlreadyFinished
        if run.state != State.ASKING:
            raise NotAsked
        if run.continues and not run.answered:
            delete_assessment(run, by=by)
            return run.continues
        freeze(run, current_bank(), by=by)
        return run


def delete_assessment(assessment: Assessment, *, by: Person) -> None:
    """Delete an assessment with everything in it; this cannot be undone, not by a restored backup either."""
    with transaction.atomic():
        run = _locked(assessment)
        audit(Verb.DELETED, by=by, learner=by.user, about=str(run.pk))
        number, made_at = run.pk, run.started_at
        run.delete()
        ledger.record(ledger.Kind.ASSESSMENT, number, made_at)


def _locked(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held against everyone else until the transaction ends; raises Gone."""
    run = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
    if run is None:
        raise Gone
    return run


def _expect_waiting(run: Assessment, position: int) -> None:
    """Raises AlreadyFinished, AlreadyAnswered or NotAsked where the question at `position` is not the one that waits."""
    if run.is_finished:
        raise AlreadyFinished
    if position < run.position:
        raise AlreadyAnswered
    if run.state != State.ASKING or position != run.position:
        raise NotAsked


def _ask_or_finish(run: Assessment, *, by: Person) -> None:
    """Ask the next question of an assessment that is held, or finish it."""
    bank = current_bank()
    following = next_question(run, bank)
    if following is None:
        freeze(run, bank, by=by)
    else:
        _set(run, following)
        run.save(update_fields=following)


def _set(run: Assessment, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(run, name, value)


def _seen_lately(by: Person) -> list[int]:
    """Primary keys of the questions in a person's last assessments."""
    earlier = list(by.assessments.finished().values_list("pk", flat=True)[:RECENT])
    return _questions_of(earlier) if earlier else []


def _questions_of(runs: list[UUID]) -> list[int]:
    answered = Response.objects.filter(assessment__in=runs)
    return sorted(answered.values_list("question_id", flat=True))

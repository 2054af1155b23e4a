"""Crowds: hundreds of people with results, copied in bulk from a few assessments that were really answered."""

from collections.abc import Iterator, Sequence
from copy import copy
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils import timezone

from assessment.core.responses import Outcome
from assessment.core.stopping import Length
from assessment.models import Assessment, DomainResult, Response, SelfRating, User
from roadmap.models import (
    Agreement,
    Cohort,
    CohortMember,
    Goal,
    Invitation,
    MemberKind,
    Mentorship,
    Note,
    Progress,
    Scope,
    Side,
    Step,
    StepState,
)
from tests import factories

BATCH = 2000  # rows written at once
APART = 30  # days between two results of one person
PATTERNS = (
    (Outcome.WRONG,),
    (Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN),
    (Outcome.RIGHT, Outcome.RIGHT, Outcome.WRONG),
    (Outcome.RIGHT,),
)


def samples(
    email: str = "sample@example.org", *, length: Length = Length.QUICK
) -> list[Assessment]:
    """Finished assessments of one person, each answered in another way."""
    who = factories.user(email=email)
    ratings = {"networking": 2, "model-serving": 1}
    found = [factories.finished(who, *way, length=length, ratings=ratings) for way in PATTERNS]
    # Only the page that explains a number reads it, and it would be most of what is written.
    DomainResult.objects.filter(assessment__in=found).update(density=[])
    return found


def people(number: int, *, first: int = 0) -> list[User]:
    """So many accounts, numbered from `first`."""
    password = make_password(factories.PASSWORD)
    rows = [
        User(email=f"crowd-{n}@example.org", name=f"Learner {n}", password=password)
        for n in range(first, first + number)
    ]
    return User.objects.bulk_create(rows, batch_size=BATCH)


def results(learners: Sequence[User], of: Sequence[Assessment], *, each: int = 1) -> None:
    """So many finished assessments for each learner, `APART` days apart, copied in turn from some."""
    now, copies = timezone.now(), []
    for place, who in enumerate(learners):
        for n in range(each):
            sample = of[(place + n) % len(of)]
            day = now - timedelta(days=APART * (each - 1 - n), minutes=5)
            copies.append((sample.pk, _copy(sample, pk=uuid4(), learner=who, finished_at=day)))
    new = [run for _, run in copies]
    Assessment.objects.bulk_create(new, batch_size=BATCH)
    # Its moment of starting is set as a row is made.
    Assessment.objects.filter(learner__in=learners).update(started_at=F("finished_at"))
    for model in (Goal, SelfRating, Response, DomainResult):
        model.objects.bulk_create(_parts(model, copies), batch_size=BATCH)


def _parts(model: Any, copies: Sequence[tuple[Any, Assessment]]) -> Iterator[Any]:
    """What belongs to the copied assessments, for each copy."""
    of: dict[Any, list[Any]] = {}
    for row in model.objects.filter(assessment__in={sample for sample, _ in copies}):
        of.setdefault(row.assessment_id, []).append(row)
    for sample, run in copies:
        for row in of.get(sample, []):
            yield _copy(row, pk=None, assessment=run)


def _copy(row: Any, **changed: Any) -> Any:
    new = copy(row)
    new._state = copy(row._state)
    new._state.fields_cache = {}
    new._state.adding = True
    for name, value in changed.items():
        setattr(new, name, value)
    return new


def mentees(learners: Sequence[User], mentor: User) -> list[Mentorship]:
    """Let all of them share with a mentor; each has written, agreed on something, and is at a step."""
    now, step = timezone.now(), Step.objects.filter(retired=False)[0]
    until = now + timedelta(days=60)
    consent = {"scope": Scope.SKILLS, "until": until}
    invitations = Invitation.objects.bulk_create(
        Invitation(
            learner=who, secret_hash=f"crowd {who.pk}", label="M", expires_at=until, **consent
        )
        for who in learners
    )
    shared = Mentorship.objects.bulk_create(
        Mentorship(
            learner=made.learner, mentor=mentor, invitation=made, confirmed_at=now, **consent
        )
        for made in invitations
    )
    Note.objects.bulk_create(
        Note(mentorship=one, author=one.learner, text="May I ask you something?") for one in shared
    )
    Agreement.objects.bulk_create(
        Agreement(
            mentorship=one,
            step=step,
            who=Side.LEARNER,
            by_date=timezone.localdate() - timedelta(days=1),
            made_by=mentor,
        )
        for one in shared
    )
    Progress.objects.bulk_create(
        Progress(learner=one.learner, step=step, state=StepState.DOING) for one in shared
    )
    Progress.objects.update(changed_at=now - timedelta(days=40))
    return shared


def join(cohort: Cohort, learners: Sequence[User]) -> None:
    """Let all of them learn in a cohort and be counted there."""
    CohortMember.objects.bulk_create(
        (
            CohortMember(cohort=cohort, user=who, kind=MemberKind.LEARNER, aggregate=True)
            for who in learners
        ),
        batch_size=BATCH,
    )

"""Cohorts full of learners with results, made without asking each of them questions."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from assessment.models import Assessment, ContentVersion, Domain, DomainResult, State, User
from roadmap.models import Cohort, CohortMember, CohortSnapshot, MemberKind, Role
from tests import factories


def result(
    who: User, scores: Mapping[str, float] | None = None, *, other: float = 30
) -> Assessment:
    """A finished assessment with these scores by domain (slug), and `other` in all the others."""
    role = Role.objects.get(slug="mlops-engineer")
    run = Assessment.objects.create(
        learner=who,
        state=State.FINISHED,
        role=role.slug,
        aims=role.aims(),
        content_version=ContentVersion.objects.latest(),
        measurement_version=1,
        finished_at=timezone.now(),
    )
    DomainResult.objects.bulk_create(
        DomainResult(
            assessment=run,
            domain=domain,
            score=score,
            standard_error=5,
            low=score - 6,
            high=score + 6,
            responses=5,
            level=min(4, int(score // 20)),
            level_probabilities=[0.2] * 5,
            density=[],
        )
        for domain in Domain.objects.filter(retired=False)
        for score in [(scores or {}).get(domain.slug, other)]
    )
    return run


def learner(
    cohort: Cohort,
    number: int,
    *,
    aggregate: bool = True,
    named: bool = False,
    peers: bool = False,
    **scores: float,
) -> User:
    """A learner of a cohort who has a result; `serving` and `other` are scores."""
    who = factories.user(email=f"learner-{number}@example.org", name=f"Learner {number}")
    CohortMember.objects.create(
        cohort=cohort,
        user=who,
        kind=MemberKind.LEARNER,
        aggregate=aggregate,
        named=named,
        peers=peers,
    )
    again(who, **scores)
    return who


def again(who: User, *, serving: float = 30, other: float = 30) -> Assessment:
    """One more result of somebody."""
    return result(who, {"model-serving": serving}, other=other)


def a_day_later(cohort: Cohort) -> date:
    """Let what is published be a day older."""
    day = timedelta(days=1)
    for snapshot in CohortSnapshot.objects.filter(cohort=cohort).order_by("taken_on"):
        CohortSnapshot.objects.filter(pk=snapshot.pk).update(taken_on=snapshot.taken_on - day)
    return timezone.localdate() - day

"""Acts on a learner's goal: begin an assessment for a target role, or go on from one."""

from datetime import date

from django.db import transaction

from assessment import actions as assessment_actions
from assessment.access import Person
from assessment.actions import audit
from assessment.core.stopping import Length
from assessment.models import Assessment, Domain, Verb
from roadmap.models import Background, Goal, Role


def start(
    *,
    by: Person,
    role: Role,
    background: Background | None,
    hours_per_week: int,
    by_date: date | None,
    length: Length,
) -> Assessment:
    """Begin an assessment for a target role, or return the open one."""
    with transaction.atomic():
        run, new = assessment_actions.start_assessment(
            by=by, role=role.slug, aims=role.aims(), length=length
        )
        if new:
            Goal.objects.create(
                assessment=run,
                role=role,
                background=background,
                hours_per_week=hours_per_week,
                by_date=by_date,
            )
    return run


def settle(base: Assessment, domain: Domain, *, by: Person, anew: bool) -> Assessment:
    """Go on from a finished assessment in one domain, with the same goal; see `assessment.actions.settle`."""
    with transaction.atomic():
        run = assessment_actions.settle(base, domain, by=by, anew=anew)
        goal = Goal.objects.get(assessment=base)
        goal.pk, goal.assessment = None, run
        goal.save(force_insert=True)
    return run


def change_frame(goal: Goal, *, hours_per_week: int, by_date: date | None, by: Person) -> None:
    """Fit the plan of an assessment to other hours per week, or to another date."""
    with transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(hours_per_week=hours_per_week, by_date=by_date)
        audit(Verb.PLANNED, by=by, learner=by.user, about=str(goal.assessment_id))

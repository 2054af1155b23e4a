"""Two assessments of one person, and what a comparison makes of them."""

from django.urls import reverse

from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, User
from roadmap import actions
from roadmap.comparing import Compared, compared
from tests import factories

RATINGS = {"networking": 2, "model-serving": 1, "ml-fundamentals": 3}


def pair(one: Assessment, other: Assessment) -> str:
    """The address of a learner's comparison."""
    return reverse("roadmap:compare", args=[one.pk, other.pk])


def fresh(run: Assessment) -> Assessment:
    return Assessment.objects.select_related("goal__role").get(pk=run.pk)


def between(one: Assessment, other: Assessment) -> Compared:
    return compared(fresh(one), fresh(other))


def settled(base: Assessment, by: User, outcome: Outcome, *, anew: bool = False) -> Assessment:
    """What goes on from an assessment in one domain, to its end."""
    domain = Domain.objects.get(slug="model-serving")
    run = actions.settle(base, domain, by=Person(user=by), anew=anew)
    while not run.is_finished:
        run = factories.answered(run, by, outcome)
    return run

"""People for a load test: accounts whose sign-in costs what it costs, a mentor with mentees, a cohort with its lead."""

from django.contrib.auth.hashers import make_password

from assessment import actions
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import User
from roadmap.models import Cohort, CohortMember, MemberKind
from tests import factories
from tests.factories import PASSWORD

MENTEES = 12  # learners with a finished assessment that the mentor sees


def learners(number: int) -> list[User]:
    """Accounts with names and one password, whose hash is as slow to check as any."""
    secret = make_password(PASSWORD)
    return User.objects.bulk_create(
        User(email=f"learner{n}@example.org", name=f"Learner {n}", password=secret)
        for n in range(number)
    )


def mentor(people: list[User]) -> tuple[User, Cohort]:
    """A mentor of some of the learners, who leads a cohort of all of them, with leave to read names."""
    lead = User.objects.create(
        email="mentor@example.org", name="Mentor", password=people[0].password
    )
    for learner in people[:MENTEES]:
        by = Person(user=learner)
        run = factories.answered(
            factories.asking(learner), learner, *[Outcome.RIGHT, Outcome.WRONG] * 3
        )
        actions.finish_early(run, by=by)
        factories.mentorship(learner, lead)
    cohort = factories.cohort(lead)
    like = factories.joined(cohort, people[0], aggregate=True, named=True)
    copies = []
    for learner in people[1:]:
        fields = {f.attname: getattr(like, f.attname) for f in CohortMember._meta.concrete_fields}
        copies.append(CohortMember(**fields | {"id": None, "user_id": learner.pk}))
    CohortMember.objects.bulk_create(copies)
    assert cohort.members.filter(kind=MemberKind.LEARNER).count() == len(people)
    return lead, cohort

"""Acts of leads on a whole cohort: give it another name, name another lead, delete it."""

from django.db import transaction
from django.utils import timezone

from assessment.access import Person
from assessment.actions import Conflict, audit, ledger
from assessment.models import User, Verb
from roadmap.models import Cohort, CohortMember, MemberKind


class NotAMentor(Conflict):
    """Only somebody who mentors the cohort can be named a lead: a learner would become a reader of their own group."""


def rename_cohort(cohort: Cohort, name: str, *, by: User) -> None:
    """Give a cohort another name; what was sent and written down before keeps the old one."""
    with transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(name=name)
        audit(Verb.RENAMED, by=Person(user=by), learner=None, about=f"cohort {cohort.pk}")


def name_lead(member: CohortMember, *, by: User) -> None:
    """Let a mentor of a cohort lead it, beside those who do. Raises NotAMentor, also when they left meanwhile."""
    with transaction.atomic():
        # Held, so that whoever leaves at the same moment sees one lead more or one less.
        Cohort.objects.select_for_update().get(pk=member.cohort_id)
        mentors = CohortMember.objects.filter(pk=member.pk, kind=MemberKind.MENTOR)
        if not mentors.update(kind=MemberKind.LEAD):
            raise NotAMentor
        about = f"cohort {member.cohort_id}"
        audit(Verb.NAMED_LEAD, by=Person(user=by), learner=None, about=about)


def delete_cohort(cohort: Cohort, *, by: User) -> None:
    """Delete a cohort with its members' consents, links and counts; what people did themselves stays theirs."""
    now = timezone.now()
    with transaction.atomic():
        # Held, so that nobody joins what is about to go.
        Cohort.objects.select_for_update().get(pk=cohort.pk)
        about, members = f"cohort {cohort.pk}", list(cohort.members.select_related("user"))
        for member in members:
            if member.is_learner:
                audit(Verb.LEFT, by=Person(user=by), learner=member.user, about=about)
        audit(Verb.CLOSED, by=Person(user=by), learner=None, about=about)
        cohort.delete()
        for member in members:
            ledger.record(ledger.Kind.MEMBERSHIP, member.pk, member.joined_at, at=now)

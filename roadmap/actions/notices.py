"""Tell people what happened that concerns them, in the transaction in which it happens; and reading it."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from assessment.models import Assessment, User
from roadmap.models import CohortMember, Kind, MemberKind, Mentorship, Notice


def tell(recipient: User, kind: Kind, shared: Mentorship, **about: object) -> None:
    """Put something about a sharing into somebody's inbox. about: the note, rating or agreement."""
    Notice.objects.create(recipient=recipient, kind=kind, mentorship=shared, **about)


def tell_other(kind: Kind, shared: Mentorship, *, by: User, **about: object) -> None:
    """The same for the other of the two who share."""
    tell(shared.other_of(by), kind, shared, **about)


def tell_of_beginning(shared: Mentorship) -> None:
    """Tell the mentor that they can look; when the time is over, both are told that."""
    tell(shared.mentor, Kind.BEGAN, shared)
    for recipient in (shared.learner, shared.mentor):
        tell(recipient, Kind.RAN_OUT, shared, happened_at=shared.until)


def tell_of_end(shared: Mentorship, *, by: User) -> None:
    """Tell the other that it was ended, if the mentor could look until then; the mentor keeps nothing else of it.

    shared: as it was before.
    """
    now = timezone.now()
    to_come = Q(kind=Kind.RAN_OUT, happened_at__gt=now)
    Notice.objects.filter(to_come | Q(recipient=shared.mentor), mentorship=shared).delete()
    if shared.is_active(now):
        tell_other(Kind.ENDED, shared, by=by)


def tell_of_result(run: Assessment) -> None:
    """Tell the mentors of a learner of a finished assessment, also of one that was a guest's; settings name it as AFTER_FINISH."""
    if run.learner_id is None:
        return
    shared = Mentorship.objects.active(timezone.now()).filter(learner=run.learner_id, only=None)
    Notice.objects.bulk_create(
        Notice(recipient_id=one.mentor_id, kind=Kind.RESULT, mentorship=one, assessment=run)
        for one in shared
    )


def tell_leads(member: CohortMember) -> None:
    """Tell those who lead a cohort that somebody joined it."""
    leads = CohortMember.objects.filter(cohort=member.cohort_id, kind=MemberKind.LEAD)
    Notice.objects.bulk_create(
        Notice(recipient_id=lead.user_id, kind=Kind.JOINED, member=member)
        for lead in leads.exclude(pk=member.pk)
    )


def mark_read(user: User, *, until: datetime) -> None:
    """Everything that had happened by then was read."""
    read = user.notices.unread(timezone.now()).filter(happened_at__lte=until)
    read.update(read_at=timezone.now())


def mark_one_read(notice: Notice) -> None:
    """One notice was read; the first time stays."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())

"""After an older backup was restored: what had been deleted or withdrawn since is so again, by the ledger."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from assessment import actions
from assessment.access import Person
from assessment.actions.ledger import Entry, Kind, marks
from assessment.models import Assessment, User
from roadmap.models import CohortMember, Mentorship

Act = Callable[[Any, datetime], bool]  # says whether there was something to do


def reapply(entries: Iterable[Entry]) -> Counter[Kind]:
    """Do again what a ledger says, where the database does not know of it; how often, by kind."""
    done: Counter[Kind] = Counter()
    by_kind: dict[Kind, dict[str, datetime]] = {kind: {} for kind in Kind}
    for entry in entries:
        known = by_kind[entry.kind]
        known[entry.mark] = max(entry.at, known.get(entry.mark, entry.at))
    for kind, (rows, made_at, act) in KINDS.items():
        if known := by_kind[kind]:
            for row in rows().iterator(chunk_size=1000):
                found = [m for m in marks(kind, row.pk, getattr(row, made_at)) if m in known]
                done[kind] += bool(found) and act(row, known[found[0]])
    return done


def _delete_account(user: User, at: datetime) -> bool:
    actions.delete_account(user)
    return True


def _delete_assessment(run: Assessment, at: datetime) -> bool:
    actions.delete_assessment(run, by=Person(user=run.learner, guest_key=run.guest_key))
    return True


def _end_sharing(shared: Mentorship, at: datetime) -> bool:
    return bool(Mentorship.objects.filter(pk=shared.pk, ended_at=None).update(ended_at=at))


def _leave(member: CohortMember, at: datetime) -> bool:
    return bool(member.delete()[0])


def _withdraw(member: CohortMember, at: datetime) -> bool:
    """Which of the consents stayed is not known: none does, and the learner can give them again."""
    older = CohortMember.objects.filter(pk=member.pk, consented_at__lt=at)
    return bool(older.update(aggregate=False, named=False, peers=False, consented_at=at))


KINDS: dict[Kind, tuple[Callable[[], QuerySet[Any]], str, Act]] = {
    Kind.ACCOUNT: (User.objects.all, "joined_at", _delete_account),
    Kind.ASSESSMENT: (Assessment.objects.all, "started_at", _delete_assessment),
    Kind.SHARING: (Mentorship.objects.all, "began_at", _end_sharing),
    Kind.MEMBERSHIP: (CohortMember.objects.all, "joined_at", _leave),
    Kind.CONSENT: (CohortMember.objects.all, "joined_at", _withdraw),
}

"""The table of counts that a cohort publishes on a day: who is counted, and what of it may be told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from assessment.bank import current_bank
from assessment.core.catalogue import Level
from assessment.models import Assessment
from roadmap import counting
from roadmap.core.suppression import SMALLEST, Sides, hidden_whole, is_mixed, publish
from roadmap.counting import UNTESTED
from roadmap.library import current_library
from roadmap.models import STAFF, Cohort, CohortMember, CohortSnapshot, MemberKind, Mentorship

COLUMNS = (*(level.name.capitalize() for level in Level), "No answer")
BELIEFS = 5  # misconceptions that are kept


@dataclass(frozen=True)
class Counted:
    """The newest finished assessment of every learner who is counted, by account.

    known: those of them of whom somebody who leads or mentors the cohort can see where they stand.
    """

    runs: Mapping[str, str]
    known: frozenset[str]

    @property
    def known_runs(self) -> list[str]:
        return [run for who, run in self.runs.items() if who in self.known]


def newest_of(members: Any) -> Any:
    """Members (a queryset), each with `newest`: the key of their newest finished assessment, or None."""
    runs = Assessment.objects.finished().filter(learner=OuterRef("user")).order_by("-started_at")
    return members.annotate(newest=Subquery(runs.values("pk")[:1]))


def counted_of(cohort: Cohort) -> Counted:
    """Who is counted: all who agreed, or those who are known alone where fewer than SMALLEST others would be with them."""
    agreed = cohort.members.filter(kind=MemberKind.LEARNER, aggregate=True)
    members = [m for m in newest_of(agreed.annotate(seen=_seen(cohort))) if m.newest]
    known = frozenset(str(m.user_id) for m in members if m.seen)
    others_told = len(members) - len(known) >= SMALLEST
    runs = {str(m.user_id): str(m.newest) for m in members if m.seen or others_told}
    return Counted(runs, known)


def _seen(cohort: Cohort) -> Q:
    """Whether a member shows a result to one of the cohort's leads and mentors: by name in a cohort, or as a mentee."""
    staff = CohortMember.objects.filter(cohort=cohort, kind__in=STAFF).values("user")
    theirs = CohortMember.objects.filter(user__in=staff, kind__in=STAFF).values("cohort")
    named = CohortMember.objects.filter(user=OuterRef("user"), named=True, cohort__in=theirs)
    # What was seen stays known, also after the sharing has ended.
    shared = Mentorship.objects.filter(
        learner=OuterRef("user"), mentor__in=staff, confirmed_at__isnull=False
    )
    return Q(Exists(named) | Exists(shared))


def table_of(counted: Counted, sides: Sides, newest: CohortSnapshot | None) -> dict[str, Any]:
    """The counts as they may be published; what is hidden is not in it. One query for each panel, and one for sides.

    newest: the table before, of which a row stays where a new one would tell of the people who make the difference.
    """
    slugs, people = list(current_library().domains), len(counted.runs)
    rows, kept = _rows(counted, slugs), {}
    before = newest.table if newest else {"domains": {}}
    for slug in _telling(sides, slugs):
        rows[slug] = before["domains"].get(slug) or hidden_whole(COLUMNS)
        if newest and slug in before["domains"]:
            earlier = {"on": newest.taken_on.isoformat(), "people": before["people"]}
            kept[slug] = before.get("kept", {}).get(slug, earlier)
    return {"people": people, "domains": rows, "kept": kept, "beliefs": _beliefs(counted)}


def _rows(counted: Counted, slugs: Sequence[str]) -> dict[str, Sequence[int | None]]:
    """Of each domain the counts as published, told of this table alone."""
    everyone: dict[str, Counter[int]] = {slug: Counter() for slug in slugs}
    known: dict[str, Counter[int]] = {slug: Counter() for slug in slugs}
    for slug, place, n, of_known in counting.levels(counted.runs.values(), counted.known_runs):
        if slug in everyone:
            everyone[slug][place] += n
            known[slug][place] += of_known
    for counts, people in ((everyone, len(counted.runs)), (known, len(counted.known_runs))):
        for found in counts.values():  # a domain that is newer than somebody's result
            found[UNTESTED] += people - found.total()
    return {
        slug: publish(*([found[place] for place in range(len(COLUMNS))] for found in of_slug))
        for slug in slugs
        for of_slug in [(everyone[slug], known[slug])]
    }


def _telling(sides: Sides, slugs: Sequence[str]) -> list[str]:
    """The domains in which the results that make a difference to an earlier table all stand at one level."""
    places = counting.places({run for side, _ in sides for run in side}, slugs)
    found = set()
    for side, kept in sides:
        # A result that was deleted since stood anywhere.
        rows = [places[run] for run in side if run in places]
        for column, slug in enumerate(slugs):
            if slug not in kept and not is_mixed(row[column] for row in rows):
                found.add(slug)
    return sorted(found)


def _beliefs(counted: Counted) -> dict[str, int]:
    """The most frequent misconceptions, each with how many people's answers show it at the least, by steps of SMALLEST.

    In steps, so that two days do not tell what the few have in common who make the difference.
    """
    people, known = len(counted.runs), len(counted.known_runs)
    found = counting.misconceptions(counted.runs.values(), current_bank(), counted.known_runs)
    told = {
        slug: count // SMALLEST * SMALLEST
        for slug, (n, k) in found.items()
        if (count := publish((n, people - n), (k, known - k))[0])
    }
    return dict(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))[:BELIEFS])

"""The table of counts that a cohort publishes on a day: who is counted, and what of it may be told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from assessment.bank import current_bank
from assessment.core.catalogue import Level
from assessment.models import Assessment
from roadmap import counting
from roadmap.core.suppression import (
    SMALLEST,
    Earlier,
    Published,
    hidden_whole,
    is_mixed,
    may_stand_beside,
    publish,
)
from roadmap.counting import UNTESTED
from roadmap.library import current_library
from roadmap.models import STAFF, Cohort, CohortMember, CohortSnapshot, MemberKind, Mentorship

COLUMNS = (*(level.name.capitalize() for level in Level), "No answer")
BELIEFS = 5  # misconceptions that are kept


@dataclass(frozen=True)
class Counted:
    """The newest finished assessment of every learner who is counted, by account.

    known: those of them of which somebody who leads or mentors the cohort can see elsewhere what came of them, or could.
    """

    runs: Mapping[str, str]
    known: frozenset[str]


def newest_of(members: Any) -> Any:
    """Members (a queryset), each with `newest`: the key of their newest finished assessment, or None."""
    runs = Assessment.objects.finished().filter(learner=OuterRef("user")).order_by("-started_at")
    return members.annotate(newest=Subquery(runs.values("pk")[:1]))


def counted_of(cohort: Cohort) -> Counted:
    """Who is counted: all who agreed, or those who are known alone where fewer than SMALLEST others would be with them."""
    staff = CohortMember.objects.filter(cohort=cohort, kind__in=STAFF).values("user")
    theirs = CohortMember.objects.filter(user__in=staff, kind__in=STAFF).values("cohort")
    before = CohortSnapshot.objects.filter(cohort__in=theirs).exclude(seen=[])
    seen = {run for runs in before.values_list("seen", flat=True) for run in runs}
    agreed = cohort.members.filter(kind=MemberKind.LEARNER, aggregate=True)
    # What was seen stays known, also after the sharing has ended.
    shared = Mentorship.objects.filter(
        learner=OuterRef("user"), mentor__in=staff, confirmed_at__isnull=False
    )
    named = CohortMember.objects.filter(user=OuterRef("user"), named=True, cohort__in=theirs)
    members = newest_of(agreed.annotate(shows=Exists(named) | Exists(shared)))
    runs = {str(m.user_id): str(m.newest) for m in members if m.newest}
    shown = {runs[str(m.user_id)] for m in members if m.newest and m.shows}
    known = frozenset(shown.union(seen).intersection(runs.values()))
    if len(runs) - len(known) < SMALLEST:
        runs = {who: run for who, run in runs.items() if run in known}
    return Counted(runs, known)


def table_of(
    counted: Counted, earlier: Sequence[Earlier], newest: CohortSnapshot | None
) -> dict[str, Any]:
    """The counts as they may be published; what is hidden is not in it. One query for each panel, and one for differences.

    newest: the table before, of which a row stays where a new one would tell of the people who make the difference.
    """
    slugs, people = list(current_library().domains), len(counted.runs)
    rows, kept = _rows(counted, slugs), {}
    before = newest.table if newest else {"domains": {}}
    for slug in _telling(rows, counted, earlier):
        rows[slug] = before["domains"].get(slug) or hidden_whole(COLUMNS)
        if newest and slug in before["domains"]:
            day = {"on": newest.taken_on.isoformat(), "people": before["people"]}
            kept[slug] = before.get("kept", {}).get(slug, day)
    return {"people": people, "domains": rows, "kept": kept, "beliefs": _beliefs(counted)}


def _rows(counted: Counted, slugs: Sequence[str]) -> dict[str, Published]:
    """Of each domain the counts as published, told of this table alone."""
    everyone: dict[str, Counter[int]] = {slug: Counter() for slug in slugs}
    known: dict[str, Counter[int]] = {slug: Counter() for slug in slugs}
    for slug, place, n, of_known in counting.levels(counted.runs.values(), counted.known):
        if slug in everyone:
            everyone[slug][place] += n
            known[slug][place] += of_known
    for counts, people in ((everyone, len(counted.runs)), (known, len(counted.known))):
        for found in counts.values():  # a domain that is newer than somebody's result
            found[UNTESTED] += people - found.total()
    return {
        slug: publish(*([found[place] for place in range(len(COLUMNS))] for found in of_slug))
        for slug in slugs
        for of_slug in [(everyone[slug], known[slug])]
    }


def _telling(
    rows: Mapping[str, Published], counted: Counted, earlier: Sequence[Earlier]
) -> list[str]:
    """The domains of which an earlier table and the new row, side by side, would tell what neither does."""
    slugs = list(rows)
    places = counting.places({r for table in earlier for side in table.sides for r in side}, slugs)
    found = set()
    for table in earlier:
        # A result that was deleted since stood anywhere.
        sides = [[places[run] for run in side if run in places] for side in table.sides]
        people, seen = (table.people, len(counted.runs)), max(table.seen, len(counted.known))
        for column, slug in enumerate(slugs):
            if (before := table.rows.get(slug)) and table.sides:
                mixed = all(is_mixed(row[column] for row in side) for side in sides)
                if not mixed or not may_stand_beside(before, rows[slug], people=people, seen=seen):
                    found.add(slug)
    return sorted(found)


def _beliefs(counted: Counted) -> dict[str, int]:
    """The most frequent misconceptions, each with how many people's answers show it at the least, by steps of SMALLEST.

    In steps, so that two days do not tell what the few have in common who make the difference.
    """
    people, known = len(counted.runs), len(counted.known)
    found = counting.misconceptions(counted.runs.values(), current_bank(), counted.known)
    told = {
        slug: count // SMALLEST * SMALLEST
        for slug, (n, k) in found.items()
        if (count := publish((n, people - n), (k, known - k))[0])
    }
    return dict(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))[:BELIEFS])

"""A cohort as a group: who is counted, the published counts, and what follows from those counts alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from assessment.bank import current_bank
from assessment.core.catalogue import Level
from assessment.models import Assessment, Domain, Misconception, User
from roadmap import counting
from roadmap.actions import publish_counts
from roadmap.core.expected import middle_of
from roadmap.core.roles import NOT_NEEDED, Aim
from roadmap.core.suppression import SMALLEST, Published, at_least, publish, quantile_place
from roadmap.counting import UNTESTED
from roadmap.library import Library, current_library
from roadmap.models import Cohort, CohortSnapshot, MemberKind

BELIEFS = 5  # misconceptions that are kept
WORKSHOPS = 3
SHADES = 4


@dataclass(frozen=True)
class Cell:
    """A count as published. column: its head."""

    count: int | None
    column: str
    people: int

    @property
    def is_hidden(self) -> bool:
        return self.count is None

    @property
    def shade(self) -> int:
        """How dark the cell is: 0 for nobody to SHADES for everybody."""
        return -(-SHADES * self.count // self.people) if self.count else 0


@dataclass(frozen=True)
class HeatRow:
    """One domain: how many stand at each level, and what the role asks. people: how many are counted, told or not."""

    domain: Domain
    counts: Published
    people: int
    aim: Aim

    @property
    def cells(self) -> list[Cell]:
        return [Cell(n, head, self.people) for n, head in zip(self.counts, COLUMNS, strict=True)]

    @property
    def median(self) -> Level | None:
        return self._level(0.5)

    @property
    def middle_half(self) -> tuple[Level, Level] | None:
        """The levels between which the middle half of the people stand."""
        low, high = self._level(0.25), self._level(0.75)
        return None if low is None or high is None else (low, high)

    def _level(self, share: float) -> Level | None:
        place = quantile_place(self.counts, self.people, share)
        return None if place is None else Level(place)

    @property
    def _missing(self) -> list[float]:
        """Points that a person in the middle of each level lacks; nothing is said about those without an answer."""
        return [max(0.0, self.aim.score - middle_of(level)) for level in Level] + [0.0]

    @property
    def points_missing(self) -> float:
        """Points (0 to 100 a person) that are missing together, at the least."""
        return at_least(self.counts, self.people, self._missing)

    @property
    def people_below(self) -> int:
        """How many people stand below what the role asks, at the least."""
        below = [float(points > 0) for points in self._missing]
        return round(at_least(self.counts, self.people, below))

    @property
    def is_uncovered(self) -> bool:
        """Whether the role needs the domain and certainly nobody stands at the level it asks."""
        return bool(self.aim.weight) and not any(
            count is None or count for count in self.counts[self.aim.level : UNTESTED]
        )


COLUMNS = (*(level.name.capitalize() for level in Level), "No answer")


@dataclass(frozen=True)
class Heatmap:
    """The published counts of a cohort with all that follows from them."""

    taken_on: date
    people: int
    rows: Sequence[HeatRow]
    beliefs: Sequence[tuple[Misconception, int]]  # the most frequent first

    columns = COLUMNS

    @property
    def at_least(self) -> int:
        """How many people are counted, rounded down: one more or less is not told."""
        return self.people // SMALLEST * SMALLEST

    @property
    def workshops(self) -> list[HeatRow]:
        """The domains of the role in which most points are missing together, the first to hold a workshop about."""
        short = [row for row in self.rows if row.aim.weight and row.points_missing]
        return sorted(short, key=lambda row: (-row.points_missing, row.domain.position))[:WORKSHOPS]

    @property
    def uncovered(self) -> list[HeatRow]:
        return [row for row in self.rows if row.is_uncovered]


def heatmap(cohort: Cohort, *, by: User) -> tuple[Heatmap | None, str]:
    """The counts that may be seen today, renewed where they may be; without any, why: `few` people or `same` people."""
    counted = _counted(cohort)
    if len(counted) < SMALLEST:
        return None, "few"
    newest, today = cohort.snapshots.first(), timezone.localdate()
    if newest is None or (newest.taken_on < today and newest.counted != counted):
        publish_counts(cohort, by=by, on=today, counted=counted, table=_table(counted))
        newest = cohort.snapshots.first()
    return (_shown(newest, cohort), "") if newest else (None, "same")


def _counted(cohort: Cohort) -> dict[str, str]:
    """The newest finished assessment of every learner who agreed to be counted, by account."""
    pairs = newest_of(cohort.members.filter(kind=MemberKind.LEARNER, aggregate=True))
    return {str(member.user_id): str(member.newest) for member in pairs if member.newest}


def newest_of(members: Any) -> Any:
    """Members (a queryset), each with `newest`: the key of their newest finished assessment, or None."""
    runs = Assessment.objects.finished().filter(learner=OuterRef("user")).order_by("-started_at")
    return members.annotate(newest=Subquery(runs.values("pk")[:1]))


def _table(counted: Mapping[str, str]) -> dict[str, Any]:
    """The counts of results as they may be published; what is hidden is not in it. One query for each panel."""
    slugs, people = list(current_library().domains), len(counted)
    places: dict[str, Counter[int]] = {slug: Counter() for slug in slugs}
    for slug, place, n in counting.levels(counted.values()):
        if slug in places:
            places[slug][place] += n
    for found in places.values():  # a domain that is newer than somebody's result
        found[UNTESTED] += people - found.total()
    return {
        "people": people,
        "domains": {
            slug: publish([found[place] for place in range(len(COLUMNS))])
            for slug, found in places.items()
        },
        "beliefs": _beliefs(counted.values(), people),
    }


def _beliefs(runs: Iterable[str], people: int) -> dict[str, int]:
    """In how many people's answers each misconception showed, where that may be told; the most frequent."""
    told = {
        slug: count
        for slug, n in counting.misconceptions(runs, current_bank()).items()
        if (count := publish((n, people - n))[0])
    }
    return dict(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))[:BELIEFS])


def _shown(snapshot: CohortSnapshot, cohort: Cohort) -> Heatmap:
    library, table = current_library(), snapshot.table
    aims, known = library.role_aims.get(cohort.role.slug, {}), _beliefs_of(library)
    return Heatmap(
        taken_on=snapshot.taken_on,
        people=table["people"],
        rows=[
            HeatRow(domain, tuple(counts), table["people"], aims.get(slug, NOT_NEEDED))
            for slug, domain in library.domains.items()
            if (counts := table["domains"].get(slug))
        ],
        beliefs=[(known[slug], n) for slug, n in table["beliefs"].items() if slug in known],
    )


def _beliefs_of(library: Library) -> dict[str, Misconception]:
    return {row.slug: row for row in library.misconceptions.values()}

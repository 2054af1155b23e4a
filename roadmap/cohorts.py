"""A cohort as a group: the published counts, and what follows from those counts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessment.core.catalogue import Level
from assessment.models import Domain, Misconception, User
from roadmap.actions import publish_counts
from roadmap.cohort_counts import COLUMNS, counted_of, table_of
from roadmap.core.expected import middle_of
from roadmap.core.roles import NOT_NEEDED, Aim
from roadmap.core.suppression import SMALLEST, Published, at_least, quantile_place
from roadmap.counting import UNTESTED
from roadmap.library import Library, current_library
from roadmap.models import Cohort, CohortSnapshot

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
    """One domain: how many stand at each level, and what the role asks.

    people: how many are counted, told or not. taken_on: on which day; earlier than the others where renewing it would tell
    of the people who make the difference.
    """

    domain: Domain
    counts: Published
    people: int
    aim: Aim
    taken_on: date

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


@dataclass(frozen=True)
class Heatmap:
    """The published counts of a cohort with all that follows from them."""

    taken_on: date
    people: int
    rows: Sequence[HeatRow]
    beliefs: Sequence[
        tuple[Misconception, int]
    ]  # the most frequent first, each of so many people at the least

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
    counted = counted_of(cohort)
    if len(counted.runs) < SMALLEST:
        return None, "few"
    newest, today = cohort.snapshots.first(), timezone.localdate()
    if newest is None or (newest.taken_on < today and newest.counted != counted.runs):
        publish_counts(
            cohort,
            by=by,
            on=today,
            counted=counted.runs,
            known=counted.known,
            table=lambda earlier: table_of(counted, earlier, newest),
        )
        newest = cohort.snapshots.first()
    return (_shown(newest, cohort), "") if newest else (None, "same")


def _shown(snapshot: CohortSnapshot, cohort: Cohort) -> Heatmap:
    library, table = current_library(), snapshot.table
    aims, known = library.role_aims.get(cohort.role.slug, {}), _beliefs_of(library)
    kept = table.get("kept", {})
    return Heatmap(
        taken_on=snapshot.taken_on,
        people=table["people"],
        rows=[
            HeatRow(
                domain,
                tuple(counts),
                kept[slug]["people"] if slug in kept else table["people"],
                aims.get(slug, NOT_NEEDED),
                date.fromisoformat(kept[slug]["on"]) if slug in kept else snapshot.taken_on,
            )
            for slug, domain in library.domains.items()
            if (counts := table["domains"].get(slug))
        ],
        beliefs=[(known[slug], n) for slug, n in table["beliefs"].items() if slug in known],
    )


def _beliefs_of(library: Library) -> dict[str, Misconception]:
    return {row.slug: row for row in library.misconceptions.values()}

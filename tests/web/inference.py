"""What published counts give away, worked out without mercy: by trying every group that fits, or by bounds.

Results that were counted in the same tables can be told apart by nothing: they are a class, of which one can know how many
stand where. People are found out when their whole class stands at one level in every group that fits what was published.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, product
from math import comb, prod

from roadmap.core import suppression

LEVELS = ("Starting", "Foundation", "Engineer", "Professional", "Architect")
PLACES = len(LEVELS) + 1  # and no answer
FITTING = 30_000  # groups that are tried at the most; where there may be more, bounds are used
SMALLEST = 5

Counts = tuple[int, ...]
Group = tuple[Counts, ...]  # of each class how many stand where
Equation = tuple[
    Mapping[tuple[int, int], int], int
]  # factors by class and place, and what they add up to


@dataclass(frozen=True)
class Row:
    """A domain in a table: its counts, whether they were counted for this table, and the level of the middle person."""

    slug: str
    counts: tuple[int | None, ...]
    fresh: bool
    middle: str


@dataclass(frozen=True)
class Table:
    """What was published on a day. counted: which result of whom; rows: by the name of the domain."""

    counted: Mapping[str, str]
    rows: Mapping[str, Row]


@dataclass(frozen=True)
class Case:
    """One domain.

    rows: as published, table by table. classes: of those who are not seen, in which tables they are and how many. seen:
    how many of those who are seen stand where, in each table. used: where anybody may stand.
    """

    rows: Sequence[Row]
    classes: Sequence[tuple[frozenset[int], int]]
    seen: Sequence[Counts]
    used: Sequence[int]

    def recovered(self, *, knows_the_rules: bool = True) -> list[str]:
        """What is certain, as sentences. With the rules known, only groups count that would have been published just so."""
        many = prod(comb(size + len(self.used) - 1, size) for _, size in self.classes)
        tried = knows_the_rules and many <= FITTING
        return [*self._open(), *(self._by_trying() if tried else self._by_bounds())]

    def _open(self) -> Iterator[str]:
        """Small counts of people who are not seen that nobody has hidden."""
        for table, row in enumerate(self.rows):
            for place, count in enumerate(row.counts if row.fresh else ()):
                if count is not None and 0 < count - self.seen[table][place] < SMALLEST:
                    yield f"{count} are shown at {place} in table {table}"

    def _others(self, group: Group, table: int) -> Counts:
        """How many of those who are not seen stand where in a table."""
        inside = [group[n] for n, (tables, _) in enumerate(self.classes) if table in tables]
        return _sum(inside)

    # Every group that fits

    def _by_trying(self) -> list[str]:
        fitting = [group for group in self._groups() if self._fits(group)]
        assert fitting, "Not even the truth fits what was published."
        found = []
        for n, (tables, size) in enumerate(self.classes):
            places = {p for group in fitting for p, count in enumerate(group[n]) if count}
            if len(places) == 1:
                found.append(f"all {size} of tables {sorted(tables)} stand at {places}")
        for table, place in self._hidden():
            counts = {self._others(group, table)[place] for group in fitting}
            if len(counts) == 1 and 0 < min(counts) < SMALLEST:
                found.append(f"{counts} others stand at {place} in table {table}")
        return found

    def _groups(self) -> Iterator[Group]:
        return product(*(_ways(size, tuple(self.used)) for _, size in self.classes))

    def _fits(self, group: Group) -> bool:
        """Whether this group would have been published just so."""
        counted: list[int] = []
        for table, row in enumerate(self.rows):
            everyone = _sum([self._others(group, table), self.seen[table]])
            new = _published(everyone, self.seen[table])
            if self._is_held(group, counted, table, new) == row.fresh:
                return False
            if not row.fresh:
                continue
            counted.append(table)
            if new != row.counts or (row.middle in LEVELS and _middle(everyone) != row.middle):
                return False
        return True

    def _is_held(
        self, group: Group, counted: Sequence[int], table: int, new: suppression.Published
    ) -> bool:
        """Whether the row of the day before would have stayed."""
        for earlier in counted:
            sides = [side for side in self._sides(group, earlier, table) if any(side)]
            people = sum(self.seen[earlier]) + sum(self._others(group, earlier))
            now = sum(self.seen[table]) + sum(self._others(group, table))
            seen = max(sum(self.seen[earlier]), sum(self.seen[table]))
            if any(sum(side) - max(side) < 2 for side in sides):
                return True
            before = self.rows[earlier].counts
            if sides and not suppression.may_stand_beside(
                before, new, people=(people, now), seen=seen
            ):
                return True
        return False

    def _sides(self, group: Group, one: int, other: int) -> Iterator[Counts]:
        for inside, outside in ((one, other), (other, one)):
            yield _sum(
                group[n]
                for n, (tables, _) in enumerate(self.classes)
                if inside in tables and outside not in tables
            )

    def _hidden(self) -> Iterator[tuple[int, int]]:
        for table, row in enumerate(self.rows):
            for place, count in enumerate(row.counts):
                if row.fresh and count is None:
                    yield table, place

    # Bounds

    def _by_bounds(self) -> list[str]:
        low = {(n, p): 0 for n in range(len(self.classes)) for p in range(PLACES)}
        high = {(n, p): self.classes[n][1] if p in self.used else 0 for n, p in low}
        equations = list(self._equations())
        for _ in range(50):
            before = dict(low), dict(high)
            for factors, total in equations:
                _tighten(factors, total, low, high)
            if before == (low, high):
                break
        assert all(low[key] <= high[key] for key in low), "Not even the truth fits."
        found = [
            f"all {size} of tables {sorted(tables)} stand at {place}"
            for n, (tables, size) in enumerate(self.classes)
            for place in range(PLACES)
            if low[n, place] == size
        ]
        for table, place in self._hidden():
            inside = [n for n, (tables, _) in enumerate(self.classes) if table in tables]
            least, most = (sum(bound[n, place] for n in inside) for bound in (low, high))
            if least == most and 0 < least < SMALLEST:
                found.append(f"{least} others stand at {place} in table {table}")
        return found

    def _equations(self) -> Iterator[Equation]:
        """What adds up: each class, each row, each count that is shown, and what two shown counts differ by."""
        for n, (_, size) in enumerate(self.classes):
            yield {(n, place): 1 for place in range(PLACES)}, size
        shown: dict[int, dict[int, int]] = {
            table: {p: n - self.seen[table][p] for p, n in enumerate(row.counts) if n is not None}
            for table, row in enumerate(self.rows)
            if row.fresh
        }
        for table, counts in shown.items():
            for place, count in counts.items():
                yield self._inside(table, place), count
        for one, other in combinations(shown, 2):
            for place in shown[one].keys() & shown[other].keys():
                first, second = self._inside(one, place), self._inside(other, place)
                apart = {key: 1 for key in first if key not in second}
                apart |= {key: -1 for key in second if key not in first}
                yield apart, shown[one][place] - shown[other][place]

    def _inside(self, table: int, place: int) -> dict[tuple[int, int], int]:
        return {(n, place): 1 for n, (tables, _) in enumerate(self.classes) if table in tables}


def case_of(
    tables: Sequence[Table], domain: str, seen: Collection[str], levels: Mapping[str, int]
) -> Case:
    """The case of a domain (by name).

    seen: accounts. levels: where each result (key) stands; used of those who are seen, and of the others only that nobody
    stands where nobody does and every count says so.
    """
    inside: dict[str, set[int]] = defaultdict(set)
    for number, table in enumerate(tables):
        for who, run in table.counted.items():
            if who not in seen:
                inside[run].add(number)
    sizes: dict[frozenset[int], int] = defaultdict(int)
    for numbers in inside.values():
        sizes[frozenset(numbers)] += 1
    known = [
        tuple(
            sum(levels[run] == place for who, run in table.counted.items() if who in seen)
            for place in range(PLACES)
        )
        for table in tables
    ]
    rows = [table.rows[domain] for table in tables]
    shown = {p for row in rows if row.fresh for p, count in enumerate(row.counts) if count != 0}
    return Case(rows, list(sizes.items()), known, sorted({*shown, *levels.values()}))


def _tighten(
    factors: Mapping[tuple[int, int], int],
    total: int,
    low: dict[tuple[int, int], int],
    high: dict[tuple[int, int], int],
) -> None:
    """Narrow the bounds of everything in an equation by those of all the others in it."""
    for key, factor in factors.items():
        least = most = total
        for other, times in factors.items():
            if other != key:
                ends = times * low[other], times * high[other]
                least, most = least - max(ends), most - min(ends)
        if factor < 0:
            least, most = -most, -least
        low[key], high[key] = max(low[key], least), min(high[key], most)


@cache
def _ways(people: int, used: tuple[int, ...]) -> tuple[Counts, ...]:
    """Every way in which so many people can stand in the places that are used."""
    if len(used) == 1:
        return (tuple(people if place == used[0] else 0 for place in range(PLACES)),)
    return tuple(
        tuple(first if place == used[0] else n for place, n in enumerate(rest))
        for first in range(people + 1)
        for rest in _ways(people - first, used[1:])
    )


@lru_cache(maxsize=200_000)
def _published(row: Counts, seen: Counts) -> suppression.Published:
    return suppression.publish(row, seen)


def _middle(counts: Counts) -> str:
    below, people = 0, sum(counts[: len(LEVELS)])
    for level, count in zip(LEVELS, counts, strict=False):
        below += count
        if people and 2 * below >= people:
            return level
    return ""


def _sum(rows: Iterator[Counts] | Sequence[Counts]) -> Counts:
    found = [0] * PLACES
    for row in rows:
        for place, count in enumerate(row):
            found[place] += count
    return tuple(found)

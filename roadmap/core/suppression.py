"""Which counts of a group may be shown: small ones are hidden, and with them whatever would give them away.

A row says how many of a known number of people fall into each of a few groups. Nothing else is published of a row: all
that is said about a group of people (medians, who is missing what) is calculated from rows as published, so it cannot
tell more than they do. The rule holds against somebody who knows the rule, how many people were counted and when, and
where some of them stand, because those show it: the others have to be safe without them. It cannot hold against people
who tell of themselves afterwards.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = (
    5  # people: fewer are never shown, and fewer never make the difference between two tables
)

Published = Sequence[int | None]  # None: hidden


@dataclass(frozen=True)
class Earlier:
    """A table that was published before. rows: by name, those that were counted for it; seen: of how many of its people
    it can be seen elsewhere where they stand; sides: the results of others that only it counts, or only the new one."""

    rows: Mapping[str, Published]
    people: int
    seen: int
    sides: Sequence[frozenset[str]]


def publish(row: Sequence[int], known: Sequence[int] = ()) -> Published:
    """The row with what must be hidden left out.

    row: how many people are in each group; everybody is in exactly one. known: how many of them are people of whom it
    can be seen elsewhere where they stand. Counts of 1 to SMALLEST - 1 are hidden, of all and of those who are not known.
    The total of the hidden ones can be had by subtraction, so further groups are hidden with them, the nearest first,
    until at least two are hidden, they hold SMALLEST people or more, and their total is neither the least nor the
    most that so many small counts can add up to: either would give them away. A row in which everybody is in one
    group is hidden whole, for it would tell where each of them stands.
    """
    rest = [count - (known[place] if known else 0) for place, count in enumerate(row)]
    rows = [row, rest] if any(rest) and any(known) else [row]
    if any(max(counts) == sum(counts) for counts in rows):
        return hidden_whole(row)
    hidden = {place for counts in rows for place, n in enumerate(counts) if 0 < n < SMALLEST}
    while hidden and len(hidden) < len(row) and not all(_is_safe(r, hidden) for r in rows):
        open_places = (place for place in range(len(row)) if place not in hidden)
        hidden.add(min(open_places, key=lambda place: (_distance(place, hidden), place)))
    return tuple(None if place in hidden else count for place, count in enumerate(row))


def hidden_whole(row: Sequence[int]) -> Published:
    """A row of which nothing is told."""
    return (None,) * len(row)


def _is_safe(row: Sequence[int], hidden: Collection[int]) -> bool:
    total, many = sum(row[place] for place in hidden), len(hidden)
    return many > 1 and total >= SMALLEST and many < total != (SMALLEST - 1) * many


def _distance(place: int, places: set[int]) -> int:
    return min(abs(place - other) for other in places)


def changes(
    now: Mapping[str, str], before: Mapping[str, str], known: Collection[str] = ()
) -> list[frozenset[str]]:
    """The results that only one of two tables counts: those that are gone, and those that are new; where there are any.

    now, before: the result that was counted, by person. known: results that can be seen elsewhere; they are left out.
    """
    gone, new = (
        {*one.values()}.difference(other.values(), known)
        for one, other in ((before, now), (now, before))
    )
    return [frozenset(side) for side in (gone, new) if side]


def may_follow(sides: Iterable[Collection[str]]) -> bool:
    """Whether a table may be published that differs from the earlier ones by these results.

    sides: the changes against each earlier table. Whoever subtracts two tables learns about the people on one side of the
    difference, so each side has to be of SMALLEST results at least: one who leaves is not hidden by four who come.
    """
    return all(len(side) >= SMALLEST for side in sides)


def is_mixed(places: Iterable[int]) -> bool:
    """Whether two people at the least are outside of the largest group.

    If nobody were, a difference made by them would tell where each of them stands. One alone is not enough: then, that a
    difference is not shown would tell the same.
    """
    counts = Counter(places)
    return counts.total() - max(counts.values(), default=0) > 1


def may_stand_beside(
    one: Published, other: Published, *, people: tuple[int, int], seen: int
) -> bool:
    """Whether what one of two rows hides cannot be had from what the other shows of the same group.

    people: how many each row counts. seen: how many of them can be seen elsewhere, at the most. A group that is hidden in
    one row and shown in the other is safe if nobody in it need be the same: all that were in the groups hidden there find
    room in the others of these groups here, with two to spare.
    """
    return _finds_room(one, other, *people, seen=seen) and _finds_room(
        other, one, *reversed(people), seen=seen
    )


def _finds_room(
    hiding: Published, telling: Published, many: int, others: int, *, seen: int
) -> bool:
    hidden = {place for place, count in enumerate(hiding) if count is None}
    told = [count for place in hidden if (count := telling[place]) is not None]
    if not told:
        return True
    inside = many - sum(count for count in hiding if count is not None)
    outside = [count for place, count in enumerate(telling) if place not in hidden]
    room = others - sum(count or 0 for count in outside) - max(told) - seen
    return None not in outside and room >= inside + 2


def quantile_place(row: Published, people: int, share: float) -> int | None:
    """In which group the person lies below whom there is a share (0 to 1) of the people, as far as a published row tells.

    row: groups from the lowest to the highest, and a last one of people who stand nowhere. people: how many the row
    counts. None when it depends on what is hidden, or when nobody stands anywhere.
    """
    missing = people - sum(count for count in row if count is not None)
    spots = [place for place, count in enumerate(row) if count is None] or [len(row) - 1]
    # The extremes are reached where all hidden people are in one of the hidden groups.
    found = {_quantile(_filled(row, spot, missing)[:-1], share) for spot in spots}
    return found.pop() if len(found) == 1 else None


def _filled(row: Published, spot: int, missing: int) -> list[int]:
    filled = [count or 0 for count in row]
    filled[spot] += missing
    return filled


def _quantile(counts: Sequence[int], share: float) -> int | None:
    total, below = sum(counts), 0
    for place, count in enumerate(counts):
        below += count
        if total and below >= share * total:
            return place
    return None


def at_least(row: Published, people: int, values: Sequence[float]) -> float:
    """The least that a published row adds up to when a person in a group counts as much as its value (0 or more)."""
    shown = sum(
        count * value for count, value in zip(row, values, strict=True) if count is not None
    )
    missing = people - sum(count for count in row if count is not None)
    least = min(
        (value for count, value in zip(row, values, strict=True) if count is None), default=0.0
    )
    return shown + missing * least

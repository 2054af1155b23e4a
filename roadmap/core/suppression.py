"""Which counts of a group may be shown: small ones are hidden, and with them whatever would give them away.

A row says how many of a known number of people fall into each of a few groups. Nothing else is published of a row: all
that is said about a group of people (medians, who is missing what) is calculated from rows as published, so it cannot
tell more than they do. The rule holds against somebody who knows the rule and how many people were counted.
"""

from collections.abc import Iterable, Mapping, Sequence

SMALLEST = (
    5  # people: fewer are never shown, and fewer never make the difference between two tables
)

Published = tuple[int | None, ...]  # None: hidden


def publish(row: Sequence[int]) -> Published:
    """The row with what must be hidden left out.

    row: how many people are in each group; everybody is in exactly one. Counts of 1 to SMALLEST - 1 are hidden. The
    total of the hidden ones can be had by subtraction, so further groups are hidden with them, the nearest first,
    until at least two are hidden, they hold SMALLEST people or more, and their total is neither the least nor the
    most that so many small counts can add up to: either would give them away. A row in which everybody is in one
    group is hidden whole, for it would tell where each of them stands.
    """
    if max(row) == sum(row):
        return (None,) * len(row)
    hidden = {place for place, count in enumerate(row) if 0 < count < SMALLEST}
    while hidden and len(hidden) < len(row) and not _is_safe([row[place] for place in hidden]):
        open_places = (place for place in range(len(row)) if place not in hidden)
        hidden.add(min(open_places, key=lambda place: (_distance(place, hidden), place)))
    return tuple(None if place in hidden else count for place, count in enumerate(row))


def _is_safe(hidden: Sequence[int]) -> bool:
    total, many = sum(hidden), len(hidden)
    return many > 1 and total >= SMALLEST and many < total != (SMALLEST - 1) * many


def _distance(place: int, places: set[int]) -> int:
    return min(abs(place - other) for other in places)


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    """How many people's results differ between two tables. before, now: the result that was counted, by person."""
    return sum(before.get(who) != now.get(who) for who in {*before, *now})


def may_follow(now: Mapping[str, str], earlier: Iterable[Mapping[str, str]]) -> bool:
    """Whether a table of these results may be published after earlier ones.

    now, earlier: the results that are or were counted, by person. There must be SMALLEST people in it, and against
    each earlier table either nothing has changed or the results of at least SMALLEST people: the difference between
    any two tables that were published then speaks of so many.
    """
    changes = (changed(before, now) for before in earlier)
    return len(now) >= SMALLEST and all(n == 0 or n >= SMALLEST for n in changes)


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

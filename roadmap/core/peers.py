"""Who of a group can help whom: two people, each strong where the other wants to grow."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Profile:
    """The domains in which a person is on target, and those in which they have a gap."""

    strong: frozenset[str]
    wants: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """Two people, and the domains in which each can help the other."""

    one: str
    other: str
    one_helps: frozenset[str]
    other_helps: frozenset[str]

    @property
    def rank(self) -> tuple[int, int, str, str]:
        """What pairs are ordered by: the lesser of the two helps counts first, for it should go both ways."""
        helps = sorted((len(self.one_helps), len(self.other_helps)))
        return (-helps[0], -helps[1], self.one, self.other)


def pairs(people: Mapping[str, Profile]) -> tuple[Pair, ...]:
    """Pairs in which both help, the most even and largest help first; everybody is in one pair at the most.

    people: profiles by an id. Whoever finds nobody is left out.
    """
    possible = []
    for one, other in combinations(sorted(people), 2):
        pair = Pair(
            one,
            other,
            people[one].strong & people[other].wants,
            people[other].strong & people[one].wants,
        )
        if pair.one_helps and pair.other_helps:
            possible.append(pair)
    taken: set[str] = set()
    found = []
    for pair in sorted(possible, key=lambda pair: pair.rank):
        if taken.isdisjoint((pair.one, pair.other)):
            taken |= {pair.one, pair.other}
            found.append(pair)
    return tuple(found)

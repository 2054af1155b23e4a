"""Puts what comes before what into layers, and each layer into an order in which few lines cross.

The first two steps of Sugiyama, Tagawa and Toda (1981): layers by the longest path, and an order by barycentres.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import combinations, pairwise

Before = Mapping[str, Sequence[str]]  # what comes directly before each id; all ids are keys
# A box is (id, its layer). A line that passes a layer on its way has a place there too: (id it comes from, that layer).
Vertex = tuple[str, int]
Links = dict[Vertex, list[Vertex]]

SWEEPS = 12  # there and back through the layers; more changes nothing in drawings of this size


@dataclass(frozen=True)
class Layered:
    """A graph in layers. links: what a vertex is joined to in the layer after its own; back: in the layer before it."""

    layer_of: Mapping[str, int]
    rows: Sequence[Sequence[Vertex]]
    links: Links
    back: Links

    def is_box(self, vertex: Vertex) -> bool:
        identity, layer = vertex
        return self.layer_of[identity] == layer

    def way(self, start: str, end: str) -> list[Vertex]:
        """The vertices of a line."""
        return _way(start, end, self.layer_of)


def layered(before: Before, *, aside: Collection[str] = ()) -> Layered:
    """The layers of a graph, each in an order with few crossings.

    aside: ids that stand at the end of their layer. Raises ValueError as `layers` does.
    """
    layer_of = layers(before)
    links = _links(before, layer_of)
    back: Links = {vertex: [] for vertex in links}
    for one, others in links.items():
        for other in others:
            back[other].append(one)
    return Layered(layer_of, _ordered(layer_of, links, back, aside), links, back)


def layers(before: Before) -> dict[str, int]:
    """The layer of every id: one more than the latest of what comes before it.

    What has nothing before it stands directly in front of the first that needs it.
    Raises ValueError where an id comes before itself, directly or not, or is no key.
    """
    unknown = {needed for ids in before.values() for needed in ids} - set(before)
    if unknown:
        raise ValueError(f"not in the graph: {', '.join(sorted(unknown))}")
    layer_of: dict[str, int] = {}
    # A circle raises CycleError, which is a ValueError.
    for identity in TopologicalSorter(before).static_order():
        layer_of[identity] = 1 + max((layer_of[needed] for needed in before[identity]), default=-1)
    first_use: dict[str, int] = {}
    for identity, ids in before.items():
        for needed in ids:
            first_use[needed] = min(layer_of[identity], first_use.get(needed, layer_of[identity]))
    return {i: layer_of[i] if before[i] else first_use.get(i, 1) - 1 for i in before}


def _way(start: str, end: str, layer_of: Mapping[str, int]) -> list[Vertex]:
    """The vertices of a line; lines from one box share their way as far as it is the same."""
    return [
        *((start, layer) for layer in range(layer_of[start], layer_of[end])),
        (end, layer_of[end]),
    ]


def _links(before: Before, layer_of: Mapping[str, int]) -> Links:
    links: Links = {(identity, layer_of[identity]): [] for identity in before}
    for end, ids in before.items():
        for start in ids:
            for one, other in pairwise(_way(start, end, layer_of)):
                if other not in links.setdefault(one, []):
                    links[one].append(other)
    return links


# The order within each layer


def _ordered(
    layer_of: Mapping[str, int], links: Links, back: Links, aside: Collection[str]
) -> list[list[Vertex]]:
    """The vertices of each layer in the order with the fewest crossings that the sweeps came by."""
    start: list[list[Vertex]] = [[] for _ in range(max(layer_of.values(), default=-1) + 1)]
    for vertex in links:
        start[vertex[1]].append(vertex)
    best = [_aside_last(row, aside) for row in start]
    fewest = _crossings(best, links)
    # Where sweeps end depends on where they begin: the order of the input, and the other way round.
    for rows in ([row[:] for row in best], [_aside_last(row[::-1], aside) for row in best]):
        for _ in range(SWEEPS):
            for last, row in pairwise(rows):
                _by_barycentre(row, last, back, aside)
            for following, row in pairwise(reversed(rows)):
                _by_barycentre(row, following, links, aside)
            _exchange(rows, links, back, aside)
            found = _crossings(rows, links)
            if found < fewest:
                best, fewest = [row[:] for row in rows], found
    return best


def _aside_last(row: Sequence[Vertex], aside: Collection[str]) -> list[Vertex]:
    return sorted(row, key=lambda vertex: vertex[0] in aside)


def _by_barycentre(
    row: list[Vertex], fixed: Sequence[Vertex], joined: Links, aside: Collection[str]
) -> None:
    """Sort a layer by the mean place of what each vertex is joined to; one joined to nothing keeps its place."""
    place = {vertex: n for n, vertex in enumerate(fixed)}
    share = len(fixed) / max(len(row), 1)
    wanted = {
        vertex: mean([place[other] for other in joined[vertex]], otherwise=n * share)
        for n, vertex in enumerate(row)
    }
    row.sort(key=lambda vertex: (vertex[0] in aside, wanted[vertex]))


def _exchange(rows: list[list[Vertex]], links: Links, back: Links, aside: Collection[str]) -> None:
    """Swap neighbours as long as that alone leaves fewer crossings."""
    place = {vertex: n for row in rows for n, vertex in enumerate(row)}

    def gain(one: Vertex, other: Vertex) -> int:
        pairs = ((a, b) for joined in (links, back) for a in joined[one] for b in joined[other])
        return sum((place[a] > place[b]) - (place[a] < place[b]) for a, b in pairs)

    swapped = True
    while swapped:
        swapped = False
        for row in rows:
            for n in range(len(row) - 1):
                one, other = row[n], row[n + 1]
                if (one[0] in aside) == (other[0] in aside) and gain(one, other) > 0:
                    row[n], row[n + 1] = other, one
                    place[one], place[other] = n + 1, n
                    swapped = True


def _crossings(rows: Iterable[Sequence[Vertex]], links: Links) -> int:
    """How many pairs of lines cross between neighbouring layers."""
    total = 0
    for row, following in pairwise(rows):
        place = {vertex: n for n, vertex in enumerate(following)}
        ends = [[place[other] for other in links[vertex]] for vertex in row]
        total += sum(a > b for one, other in combinations(ends, 2) for a in one for b in other)
    return total


def mean(values: Sequence[float], *, otherwise: float = 0) -> float:
    """The mean, or a value for when there is nothing to take it of."""
    return sum(values) / len(values) if values else otherwise

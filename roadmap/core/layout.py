"""Draws what comes before what: boxes in layers, and lines that run neither backwards nor through a box.

The steps are those of Sugiyama, Tagawa and Toda (1981): layers by the longest path, an order within each layer by
barycentres, then coordinates that pull every box towards what it is joined to. The same input gives the same drawing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import accumulate, combinations, pairwise
from math import floor

Before = Mapping[str, Sequence[str]]
Point = tuple[int, int]
# A box is (id, its layer). A line that passes a layer on its way has a place there too: (id it comes from, that layer).
Vertex = tuple[str, int]
Links = dict[Vertex, list[Vertex]]

SWEEPS = 12  # there and back through the layers; more changes nothing in drawings of this size
PULLS = 30  # the same for coordinates, until long rows of boxes stand straight
PORT = 9  # at most this far apart do lines touch a side


@dataclass(frozen=True)
class Spacing:
    """Sizes in units of the drawing. With `down` layers are rows from top to bottom, else columns from left to right."""

    width: int
    height: int
    between_layers: int
    between_boxes: int
    down: bool = False

    @property
    def lane(self) -> int:
        """The room that a passing line takes in a layer."""
        return self.between_boxes

    @property
    def depth(self) -> int:
        """The side of a box that lies along the way from layer to layer."""
        return self.height if self.down else self.width

    @property
    def breadth(self) -> int:
        """The side of a box that lies along its layer."""
        return self.width if self.down else self.height


@dataclass(frozen=True)
class Box:
    id: str
    layer: int  # from 0
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """From one box to a later one. points: leaving a box or a lane, arriving at the next lane or box, and so on."""

    start: str
    end: str
    points: tuple[Point, ...]
    down: bool

    @property
    def path(self) -> str:
        """The line as data of an SVG path: curves between layers, straight through each layer that it passes."""
        parts = ["M{},{}".format(*self.points[0])]
        for n, (one, other) in enumerate(pairwise(self.points)):
            (x, y), (to_x, to_y) = one, other
            if n % 2:
                parts.append(f"L{to_x},{to_y}")
            elif self.down:
                half = (y + to_y) // 2
                parts.append(f"C{x},{half} {to_x},{half} {to_x},{to_y}")
            else:
                half = (x + to_x) // 2
                parts.append(f"C{half},{y} {half},{to_y} {to_x},{to_y}")
        return "".join(parts)


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]  # in reading order: layer by layer, and along each layer
    lines: tuple[Line, ...]


def draw(before: Before, spacing: Spacing, *, aside: Collection[str] = ()) -> Drawing:
    """Lay out a graph.

    before: what comes directly before each id; all ids are keys, and their order decides where nothing else does.
    aside: ids that stand at the end of their layer, and by which the others do not go.
    Raises ValueError where an id comes before itself, directly or not, or is no key.
    """
    layer_of = layers(before)
    links = _links(before, layer_of)
    rows = _ordered(layer_of, links, aside)
    centres = _centres(rows, links, layer_of, spacing, aside)
    return _finished(before, layer_of, rows, links, centres, spacing)


def layers(before: Before) -> dict[str, int]:
    """The layer of every id: one more than the latest of what comes before it.

    What has nothing before it stands directly in front of the first that needs it. Raises ValueError as `draw` does.
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
    """What each vertex is joined to in the layer after its own."""
    links: Links = {(identity, layer_of[identity]): [] for identity in before}
    for end, ids in before.items():
        for start in ids:
            for one, other in pairwise(_way(start, end, layer_of)):
                if other not in links.setdefault(one, []):
                    links[one].append(other)
    return links


def _reversed(links: Links) -> Links:
    back: Links = {vertex: [] for vertex in links}
    for one, others in links.items():
        for other in others:
            back[other].append(one)
    return back


# The order within each layer


def _ordered(
    layer_of: Mapping[str, int], links: Links, aside: Collection[str]
) -> list[list[Vertex]]:
    """The vertices of each layer in the order with the fewest crossings that the sweeps came by."""
    start: list[list[Vertex]] = [[] for _ in range(max(layer_of.values(), default=-1) + 1)]
    for vertex in links:
        start[vertex[1]].append(vertex)
    back = _reversed(links)
    best = [_aside_last(row, aside) for row in start]
    fewest = _crossings(best, links)
    # Where sweeps end depends on where they begin: the order of the input, and the other way round.
    for rows in (
        [row[:] for row in best],
        [_aside_last(row[::-1], aside) for row in best],
    ):
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
        vertex: _mean([place[other] for other in joined[vertex]], otherwise=n * share)
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


# Coordinates


def _centres(
    rows: Sequence[Sequence[Vertex]],
    links: Links,
    layer_of: Mapping[str, int],
    spacing: Spacing,
    aside: Collection[str],
) -> dict[Vertex, float]:
    """Where the middle of each vertex lies along its layer: near what it is joined to, and clear of its neighbours."""

    def breadth(vertex: Vertex) -> int:
        return spacing.breadth if layer_of[vertex[0]] == vertex[1] else spacing.lane

    def pulls(vertex: Vertex) -> list[Vertex]:
        joined = [*links[vertex], *back[vertex]]
        return joined if vertex[0] in aside else [v for v in joined if v[0] not in aside] or joined

    def weight(vertex: Vertex) -> float:
        # What stands aside pushes nothing away, and what is joined to nothing fills a place beside the others.
        return (1e-3 if vertex[0] in aside else 1.0) if pulls(vertex) else 1e-9

    back = _reversed(links)
    centre: dict[Vertex, float] = {}
    apart: list[list[float]] = []  # in each layer: from each middle to the next
    for row in rows:
        apart.append(
            [(breadth(a) + breadth(b)) / 2 + spacing.between_boxes for a, b in pairwise(row)]
        )
        centre |= zip(row, accumulate(apart[-1], initial=0.0), strict=True) if row else {}
    there_and_back = [*range(len(rows)), *reversed(range(len(rows)))]
    for n in there_and_back * PULLS:
        joined = [pulls(vertex) for vertex in rows[n]]
        middle = _mean([centre[vertex] for vertex in rows[n]])
        wanted = [_mean([centre[v] for v in others], otherwise=middle) for others in joined]
        weights = [weight(vertex) for vertex in rows[n]]
        centre |= zip(rows[n], _kept_apart(wanted, weights, apart[n]), strict=True)
    return centre


def _kept_apart(
    wanted: Sequence[float], weights: Sequence[float], apart: Sequence[float]
) -> list[float]:
    """The values nearest to `wanted` (weighted least squares) of which each is at least `apart` beyond the one before.

    Less those distances they must not fall; the nearest values that don't are means of blocks (pool adjacent violators).
    """
    offsets = list(accumulate(apart, initial=0.0))
    blocks: list[tuple[float, float, int]] = []  # mean, weight, members
    for value, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, members = value - offset, 1
        while blocks and blocks[-1][0] > mean:
            last, more, others = blocks.pop()
            mean = (last * more + mean * weight) / (more + weight)
            weight, members = weight + more, members + others
        blocks.append((mean, weight, members))
    means = [mean for mean, _, members in blocks for _ in range(members)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _finished(
    before: Before,
    layer_of: Mapping[str, int],
    rows: Sequence[Sequence[Vertex]],
    links: Links,
    centres: Mapping[Vertex, float],
    spacing: Spacing,
) -> Drawing:
    breadth, step = spacing.breadth, spacing.depth + spacing.between_layers
    first = min(centres.values(), default=0.0)
    middle = {
        vertex: floor(centre - first + breadth / 2 + 0.5) for vertex, centre in centres.items()
    }
    back = _reversed(links)

    def point(along: int, across: int) -> Point:
        return (across, along) if spacing.down else (along, across)

    def port(vertex: Vertex, towards: Vertex, joined: Links) -> int:
        """Where a line touches a vertex: side by side with the others there, in the order in which they arrive."""
        if layer_of[vertex[0]] != vertex[1]:
            return middle[vertex]
        others = sorted(joined[vertex], key=middle.__getitem__)
        pitch = min(PORT, breadth // (len(others) + 1))
        return middle[vertex] + (2 * others.index(towards) - len(others) + 1) * pitch // 2

    def line(start: str, end: str) -> Line:
        points = []
        for one, other in pairwise(_way(start, end, layer_of)):
            points.append(point(one[1] * step + spacing.depth, port(one, other, links)))
            points.append(point(other[1] * step, port(other, one, back)))
        return Line(start, end, tuple(points), spacing.down)

    boxes = []
    for vertex in (v for row in rows for v in row if layer_of[v[0]] == v[1]):
        x, y = point(vertex[1] * step, middle[vertex] - breadth // 2)
        boxes.append(Box(vertex[0], vertex[1], x, y))
    return Drawing(
        width=max((box.x + spacing.width for box in boxes), default=0),
        height=max((box.y + spacing.height for box in boxes), default=0),
        boxes=tuple(boxes),
        lines=tuple(line(start, end) for end, ids in before.items() for start in ids),
    )


def _mean(values: Sequence[float], *, otherwise: float = 0) -> float:
    return sum(values) / len(values) if values else otherwise

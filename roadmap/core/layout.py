"""Draws what comes before what: boxes in layers, and lines that run neither backwards nor through a box.

Coordinates pull every box towards what it is joined to. The same input gives the same drawing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import floor

from roadmap.core.layering import Before, Layered, Links, Vertex, layered, mean

Point = tuple[int, int]

PULLS = 30  # times there and back through the layers, until long rows of boxes stand straight
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
    graph = layered(before, aside=aside)
    centres = _centres(graph, spacing, aside)
    return _finished(before, graph, centres, spacing)


def _centres(graph: Layered, spacing: Spacing, aside: Collection[str]) -> dict[Vertex, float]:
    """Where the middle of each vertex lies along its layer: near what it is joined to, and clear of its neighbours."""

    def breadth(vertex: Vertex) -> int:
        return spacing.breadth if graph.is_box(vertex) else spacing.lane

    def pulls(vertex: Vertex) -> list[Vertex]:
        joined = [*graph.links[vertex], *graph.back[vertex]]
        return joined if vertex[0] in aside else [v for v in joined if v[0] not in aside] or joined

    def weight(vertex: Vertex) -> float:
        # What stands aside pushes nothing away, and what is joined to nothing fills a place beside the others.
        return (1e-3 if vertex[0] in aside else 1.0) if pulls(vertex) else 1e-9

    rows = graph.rows
    centre: dict[Vertex, float] = {}
    apart: list[list[float]] = []  # in each layer: from each middle to the next
    for row in rows:
        apart.append(
            [(breadth(a) + breadth(b)) / 2 + spacing.between_boxes for a, b in pairwise(row)]
        )
        centre |= zip(row, accumulate(apart[-1], initial=0.0), strict=True)
    there_and_back = [*range(len(rows)), *reversed(range(len(rows)))]
    for n in there_and_back * PULLS:
        joined = [pulls(vertex) for vertex in rows[n]]
        middle = mean([centre[vertex] for vertex in rows[n]])
        wanted = [mean([centre[v] for v in others], otherwise=middle) for others in joined]
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
        here, members = value - offset, 1
        while blocks and blocks[-1][0] > here:
            last, more, others = blocks.pop()
            here = (last * more + here * weight) / (more + weight)
            weight, members = weight + more, members + others
        blocks.append((here, weight, members))
    fitted = [here for here, _, members in blocks for _ in range(members)]
    return [here + offset for here, offset in zip(fitted, offsets, strict=True)]


def _finished(
    before: Before, graph: Layered, centres: Mapping[Vertex, float], spacing: Spacing
) -> Drawing:
    breadth, step = spacing.breadth, spacing.depth + spacing.between_layers
    first = min(centres.values(), default=0.0)
    middle = {
        vertex: floor(centre - first + breadth / 2 + 0.5) for vertex, centre in centres.items()
    }

    def point(along: int, across: int) -> Point:
        return (across, along) if spacing.down else (along, across)

    def port(vertex: Vertex, towards: Vertex, joined: Links) -> int:
        """Where a line touches a vertex: side by side with the others there, in the order in which they arrive."""
        if not graph.is_box(vertex):
            return middle[vertex]
        others = sorted(joined[vertex], key=middle.__getitem__)
        pitch = min(PORT, breadth // (len(others) + 1))
        return middle[vertex] + (2 * others.index(towards) - len(others) + 1) * pitch // 2

    def line(start: str, end: str) -> Line:
        points = []
        for one, other in pairwise(graph.way(start, end)):
            points.append(point(one[1] * step + spacing.depth, port(one, other, graph.links)))
            points.append(point(other[1] * step, port(other, one, graph.back)))
        return Line(start, end, tuple(points), spacing.down)

    boxes = []
    for vertex in (v for row in graph.rows for v in row if graph.is_box(v)):
        x, y = point(vertex[1] * step, middle[vertex] - breadth // 2)
        boxes.append(Box(vertex[0], vertex[1], x, y))
    lines = tuple(line(start, end) for end, ids in before.items() for start in ids)
    corners = [(box.x + spacing.width, box.y + spacing.height) for box in boxes]
    reached = [*corners, *(point for line in lines for point in line.points)]
    return Drawing(
        width=max((x for x, _ in reached), default=0),
        height=max((y for _, y in reached), default=0),
        boxes=tuple(boxes),
        lines=lines,
    )

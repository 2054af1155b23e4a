"""Puts the maps together: all domains, or the steps of one, each box with what it says and leads to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, groupby, repeat
from textwrap import shorten, wrap

from assessment.models import Assessment
from roadmap.core.gaps import Standing
from roadmap.core.layout import Box, Drawing, Line, Spacing, draw
from roadmap.core.map_state import MapState, domain_state, step_state
from roadmap.library import Library
from roadmap.report import standing_of

# Units of the drawing, which are pixels where there is room.
MARGIN = 6  # for outlines and arrows at the edge
PADDING = 11
NAME_LINE = 18
SMALL_LINE = 17
MARK = 12
MARK_ROOM = MARK + 6
NAME_LETTER = 8.9  # what a letter takes in width, in a wide typeface
SMALL_LETTER = 7.5
DOMAINS = Spacing(width=184, height=0, between_layers=44, between_boxes=14)
STEPS = Spacing(width=176, height=0, between_layers=34, between_boxes=12, down=True)
DRAWN = 6  # at most so many steps of other domains that come after; with more, the text would be too small to read


@dataclass(frozen=True)
class Entry:
    """What a map says of one domain or step. where: the name of its domain when that is not the map's own."""

    slug: str
    name: str
    state: MapState
    where: str = ""


@dataclass(frozen=True)
class Row:
    """A line of text in a box."""

    kind: str  # where, name, state or its "state more"
    x: int
    y: int
    text: str

    @property
    def mark_x(self) -> int:
        return self.x - MARK_ROOM

    @property
    def mark_y(self) -> int:
        return self.y - MARK + 2


@dataclass(frozen=True)
class Way:
    """A line that arrives at a box. faint: it comes from, or leads to, another domain."""

    line: Line
    faint: bool


@dataclass(frozen=True)
class Spot:
    """One box: an entry, its place and text, what arrives at it, and what comes directly before and after it."""

    entry: Entry
    box: Box
    rows: tuple[Row, ...]
    ways: tuple[Way, ...]
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]


@dataclass(frozen=True)
class Map:
    """A picture of what comes before what. route: the name of the address that boxes lead to."""

    route: str
    spots: tuple[Spot, ...]  # in reading order
    box_width: int
    box_height: int
    drawing: Drawing
    only_listed: int = 0  # steps of other domains that come after, and are not drawn

    @property
    def width(self) -> int:
        return self.drawing.width + 2 * MARGIN

    @property
    def height(self) -> int:
        return self.drawing.height + 2 * MARGIN

    @property
    def view_box(self) -> str:
        return f"{-MARGIN} {-MARGIN} {self.width} {self.height}"

    @property
    def states(self) -> list[MapState]:
        """The states that occur, for the legend."""
        found = {spot.entry.state for spot in self.spots}
        return [state for state in MapState if state in found and state.label]

    @property
    def reaches_out(self) -> bool:
        """Whether it shows anything of another domain."""
        return any(spot.entry.where for spot in self.spots)

    @property
    def stages(self) -> list[list[Spot]]:
        """The spots that are the map's own, layer by layer."""
        own = [spot for spot in self.spots if not spot.entry.where]
        return [list(spots) for _, spots in groupby(own, key=lambda spot: spot.box.layer)]


def standings_of(run: Assessment | None) -> dict[str, Standing]:
    """Where the learner of a finished assessment stands, by domain; one query, none without an assessment."""
    if run is None:
        return {}
    results = run.results.select_related("domain").defer("density")
    return {r.domain.slug: standing_of(r, run.aims, None) for r in results}


def map_of_domains(library: Library, standings: Mapping[str, Standing]) -> Map:
    """All domains."""
    entries = [
        Entry(domain.slug, domain.name, domain_state(standings.get(domain.slug)))
        for domain in library.domains.values()
    ]
    before = {
        domain.slug: [needed.slug for needed in domain.prerequisites.all()]
        for domain in library.domains.values()
    }
    return _map("roadmap:domain_map", entries, before, DOMAINS)


def map_of_steps(
    library: Library, domain: str, standings: Mapping[str, Standing], marks: Mapping[str, str]
) -> Map:
    """The steps of a domain (a slug), and those of others that come directly before or after one of them.

    marks: what the person marked, by step.

    Where many of others come after, none of these is drawn; the spots name them all the same.
    """
    facts = library.step_facts

    def own(step: str) -> bool:
        return facts[step].domain == domain

    links = [
        (needed, step.id)
        for step in facts.values()
        for needed in step.after
        if own(step.id) or own(needed)
    ]
    outside = {step for _, step in links if not own(step)}
    hidden = outside if len(outside) > DRAWN else set()
    drawn = [(needed, step) for needed, step in links if step not in hidden]
    joined = {step for link in drawn for step in link}
    before: dict[str, list[str]] = {step: [] for step in facts if own(step) or step in joined}
    for needed, step in drawn:
        before[step].append(needed)

    def entry(step: str) -> Entry:
        return Entry(
            step,
            library.steps[step].title,
            step_state(facts[step], standings.get(facts[step].domain), marks.get(step, "")),
            "" if own(step) else library.steps[step].domain.name,
        )

    later = [(needed, entry(step)) for needed, step in links if step in hidden]
    return _map("roadmap:step", [entry(step) for step in before], before, STEPS, later)


def _map(
    route: str,
    entries: Iterable[Entry],
    before: Mapping[str, Sequence[str]],
    sizes: Spacing,
    only_listed: Sequence[tuple[str, Entry]] = (),
) -> Map:
    """only_listed: what comes after a slug without being drawn."""
    by_slug = {entry.slug: entry for entry in entries}
    texts = {slug: _text(entry, sizes.width) for slug, entry in by_slug.items()}
    tallest = max((_height(text) for text in texts.values()), default=0)
    spacing = replace(sizes, height=tallest + 2 * PADDING)
    drawing = _drawing(
        tuple((slug, tuple(ids)) for slug, ids in before.items()),
        spacing,
        frozenset(slug for slug, entry in by_slug.items() if entry.where),
    )
    arriving: dict[str, list[Way]] = {slug: [] for slug in by_slug}
    after: dict[str, list[Entry]] = {slug: [] for slug in by_slug}
    for line in drawing.lines:
        faint = bool(by_slug[line.start].where or by_slug[line.end].where)
        arriving[line.end].append(Way(line, faint))
        after[line.start].append(by_slug[line.end])
    for slug, entry in only_listed:
        after[slug].append(entry)
    spots = tuple(
        Spot(
            entry=by_slug[box.id],
            box=box,
            rows=_rows(texts[box.id], box, spacing.height),
            ways=tuple(arriving[box.id]),
            before=tuple(by_slug[needed] for needed in before[box.id]),
            after=tuple(after[box.id]),
        )
        for box in drawing.boxes
    )
    hidden = len({entry.slug for _, entry in only_listed})
    return Map(route, spots, spacing.width, spacing.height, drawing, hidden)


@lru_cache(maxsize=64)  # every map of the site, with and without marks
def _drawing(
    before: tuple[tuple[str, tuple[str, ...]], ...], spacing: Spacing, aside: frozenset[str]
) -> Drawing:
    return draw(dict(before), spacing, aside=aside)


def _text(entry: Entry, width: int) -> list[tuple[str, str]]:
    """The lines of text of a box of that width, each with its kind."""
    room = width - 2 * PADDING
    lines = []
    if entry.where:
        lines.append(("where", shorten(entry.where, int(room / SMALL_LETTER), placeholder=" …")))
    lines += [("name", line) for line in wrap(entry.name, int(room / NAME_LETTER))]
    kinds = chain(["state"], repeat("state more"))
    room -= MARK_ROOM
    lines += zip(kinds, wrap(entry.state.label, int(room / SMALL_LETTER)), strict=False)
    return lines


def _height(text: Iterable[tuple[str, str]]) -> int:
    return sum(NAME_LINE if kind == "name" else SMALL_LINE for kind, _ in text)


def _rows(text: Sequence[tuple[str, str]], box: Box, height: int) -> tuple[Row, ...]:
    """The text in the middle of its box."""
    rows = []
    y = box.y + (height - _height(text)) // 2 - 5  # letters stand above their line
    for kind, line in text:
        y += NAME_LINE if kind == "name" else SMALL_LINE
        indent = MARK_ROOM if kind.startswith("state") else 0
        rows.append(Row(kind, box.x + PADDING + indent, y, line))
    return tuple(rows)

"""Drawings of what comes before what: never backwards, never on top of each other, the same every time."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.loading import load_content
from roadmap.core.layering import layers
from roadmap.core.layout import Box, Drawing, Point, Spacing, draw

ACROSS = Spacing(width=100, height=40, between_layers=30, between_boxes=10)
DOWN = Spacing(width=100, height=40, between_layers=30, between_boxes=10, down=True)
Graph = dict[str, list[str]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs without a circle, their ids in any order."""
    names = [f"n{i}" for i in range(draw(st.integers(0, 12)))]
    before = {
        name: draw(st.lists(st.sampled_from(names[:i]), unique=True, max_size=4)) if i else []
        for i, name in enumerate(names)
    }
    return {name: before[name] for name in draw(st.permutations(names))}


known = settings(deadline=None, max_examples=100, derandomize=True)
spacings = st.sampled_from([ACROSS, DOWN])


def along(point: Point | Box, spacing: Spacing) -> int:
    """How far a point, or the near side of a box, lies in the direction of the layers."""
    x, y = (point.x, point.y) if isinstance(point, Box) else point
    return y if spacing.down else x


def overlap(one: Box, other: Box, spacing: Spacing) -> bool:
    return abs(one.x - other.x) < spacing.width and abs(one.y - other.y) < spacing.height


def within(box: Box, point: Point, spacing: Spacing) -> bool:
    """Whether a point lies inside a box; its edge is not inside."""
    x, y = point
    return box.x < x < box.x + spacing.width and box.y < y < box.y + spacing.height


def by_id(drawing: Drawing) -> dict[str, Box]:
    return {box.id: box for box in drawing.boxes}


# Layers


def test_a_layer_is_one_more_than_the_latest_of_what_comes_before() -> None:
    found = layers({"a": [], "b": ["a"], "c": ["b"], "d": ["a", "c"], "e": ["b"]})
    assert found == {"a": 0, "b": 1, "c": 2, "d": 3, "e": 2}


def test_what_needs_nothing_stands_in_front_of_the_first_that_needs_it() -> None:
    found = layers({"a": [], "b": ["a"], "c": ["b"], "late": [], "d": ["c", "late"], "alone": []})
    assert found["late"] == 2
    assert found["alone"] == 0


@pytest.mark.parametrize("circle", [{"a": ["a"]}, {"a": ["b"], "b": ["c"], "c": ["a"], "d": []}])
def test_a_circle_is_refused(circle: Graph) -> None:
    with pytest.raises(ValueError, match="cycle"):
        draw(circle, ACROSS)


def test_an_id_that_is_not_in_the_graph_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the graph: nowhere"):
        draw({"a": ["nowhere"]}, ACROSS)


# Whatever the graph is


@known
@given(before=graphs(), spacing=spacings)
def test_every_box_and_every_line_is_drawn_once(before: Graph, spacing: Spacing) -> None:
    drawing = draw(before, spacing)
    assert sorted(box.id for box in drawing.boxes) == sorted(before)
    wanted = sorted((start, end) for end, ids in before.items() for start in ids)
    assert sorted((line.start, line.end) for line in drawing.lines) == wanted


@known
@given(before=graphs(), spacing=spacings, data=st.data())
def test_no_line_goes_backwards(before: Graph, spacing: Spacing, data: st.DataObject) -> None:
    aside = data.draw(st.sets(st.sampled_from(sorted(before)))) if before else set()
    drawing = draw(before, spacing, aside=aside)
    boxes = by_id(drawing)
    for line in drawing.lines:
        assert boxes[line.start].layer < boxes[line.end].layer
        places = [along(point, spacing) for point in line.points]
        assert all(here < there for here, there in pairwise(places))
        assert places[0] == along(boxes[line.start], spacing) + spacing.depth
        assert places[-1] == along(boxes[line.end], spacing)


@known
@given(before=graphs(), spacing=spacings, data=st.data())
def test_no_two_boxes_overlap_and_all_lie_in_the_drawing(
    before: Graph, spacing: Spacing, data: st.DataObject
) -> None:
    aside = data.draw(st.sets(st.sampled_from(sorted(before)))) if before else set()
    drawing = draw(before, spacing, aside=aside)
    for one, other in combinations(drawing.boxes, 2):
        assert not overlap(one, other, spacing), (one, other)
    for box in drawing.boxes:
        assert 0 <= box.x <= drawing.width - spacing.width
        assert 0 <= box.y <= drawing.height - spacing.height
    for line in drawing.lines:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in line.points)


@known
@given(before=graphs(), spacing=spacings)
def test_no_line_runs_through_a_box(before: Graph, spacing: Spacing) -> None:
    drawing = draw(before, spacing)
    for line in drawing.lines:
        # Curves keep between the layers; the straight parts lead past the boxes of a layer.
        for n, (here, there) in enumerate(pairwise(line.points)):
            gap = along(there, spacing) - along(here, spacing)
            assert gap == (spacing.depth if n % 2 else spacing.between_layers)
            if n % 2:
                middle = ((here[0] + there[0]) // 2, (here[1] + there[1]) // 2)
                assert not any(within(box, middle, spacing) for box in drawing.boxes)


@known
@given(before=graphs(), spacing=spacings)
def test_lines_touch_the_boxes_they_join(before: Graph, spacing: Spacing) -> None:
    drawing = draw(before, spacing)
    boxes = by_id(drawing)
    for line in drawing.lines:
        for identity, (x, y) in ((line.start, line.points[0]), (line.end, line.points[-1])):
            box = boxes[identity]
            assert box.x <= x <= box.x + spacing.width
            assert box.y <= y <= box.y + spacing.height


@known
@given(before=graphs(), spacing=spacings)
def test_the_same_graph_gives_the_same_drawing(before: Graph, spacing: Spacing) -> None:
    assert draw(before, spacing) == draw({i: list(ids) for i, ids in before.items()}, spacing)


@known
@given(before=graphs(), spacing=spacings)
def test_boxes_come_in_reading_order(before: Graph, spacing: Spacing) -> None:
    places = [(b.y, b.x) if spacing.down else (b.x, b.y) for b in draw(before, spacing).boxes]
    assert places == sorted(places)


@known
@given(before=graphs(), data=st.data())
def test_what_stands_aside_is_last_in_its_layer(before: Graph, data: st.DataObject) -> None:
    aside = data.draw(st.sets(st.sampled_from(sorted(before)))) if before else set()
    drawing = draw(before, DOWN, aside=aside)
    for one, other in combinations(drawing.boxes, 2):
        if one.layer == other.layer and one.id in aside:
            assert other.id in aside


# Pleasant to look at


def test_lines_that_need_not_cross_do_not() -> None:
    drawing = draw({"a": [], "b": [], "c": [], "x": ["c"], "y": ["b"], "z": ["a"]}, ACROSS)
    boxes = by_id(drawing)
    assert [boxes[i].y for i in "abc"] == [boxes[i].y for i in "zyx"]


def test_a_row_of_boxes_is_straight_and_as_long_as_it_must_be() -> None:
    drawing = draw({"a": [], "b": ["a"], "c": ["b"]}, ACROSS)
    assert drawing.boxes == (Box("a", 0, 0, 0), Box("b", 1, 130, 0), Box("c", 2, 260, 0))
    assert (drawing.width, drawing.height) == (360, 40)
    assert [line.path for line in drawing.lines] == [
        "M100,20C115,20 115,20 130,20",
        "M230,20C245,20 245,20 260,20",
    ]


def test_rows_lie_below_each_other_when_it_goes_down() -> None:
    drawing = draw({"a": [], "b": ["a"]}, DOWN)
    assert drawing.boxes == (Box("a", 0, 0, 0), Box("b", 1, 0, 70))
    assert [line.path for line in drawing.lines] == ["M50,40C50,55 50,55 50,70"]


def test_a_long_line_goes_around_what_lies_between() -> None:
    drawing = draw({"a": [], "b": ["a"], "c": ["a", "b"]}, ACROSS)
    (long,) = [line for line in drawing.lines if (line.start, line.end) == ("a", "c")]
    assert len(long.points) == 4
    assert "L" in long.path


def test_an_empty_graph_is_an_empty_drawing() -> None:
    assert draw({}, ACROSS) == Drawing(0, 0, (), ())


def test_the_map_of_the_real_domains_fits_a_screen() -> None:
    content = load_content()
    before = {domain.id: domain.prerequisites for domain in content.domains}
    drawing = draw(before, Spacing(width=180, height=80, between_layers=40, between_boxes=14))
    assert drawing.width <= 1100
    assert drawing.height <= 700

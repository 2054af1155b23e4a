"""Nobody can work out a hidden count: tried on every table of small size, against somebody who knows the rule."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.core.suppression import (
    SMALLEST,
    Published,
    at_least,
    changed,
    may_follow,
    publish,
    quantile_place,
)


def every_row(people: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many people can be in so many groups."""
    for cuts in combinations(range(people + groups - 1), groups - 1):
        yield tuple(b - a - 1 for a, b in pairwise((-1, *cuts, people + groups - 1)))


@pytest.mark.parametrize(
    ("groups", "most"), [(2, 60), (3, 40), (4, 30), (5, 24), (6, 21)], ids="{0}".format
)
def test_every_hidden_count_could_be_another(groups: int, most: int) -> None:
    for people in range(SMALLEST, most):
        behind: dict[Published, list[tuple[int, ...]]] = defaultdict(list)
        for row in every_row(people, groups):
            behind[publish(row)].append(row)
        for published, rows in behind.items():
            for place, count in enumerate(published):
                if count is None:
                    assert len({row[place] for row in rows}) > 1, (published, rows)


@pytest.mark.parametrize(("groups", "people"), [(2, 30), (5, 20), (6, 14)])
def test_what_is_shown_is_true_and_what_is_small_is_not_shown(groups: int, people: int) -> None:
    for row in every_row(people, groups):
        published = publish(row)
        shown = [
            (count, real) for count, real in zip(published, row, strict=True) if count is not None
        ]
        assert all(count == real for count, real in shown)
        assert all(count == 0 or count >= SMALLEST for count, _ in shown)
        hidden = people - sum(count for count, _ in shown)
        assert hidden == 0 or hidden >= SMALLEST


rows = st.lists(st.integers(0, 200), min_size=6, max_size=6).filter(
    lambda row: sum(row) >= SMALLEST
)


@given(rows)
def test_of_large_groups_too_at_least_two_are_hidden_and_hold_enough(row: list[int]) -> None:
    published = publish(row)
    hidden = [real for count, real in zip(published, row, strict=True) if count is None]
    assert len(hidden) != 1
    assert not hidden or sum(hidden) >= SMALLEST
    assert all(count == 0 or count >= SMALLEST for count in published if count is not None)


def test_small_counts_hide_each_other_where_that_is_enough() -> None:
    assert publish((2, 9, 7, 3, 0)) == (None, 9, 7, None, 0)


def test_a_single_small_count_hides_its_neighbour() -> None:
    assert publish((0, 9, 11, 3, 6)) == (0, 9, None, None, 6)


def test_four_and_four_hide_a_third() -> None:
    # Two small counts of 8 together can only be 4 and 4.
    assert publish((4, 4, 9, 0, 0)) == (None, None, None, 0, 0)


def test_everybody_in_one_group_is_hidden() -> None:
    assert publish((0, 0, 12, 0, 0)) == (None,) * 5


def test_zero_and_enough_are_shown() -> None:
    assert publish((0, 5, 6, 0, 0)) == (0, 5, 6, 0, 0)


results = st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from("123"))


@given(st.lists(results, min_size=2, max_size=8))
def test_no_two_published_tables_differ_by_fewer_than_five(days: list[dict[str, str]]) -> None:
    published: list[dict[str, str]] = []
    for day in days:
        if may_follow(day, published):
            published.append(day)
    for one, other in combinations(published, 2):
        people = {who for who in {*one, *other} if one.get(who) != other.get(who)}
        assert not people or len(people) >= SMALLEST
    assert all(len(day) >= SMALLEST for day in published)


def test_going_back_does_not_single_out_who_went_on() -> None:
    first = dict.fromkeys("abcdefgh", "1")
    second = first | dict.fromkeys("abcde", "2")
    assert changed(first, second) == 5
    assert may_follow(second, [first])
    back = first | {"f": "2"}  # five and one changed since the second, but one since the first
    assert changed(second, back) == 6
    assert not may_follow(back, [first, second])


def test_a_table_of_four_is_not_published() -> None:
    assert not may_follow(dict.fromkeys("abcd", "1"), [])
    assert may_follow(dict.fromkeys("abcde", "1"), [])


@given(rows, st.sampled_from([0.25, 0.5, 0.75]))
def test_a_median_that_is_told_is_true(row: list[int], share: float) -> None:
    place = quantile_place(publish(row), sum(row), share)
    assert place is None or place == quantile_place(tuple(row), sum(row), share)


def test_a_median_is_told_where_the_hidden_ones_cannot_move_it() -> None:
    assert quantile_place((None, 20, 0, None, 0, 0), 26, 0.5) == 1
    assert quantile_place((None, None, 9, 0, 0, 0), 18, 0.5) is None


def test_who_stands_nowhere_does_not_move_the_median() -> None:
    assert quantile_place((0, 0, 6, 5, 0, 30), 41, 0.5) == 2
    assert quantile_place((0, 0, 0, 0, 0, 30), 30, 0.5) is None


@given(rows)
def test_what_is_said_to_be_missing_is_never_too_much(row: list[int]) -> None:
    values = [50.0, 30.0, 10.0, 0.0, 0.0, 0.0]
    real = sum(count * value for count, value in zip(row, values, strict=True))
    assert at_least(publish(row), sum(row), values) <= real + 1e-9


def test_hidden_people_count_with_the_least_they_can() -> None:
    assert at_least((None, None, 9), 15, [50, 30, 0]) == 6 * 30

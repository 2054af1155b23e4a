"""Nobody can work out a hidden count: tried on every table of small size, against somebody who knows the rule."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.core.suppression import (
    SMALLEST,
    Published,
    at_least,
    changes,
    is_mixed,
    may_follow,
    may_stand_beside,
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


@pytest.mark.parametrize(("groups", "others", "seen"), [(2, 20, 9), (3, 13, 8), (4, 10, 5)])
def test_who_knows_some_people_works_out_nothing_of_the_others(
    groups: int, others: int, seen: int
) -> None:
    for known in (row for people in range(1, seen) for row in every_row(people, groups)):
        for people in range(SMALLEST, others):
            behind: dict[Published, list[tuple[int, ...]]] = defaultdict(list)
            for rest in every_row(people, groups):
                everyone = [a + b for a, b in zip(known, rest, strict=True)]
                behind[publish(everyone, known)].append(rest)
            for published, rows in behind.items():
                for place, count in enumerate(published):
                    found = {row[place] for row in rows}
                    assert count is not None or len(found) > 1 or found == {0}, (known, rows)
                    assert count is None or count - known[place] not in range(1, SMALLEST)
                assert not all(max(row) == people for row in rows) or len(rows) > 1


def test_people_who_are_seen_elsewhere_do_not_hide_the_others() -> None:
    assert publish((0, 9, 7, 0, 0, 0)) == (0, 9, 7, 0, 0, 0)
    assert publish((0, 9, 7, 0, 0, 0), (0, 6, 0, 0, 0, 0)) == (None, None, None, 0, 0, 0)
    assert publish((0, 9, 7, 0, 0, 0), (0, 9, 0, 0, 0, 0)) == (None,) * 6  # the others are alike


def test_without_others_there_is_nobody_to_hide_but_in_small_counts() -> None:
    assert publish((0, 9, 7, 0, 0, 0), (0, 9, 7, 0, 0, 0)) == (0, 9, 7, 0, 0, 0)
    assert publish((0, 9, 7, 2, 0, 0), (0, 9, 7, 2, 0, 0)) == (0, 9, None, None, 0, 0)


results = st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from("123"))


@given(st.lists(results, min_size=2, max_size=8), st.sets(st.sampled_from(["a1", "b2", "c3"])))
def test_no_two_published_tables_differ_by_fewer_than_five_on_either_side(
    days: list[dict[str, str]], known: set[str]
) -> None:
    published: list[dict[str, str]] = []
    for day in days:
        day = {who: f"{who}{result}" for who, result in day.items()}
        if may_follow(side for before in published for side in changes(day, before, known)):
            published.append(day)
    for one, other in permutations(published, 2):
        gone = {*one.values()} - {*other.values()} - known
        assert not gone or len(gone) >= SMALLEST


def test_going_back_does_not_single_out_who_went_on() -> None:
    first = {who: f"{who}1" for who in "abcdefgh"}
    second = first | {who: f"{who}2" for who in "abcde"}
    assert may_follow(changes(second, first))
    back = first | {"f": "f2"}  # five and one changed since the second, but one since the first
    assert {len(side) for side in changes(back, second)} == {6}
    assert not may_follow([*changes(back, first), *changes(back, second)])


def test_who_comes_does_not_hide_who_goes() -> None:
    first = {who: f"{who}1" for who in "abcdefgh"}
    second = {who: f"{who}1" for who in "bcdefghijklmn"}
    assert sorted(len(side) for side in changes(second, first)) == [1, 6]
    assert not may_follow(changes(second, first))
    assert may_follow(changes(second, first, known={"a1"}))


def test_nothing_has_changed_between_a_table_and_itself() -> None:
    first = {who: f"{who}1" for who in "abcdefgh"}
    assert changes(first, first) == []
    assert may_follow([])


@pytest.mark.parametrize(
    ("places", "mixed"),
    [("", False), ("222", False), ("2252", False), ("2525", True), ("123", True)],
)
def test_people_are_mixed_when_two_are_outside_of_the_largest_group(
    places: str, *, mixed: bool
) -> None:
    assert is_mixed(int(place) for place in places) is mixed


def beside(one: Published, other: Published, *, people: tuple[int, int], seen: int = 0) -> bool:
    return may_stand_beside(one, other, people=people, seen=seen)


def test_rows_that_hide_the_same_may_stand_beside_each_other() -> None:
    assert beside((None, None, 9), (None, None, 12), people=(16, 21))
    assert beside((5, 6, 0), (9, 7, 0), people=(11, 16))


def test_what_was_hidden_is_shown_once_there_is_room_for_all_of_it_elsewhere() -> None:
    hidden = (None, None, 0)
    assert not beside(hidden, (7, 10, 0), people=(11, 17))
    assert not beside((7, 10, 0), hidden, people=(17, 11))
    assert not beside(hidden, (12, 30, 0), people=(11, 42))
    assert beside(hidden, (13, 30, 0), people=(11, 43))
    assert not beside(hidden, (13, 30, 0), people=(11, 43), seen=1)
    # Of three groups that were hidden one is shown: the others are known together.
    assert not beside((None, None, None), (9, None, None), people=(11, 21))
    assert beside((None, None, None), (9, None, None), people=(11, 22))


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

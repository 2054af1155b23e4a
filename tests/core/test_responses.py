"""Answers are graded by what was chosen, ordered or typed."""

import math

import pytest

from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome, grade_choice, grade_number


@pytest.mark.parametrize(
    ("kind", "chosen", "keys", "outcome"),
    [
        (Kind.ONE, [2], [2], Outcome.RIGHT),
        (Kind.ONE, [1], [2], Outcome.WRONG),
        (Kind.ONE, [], [2], Outcome.WRONG),
        (Kind.ONE, [1, 2], [2], Outcome.WRONG),
        (Kind.MANY, [0, 3], [0, 3], Outcome.RIGHT),
        (Kind.MANY, [3, 0], [0, 3], Outcome.RIGHT),
        (Kind.MANY, [0], [0, 3], Outcome.WRONG),
        (Kind.MANY, [0, 2, 3], [0, 3], Outcome.WRONG),
        (Kind.MANY, [], [0, 3], Outcome.WRONG),
        (Kind.ORDER, [2, 0, 1], [2, 0, 1], Outcome.RIGHT),
        (Kind.ORDER, [0, 1, 2], [2, 0, 1], Outcome.WRONG),
        (Kind.ORDER, [2, 0], [2, 0, 1], Outcome.WRONG),
        (Kind.ORDER, [], [2, 0, 1], Outcome.WRONG),
    ],
)
def test_a_choice_is_right_only_when_it_is_exactly_the_key(
    kind: Kind, chosen: list[int], keys: list[int], outcome: Outcome
) -> None:
    assert grade_choice(kind, chosen, keys) is outcome


@pytest.mark.parametrize("kind", Kind)
def test_tuples_and_lists_are_graded_alike(kind: Kind) -> None:
    assert grade_choice(kind, (0, 1), [0, 1]) is Outcome.RIGHT


@pytest.mark.parametrize(
    ("given", "answer", "tolerance", "outcome"),
    [
        (12.5, 12.5, 0, Outcome.RIGHT),
        (12.6, 12.5, 0.1, Outcome.RIGHT),
        (12.4, 12.5, 0.1, Outcome.RIGHT),
        (12.61, 12.5, 0.1, Outcome.WRONG),
        (12.39, 12.5, 0.1, Outcome.WRONG),
        (0.1 + 0.2, 0.3, 0, Outcome.RIGHT),
        (0.3 - 0.1, 0.1, 0.1, Outcome.RIGHT),
        (0, 0, 0, Outcome.RIGHT),
        (-4, -4.0, 0.5, Outcome.RIGHT),
        (4, -4.0, 0.5, Outcome.WRONG),
        (99.95, 99.9, 0.05, Outcome.RIGHT),
        (1_000_001, 1_000_000, 0, Outcome.WRONG),
        (4_294_967_297, 4_294_967_296, 0, Outcome.WRONG),
    ],
)
def test_a_number_is_right_within_its_tolerance_and_at_its_ends(
    given: float, answer: float, tolerance: float, outcome: Outcome
) -> None:
    assert grade_number(given, answer, tolerance) is outcome


@pytest.mark.parametrize("given", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_wrong(given: float) -> None:
    assert grade_number(given, 5, 1) is Outcome.WRONG


def test_every_outcome_has_a_label_for_people() -> None:
    assert [outcome.label for outcome in Outcome] == ["Right", "Wrong", "I don't know yet"]


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_is_stored_as_its_word(outcome: Outcome) -> None:
    assert Outcome(outcome.value) is outcome
    assert f"{outcome}" == outcome.value

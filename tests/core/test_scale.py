"""Scores, levels and thetas are one scale, and densities are read off it consistently."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.catalogue import Level
from assessment.core.scale import (
    LEVEL_CENTRES,
    LEVEL_CUTS,
    Array,
    level_of,
    level_probabilities,
    level_range,
    quantile,
    share_below,
    to_score,
    to_theta,
)

GRID = np.arange(-5.0, 5.001, 0.25)
SHARES = [0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999]
densities = st.lists(st.floats(0.0, 1.0), min_size=len(GRID), max_size=len(GRID)).filter(
    lambda weights: sum(weights) > 0.01
)
quick = settings(deadline=None, max_examples=50, derandomize=True)


def bell(*, mean: float, sd: float) -> Array:
    """A normal density on GRID, summing to 1."""
    weights = np.exp(-0.5 * ((GRID - mean) / sd) ** 2)
    return np.asarray(weights / weights.sum())


def one_point(theta: float) -> Array:
    """A density that lies in one cell of GRID."""
    weights = np.zeros(len(GRID))
    weights[np.argmin(np.abs(GRID - theta))] = 1.0
    return weights


@pytest.mark.parametrize(
    ("theta", "score"),
    [(0.0, 50.0), (-1.4, 10.0), (-0.7, 30.0), (0.7, 70.0), (1.4, 90.0), (0.35, 60.0), (1.05, 80.0)],
)
def test_a_theta_and_its_score_lead_to_each_other(theta: float, score: float) -> None:
    assert to_score(theta) == pytest.approx(score)
    assert to_theta(score) == pytest.approx(theta)


@pytest.mark.parametrize(("theta", "score"), [(-1.75, 0), (-2, 0), (-9, 0), (2, 100), (9, 100)])
def test_a_score_stays_between_0_and_100(theta: float, score: float) -> None:
    assert to_score(theta) == pytest.approx(score)


@quick
@given(score=st.floats(0, 100))
def test_a_score_survives_the_way_to_theta_and_back(score: float) -> None:
    assert to_score(to_theta(score)) == pytest.approx(score, abs=1e-9)


@quick
@given(a=st.floats(-6, 6), b=st.floats(-6, 6))
def test_a_higher_theta_never_has_a_lower_score_or_level(a: float, b: float) -> None:
    low, high = to_score(min(a, b)), to_score(max(a, b))
    assert low <= high
    assert level_of(low) <= level_of(high)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, Level.STARTING),
        (19.99, Level.STARTING),
        (20, Level.FOUNDATION),
        (39.99, Level.FOUNDATION),
        (40, Level.ENGINEER),
        (59.99, Level.ENGINEER),
        (60, Level.PROFESSIONAL),
        (79.99, Level.PROFESSIONAL),
        (80, Level.ARCHITECT),
        (100, Level.ARCHITECT),
    ],
)
def test_a_score_on_a_cut_belongs_to_the_level_above(score: float, level: Level) -> None:
    assert level_of(score) is level


@pytest.mark.parametrize("level", Level)
def test_the_centre_of_a_level_lies_in_it(level: Level) -> None:
    assert level_of(to_score(LEVEL_CENTRES[level])) is level
    assert to_score(LEVEL_CENTRES[level]) == pytest.approx(10 + 20 * level)


@pytest.mark.parametrize("level", list(Level)[1:])
def test_the_theta_of_a_cut_belongs_to_the_level_above(level: Level) -> None:
    assert level_of(to_score(LEVEL_CUTS[level - 1])) is level


def test_cuts_lie_halfway_between_centres() -> None:
    assert (LEVEL_CENTRES[1:] + LEVEL_CENTRES[:-1]) / 2 == pytest.approx(LEVEL_CUTS)


@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        (45, 55, (Level.ENGINEER,)),
        (35, 41, (Level.FOUNDATION, Level.ENGINEER)),
        (39.9, 60, (Level.FOUNDATION, Level.ENGINEER, Level.PROFESSIONAL)),
        (0, 100, tuple(Level)),
        (50, 50, (Level.ENGINEER,)),
    ],
)
def test_an_interval_names_every_level_it_touches(
    low: float, high: float, levels: tuple[Level, ...]
) -> None:
    assert level_range(low, high) == levels


@pytest.mark.parametrize("level", Level)
def test_a_density_in_one_level_gives_that_level_all_the_probability(level: Level) -> None:
    probabilities = level_probabilities(one_point(LEVEL_CENTRES[level]), GRID)
    assert np.argmax(probabilities) == level
    assert probabilities[level] > 0.99


def test_level_probabilities_of_a_wide_bell_are_those_of_the_normal_curve() -> None:
    expected = (0.146859, 0.216311, 0.273661, 0.216311, 0.146859)
    assert level_probabilities(bell(mean=0, sd=1), GRID) == pytest.approx(expected, abs=0.003)


@quick
@given(weights=densities)
def test_level_probabilities_are_shares_of_one(weights: list[float]) -> None:
    probabilities = level_probabilities(np.array(weights) / sum(weights), GRID)
    assert sum(probabilities) == pytest.approx(1)
    assert min(probabilities) >= -1e-12


@pytest.mark.parametrize(
    ("theta", "share"), [(-6, 0), (-0.125, 0), (0, 0.5), (0.0625, 0.75), (0.125, 1), (6, 1)]
)
def test_a_grid_point_stands_for_the_cell_around_it(theta: float, share: float) -> None:
    assert share_below(one_point(0.0), GRID, theta) == pytest.approx(share)


def test_a_density_may_be_a_plain_list() -> None:
    density = bell(mean=0.3, sd=0.5)
    assert share_below(list(density), GRID, 0.3) == share_below(density, GRID, 0.3)
    assert quantile(list(density), GRID, 0.1) == quantile(density, GRID, 0.1)


@pytest.mark.parametrize("share", SHARES)
def test_quantiles_of_a_bell_are_those_of_the_normal_curve(share: float) -> None:
    z = {0.001: -3.09023, 0.1: -1.28155, 0.25: -0.67449, 0.5: 0.0}
    expected = z[share] if share in z else -z[round(1 - share, 3)]
    assert quantile(bell(mean=0.4, sd=0.6), GRID, share) == pytest.approx(
        0.4 + 0.6 * expected, abs=0.04
    )


@quick
@given(weights=densities, share=st.floats(0.01, 0.99))
def test_a_quantile_has_its_share_below_it(weights: list[float], share: float) -> None:
    density = np.array(weights) / sum(weights)
    assert share_below(density, GRID, quantile(density, GRID, share)) == pytest.approx(share)


@quick
@given(weights=densities, a=st.floats(0, 1), b=st.floats(0, 1))
def test_a_larger_share_never_has_a_lower_quantile(
    weights: list[float], a: float, b: float
) -> None:
    density = np.array(weights) / sum(weights)
    assert quantile(density, GRID, min(a, b)) <= quantile(density, GRID, max(a, b))

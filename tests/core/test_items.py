"""The bank's curves of knowing rise with ability, fall with difficulty and stay honest about both."""

import numpy as np
import pytest

from assessment.core.items import GRID, ItemBank, item_bank, launch_curves
from assessment.core.scale import LEVEL_CENTRES, Array

BANDS = np.arange(5)


def averaged_by_brute_force(*, centre: float, slope: float) -> Array:
    """The mean of many logistic curves with drawn difficulty and slope, at each theta of GRID."""
    rng = np.random.default_rng(7)
    difficulty = rng.normal(centre, 0.5, 40_000)
    steep = slope * np.exp(rng.normal(0, 0.3, 40_000))
    return np.array([np.mean(1 / (1 + np.exp(-steep * (t - difficulty)))) for t in GRID])


def three_questions() -> ItemBank:
    return item_bank(
        domains=2,
        domain=[0, 1, 1],
        skill=[0, 1, 2],
        band=[0, 2, 4],
        guess=[1 / 3, 1 / 4, 0.02],
        servable=[True, False, True],
    )


def test_the_grid_runs_evenly_from_minus_5_to_5() -> None:
    assert (GRID[0], GRID[-1], len(GRID)) == (-5.0, 5.0, 41)
    assert np.diff(GRID) == pytest.approx(0.25)


def test_knowing_is_a_probability_that_grows_with_ability() -> None:
    curves = launch_curves(BANDS)
    assert curves.shape == (5, len(GRID))
    assert curves.min() > 0
    assert curves.max() < 1
    assert (np.diff(curves, axis=1) > 0).all()


def test_a_harder_question_is_known_less_at_every_ability() -> None:
    assert (np.diff(launch_curves(BANDS), axis=0) < 0).all()


def test_half_of_those_at_the_level_of_a_question_know_its_answer() -> None:
    curves = launch_curves(BANDS)
    for band, centre in enumerate(LEVEL_CENTRES):
        assert np.interp(centre, GRID, curves[band]) == pytest.approx(0.5, abs=0.005)


def test_curves_mirror_each_other_around_the_middle_level() -> None:
    curves = launch_curves(BANDS)
    assert curves[::-1, ::-1] == pytest.approx(1 - curves)


@pytest.mark.parametrize(("band", "slope"), [(0, 1.0), (2, 1.0), (3, 1.7)])
def test_a_curve_is_the_average_over_what_the_author_may_have_misjudged(
    band: int, slope: float
) -> None:
    (curve,) = launch_curves(np.array([band]), slope)
    expected = averaged_by_brute_force(centre=LEVEL_CENTRES[band], slope=slope)
    assert curve == pytest.approx(expected, abs=0.006)


def test_not_knowing_an_item_exactly_makes_its_curve_flatter() -> None:
    (curve,) = launch_curves(np.array([2]))
    exact = 1 / (1 + np.exp(-GRID))
    middle = np.abs(GRID) < 1
    assert np.gradient(curve, GRID)[middle].max() < np.gradient(exact, GRID)[middle].max()


def test_a_steeper_slope_makes_a_steeper_curve() -> None:
    flat, steep = launch_curves(np.array([2]), 0.5)[0], launch_curves(np.array([2]), 2.0)[0]
    assert (steep[GRID > 0] > flat[GRID > 0]).all()
    assert (steep[GRID < 0] < flat[GRID < 0]).all()


def test_a_bank_holds_its_columns() -> None:
    bank = three_questions()
    assert len(bank) == 3
    assert bank.domains == 2
    assert bank.domain.tolist() == [0, 1, 1]
    assert bank.skill.tolist() == [0, 1, 2]
    assert bank.guess.tolist() == [1 / 3, 1 / 4, 0.02]
    assert bank.servable.tolist() == [True, False, True]
    assert (bank.knows == launch_curves(np.array([0, 2, 4]))).all()


def test_a_bank_may_be_empty() -> None:
    bank = item_bank(domains=2, domain=[], skill=[], band=[], guess=[], servable=[])
    assert len(bank) == 0
    assert bank.knows.shape == (0, len(GRID))

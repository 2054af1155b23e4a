"""When an assessment has enough: its length, sure decisions, a settled domain, or the end of the bank."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.scale import LEVEL_CUTS
from assessment.core.stopping import (
    SETTLING,
    Length,
    interval,
    is_settled,
    is_sure_enough,
    questions_left,
)
from tests.core.banks import aim, gaussian

quick = settings(deadline=None, max_examples=50, derandomize=True)
limits = st.sampled_from([*(length.questions for length in Length), SETTLING])


@pytest.mark.parametrize(
    ("length", "questions"), [(Length.QUICK, 18), (Length.STANDARD, 32), (Length.THOROUGH, 60)]
)
def test_each_length_has_its_number_of_questions(length: Length, questions: int) -> None:
    assert length.questions == questions


@pytest.mark.parametrize("length", Length)
def test_minutes_are_about_three_quarters_of_a_minute_a_question(length: Length) -> None:
    assert length.minutes == pytest.approx(0.75 * length.questions, abs=2)


def test_an_empty_bank_leaves_nothing() -> None:
    assert questions_left(18, 3, left_in_bank=0) == 0


def test_a_small_bank_limits_what_is_still_to_come() -> None:
    assert questions_left(32, 2, left_in_bank=7) == 7
    assert questions_left(32, 30, left_in_bank=7) == 2


@quick
@given(limit=limits, bank=st.integers(1, 80))
def test_what_is_left_falls_by_one_with_every_answer_down_to_nothing(limit: int, bank: int) -> None:
    counts = [questions_left(limit, n, bank - n) for n in range(min(limit, bank) + 1)]
    assert counts == list(range(min(limit, bank), -1, -1))


# A settled domain


@quick
@given(mean=st.floats(-2, 2), sd=st.floats(0.2, 1.2))
def test_the_interval_is_that_of_a_normal_distribution(mean: float, sd: float) -> None:
    low, high = interval(gaussian(mean=[mean], sd=[sd]), 0)
    assert low == pytest.approx(mean - 1.2816 * sd, abs=0.12)
    assert high == pytest.approx(mean + 1.2816 * sd, abs=0.12)


@pytest.mark.parametrize(
    ("mean", "sd", "target", "settled"),
    [
        (0.0, 0.2, 0.0, True),  # inside the level Engineer, whatever the target
        (0.35, 0.2, 0.35, False),  # across a cut and across the target
        (0.35, 0.2, 1.2, True),  # across a cut, but well below the target
        (0.35, 0.2, -0.6, True),  # across a cut, but well above the target
        (0.35, 0.2, None, False),  # across a cut, and nothing is asked
        (0.0, 1.0, 0.5, False),
        (2.5, 0.6, 2.5, True),  # the top level has no upper end
    ],
)
def test_a_domain_is_settled_in_one_level_or_on_one_side_of_the_target(
    mean: float, sd: float, target: float | None, *, settled: bool
) -> None:
    assert is_settled(gaussian(mean=[mean], sd=[sd]), 0, target) is settled


@quick
@given(mean=st.floats(-2, 2), target=st.floats(-2, 2))
def test_only_a_target_or_a_cut_can_leave_a_narrow_interval_open(
    mean: float, target: float
) -> None:
    posterior = gaussian(mean=[mean], sd=[0.2])
    low, high = interval(posterior, 0)
    crosses = any(low <= cut <= high for cut in LEVEL_CUTS)
    assert is_settled(posterior, 0, target) == (not crosses or not low <= target <= high)


# Decisions


def test_decisions_stand_when_each_is_at_least_eighty_per_cent_sure() -> None:
    above_and_below = gaussian(mean=[1.2, -0.4], sd=[0.5, 0.5])
    assert is_sure_enough(above_and_below, aim(target=[0.7, 0.1], weight=[3, 1]))
    assert not is_sure_enough(above_and_below, aim(target=[1.0, 0.1], weight=[3, 1]))


def test_a_domain_without_a_weight_decides_nothing() -> None:
    open_one = gaussian(mean=[1.2, 0.0], sd=[0.5, 0.5])
    assert not is_sure_enough(open_one, aim(target=[0.7, 0.0], weight=[3, 1]))
    assert is_sure_enough(open_one, aim(target=[0.7, 0.0], weight=[3, 0]))

"""What is learnt from first attempts comes nearer to the truth, and never runs ahead of the data."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from assessment.core.archive import Archive, Attempt
from assessment.core.calibration import STRIDES, Calibration, calibrate, centred
from assessment.core.items import DIFFICULTY_SD, LOG_SLOPE_SD, curves
from assessment.core.population import summary
from assessment.core.posterior import estimate
from assessment.core.prior import Prior, launch_prior
from assessment.core.responses import Outcome
from assessment.core.scale import Array
from tests.bench.archives import World, people, world

DOMAINS, PER_DOMAIN, QUESTIONS = 5, 10, 15
MANY = 400


@cache
def weaker() -> World:
    """A population below the middle and with a lower correlation than at launch, that rates itself high."""
    return world(
        domains=DOMAINS, per_domain=PER_DOMAIN, mean=-0.6, correlation=0.25, bias=(0.4, 0.5)
    )


@cache
def taken() -> tuple[Attempt, ...]:
    return tuple(people(weaker(), MANY, questions=QUESTIONS)[1])


def launch() -> Prior:
    return launch_prior(DOMAINS)


def learnt_from(
    attempts: tuple[Attempt, ...], *, strides: tuple[float, ...] = STRIDES
) -> Calibration:
    return calibrate(
        weaker().bank,
        weaker().launch,
        launch(),
        Archive.of(DOMAINS, attempts),
        strides=strides,
    )


@cache
def learnt(attempts: int) -> Calibration:
    return learnt_from(taken()[:attempts])


def rmse(one: Array, other: Array) -> float:
    return float(np.sqrt(((one - other) ** 2).mean()))


def test_more_attempts_bring_difficulties_nearer_to_the_truth() -> None:
    truth = weaker().difficulty
    errors = [rmse(learnt(n).items.difficulty, truth) for n in (0, 40, 150, MANY)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.75 * errors[0]


def test_the_uncertainty_that_remains_is_truthful() -> None:
    items = learnt(MANY).items
    distance = (items.difficulty - weaker().difficulty) / items.difficulty_sd
    assert items.difficulty_sd.max() < DIFFICULTY_SD
    assert 0.7 < distance.std() < 1.3


def test_a_learnt_question_has_a_steeper_curve_than_at_launch() -> None:
    known = replace(learnt(MANY).items, difficulty=np.zeros(50), log_slope=np.zeros(50))
    at_launch = replace(weaker().launch, difficulty=np.zeros(50))
    rise = np.diff(curves(known)).max(axis=1) / np.diff(curves(at_launch)).max(axis=1)
    assert rise.min() > 1


def test_the_population_is_found() -> None:
    before, after = summary(launch()), summary(learnt(MANY).prior)
    assert abs(after.mean - -0.6) < 0.25 * abs(before.mean - -0.6)
    assert abs(after.correlation - 0.25) < 0.6 * abs(before.correlation - 0.25)
    assert abs(after.bias - 0.4) < 0.5 * abs(before.bias - 0.4)
    assert sum(after.shares) == pytest.approx(1)


def test_people_are_measured_more_exactly_than_at_launch() -> None:
    theta, attempts = people(weaker(), 150, questions=QUESTIONS, seed=7)

    def error(prior: Prior, bank: object) -> float:
        return rmse(np.array([estimate(prior, bank, *a).mean for a in attempts]), theta)  # type: ignore[arg-type]

    known, bank = learnt(MANY), weaker().bank
    calibrated = error(known.prior, replace(bank, knows=curves(known.items)))
    assert calibrated < 0.95 * error(launch(), bank)


def test_no_attempt_leaves_everything_as_at_launch() -> None:
    nothing = learnt(0)
    assert nothing.items is weaker().launch
    assert nothing.prior.covariance == pytest.approx(launch().covariance)
    assert nothing.attempts == 0


def test_a_few_attempts_stay_near_the_bands() -> None:
    few = learnt(5)
    assert np.abs(few.items.difficulty - weaker().launch.difficulty).max() < 0.4
    assert few.items.difficulty_sd.min() > 0.75 * DIFFICULTY_SD
    assert abs(summary(few.prior).mean) < 0.25
    assert abs(summary(few.prior).correlation - summary(launch()).correlation) < 0.1


def test_a_question_without_answers_keeps_its_band() -> None:
    few = learnt(5)
    unasked = few.answers == 0
    assert unasked.any()
    assert (few.items.difficulty == weaker().launch.difficulty)[unasked].all()
    assert (few.items.difficulty_sd == DIFFICULTY_SD)[unasked].all()


def test_slopes_wait_for_enough_answers() -> None:
    assert learnt(MANY).answers.max() < 200
    assert (learnt(MANY).items.log_slope == weaker().launch.log_slope).all()
    assert (learnt(MANY).items.log_slope_sd == LOG_SLOPE_SD).all()


def test_with_enough_answers_slopes_come_nearer_to_the_truth() -> None:
    small = world(domains=2, per_domain=6, seed=3)
    archive = Archive.of(2, people(small, MANY, questions=12)[1])
    found = calibrate(small.bank, small.launch, launch_prior(2), archive, strides=(1.0, 3.0, 1.0))
    true = np.log(small.slope)
    assert found.answers.min() >= 200
    assert np.corrcoef(found.items.log_slope, true)[0, 1] > 0.3
    assert found.items.log_slope.mean() == pytest.approx(0, abs=1e-9)
    assert found.items.log_slope_sd.max() < LOG_SLOPE_SD


def test_the_order_of_attempts_and_answers_does_not_matter() -> None:
    one = learnt_from(taken()[:60], strides=(1.0, 3.0))
    shuffled = tuple((ratings, list(answers)[::-1]) for ratings, answers in taken()[59::-1])
    other = learnt_from(shuffled, strides=(1.0, 3.0))
    assert one.items.difficulty == pytest.approx(other.items.difficulty, abs=1e-9)
    assert one.prior.covariance == pytest.approx(other.prior.covariance, abs=1e-9)


def test_the_same_attempts_give_the_same_numbers() -> None:
    one, other = (
        learnt_from(taken()[:60], strides=(1.0, 3.0)),
        learnt_from(taken()[:60], strides=(1.0, 3.0)),
    )
    assert (one.items.difficulty == other.items.difficulty).all()
    assert (one.prior.covariance == other.prior.covariance).all()


def test_authors_as_a_group_fix_the_scale() -> None:
    known = learnt(MANY)
    moved = known.items.difficulty - weaker().launch.difficulty
    assert moved.mean() == pytest.approx(0, abs=1e-12)


def test_centring_leaves_unanswered_questions_alone() -> None:
    at_launch = weaker().launch
    answers = np.arange(50) % 2
    items = replace(at_launch, difficulty=at_launch.difficulty + answers * 0.3)
    assert centred(items, at_launch, answers).difficulty == pytest.approx(at_launch.difficulty)


def test_an_archive_gives_back_what_was_put_in() -> None:
    attempts: list[Attempt] = [
        ({0: 4, 2: 0}, [(7, Outcome.UNKNOWN), (3, Outcome.RIGHT)]),
        ({1: 2}, []),
        ({}, [(1, Outcome.WRONG)]),
    ]
    archive = Archive.of(3, attempts)
    assert list(archive) == [attempts[0], attempts[2]]
    assert [len(chunk) for chunk in archive.chunks(1)] == [1, 1]
    assert len(Archive.of(3, [])) == 0

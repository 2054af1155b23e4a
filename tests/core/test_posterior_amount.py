"""Estimates follow the amount of evidence, its doubts, and nothing else of a log, whatever it looks like."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.evidence import answer_loglik, dont_know_rate
from assessment.core.items import GRID
from assessment.core.posterior import estimate
from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome
from tests.core.posteriors import (
    DOMAINS,
    PER_DOMAIN,
    RIGHT,
    UNKNOWN,
    WRONG,
    assert_same,
    assert_sound,
    bank,
    fit,
    in_domain,
    logs,
    quick,
    some_ratings,
)

# Amount


@quick
@given(log=logs, ratings=some_ratings)
def test_every_log_gives_sound_numbers(
    log: list[tuple[int, Outcome]], ratings: dict[int, int]
) -> None:
    assert_sound(fit(answers=log, ratings=ratings))


RATERS = {
    "unrated": {},
    "all high": dict.fromkeys(range(18), 4),
    "all low": dict.fromkeys(range(18), 0),
    "contradictory": {d: 4 * (d % 2) for d in range(18)},
}
PLAYERS = {
    "all right": [RIGHT],
    "all wrong": [WRONG],
    "all unknown": [UNKNOWN],
    "all kinds": [RIGHT, WRONG, UNKNOWN],
}


@pytest.mark.parametrize("rater", RATERS)
@pytest.mark.parametrize("player", PLAYERS)
@pytest.mark.parametrize("within", [1, 2, 18])
def test_200_answers_of_any_kind_in_any_number_of_domains_give_sound_numbers(
    rater: str, player: str, within: int
) -> None:
    items = [j for j in range(180) if j % 18 < within]
    turns = PLAYERS[player]
    answers = [(items[n % len(items)], turns[n % len(turns)]) for n in range(200)]
    assert_sound(fit(answers=answers, ratings=RATERS[rater], domains=18))


def test_ratings_that_the_answers_contradict_give_sound_numbers_and_way_to_them() -> None:
    answers = [(j, RIGHT if j % 18 < 9 else WRONG) for j in range(180)]
    posterior = fit(answers=answers, ratings={d: 0 if d < 9 else 4 for d in range(18)}, domains=18)
    assert_sound(posterior)
    assert posterior.mean[:9].min() > 0 > posterior.mean[9:].max()


def answers_of_person(*, theta: float, seed: int) -> list[tuple[int, Outcome]]:
    """Someone of ability theta answers all questions of domain 0 in a random order."""
    rng = np.random.default_rng(seed)
    log = []
    for item in rng.permutation(np.arange(0, DOMAINS * PER_DOMAIN, DOMAINS)).tolist():
        knows = rng.random() < np.interp(theta, GRID, bank().knows[item])
        guesses = rng.random() < 0.5
        lucky = guesses and rng.random() < bank().guess[item]
        log.append((item, RIGHT if knows or lucky else WRONG if guesses else UNKNOWN))
    return log


def test_more_answers_narrow_the_estimate_on_average() -> None:
    abilities = np.random.default_rng(3).normal(0, 1, 40)
    people = [answers_of_person(theta=t, seed=n) for n, t in enumerate(abilities)]
    widths = [
        np.mean([fit(answers=log[:count]).sd[0] for log in people]) for count in (0, 2, 5, 10)
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.7 * widths[0]


def test_estimates_find_the_abilities_they_are_fed_with() -> None:
    abilities = np.random.default_rng(4).normal(0, 1, 60)
    posteriors = [
        fit(answers=answers_of_person(theta=t, seed=100 + n)) for n, t in enumerate(abilities)
    ]
    z = [(p.mean[0] - t) / p.sd[0] for p, t in zip(posteriors, abilities, strict=True)]
    assert np.corrcoef([p.mean[0] for p in posteriors], abilities)[0, 1] > 0.6
    assert np.mean(np.abs(z) < 1.96) > 0.88


# Repeatability


@quick
@given(log=logs, ratings=some_ratings, data=st.data())
def test_the_order_of_answers_and_ratings_does_not_matter(
    log: list[tuple[int, Outcome]], ratings: dict[int, int], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(log))
    backwards = dict(reversed(ratings.items()))
    one, other = fit(answers=log, ratings=ratings), fit(answers=shuffled, ratings=backwards)
    assert_same(one, other, within=1e-6)


def test_the_same_evidence_gives_the_same_numbers() -> None:
    answers = in_domain(0, RIGHT, WRONG, UNKNOWN) + in_domain(2, RIGHT, RIGHT)
    one, other = (fit(answers=answers, ratings={0: 3, 3: 1}) for _ in range(2))
    assert_same(one, other, within=0)


def test_an_answer_taken_back_leaves_no_trace() -> None:
    answers = in_domain(1, RIGHT, RIGHT, WRONG)
    before = fit(answers=answers)
    fit(answers=[*answers, (0, WRONG)])
    assert_same(before, fit(answers=answers), within=0)


def test_a_question_that_is_no_longer_servable_still_counts() -> None:
    retired = replace(bank(), servable=np.zeros(len(bank()), dtype=bool))
    answers = in_domain(0, RIGHT, WRONG)
    gone = estimate(launch_prior(DOMAINS), retired, {}, answers)
    assert_same(gone, fit(answers=answers), within=0)


# "I don't know yet"


def test_a_right_answer_counts_for_more_from_someone_who_says_when_they_do_not_know() -> None:
    def weight_of_right(*elsewhere: Outcome) -> float:
        rate = dont_know_rate(bank(), in_domain(1, *elsewhere))
        loglik = answer_loglik(bank(), [(0, RIGHT)], rate)[0]
        return float(loglik[-1] - loglik[0])

    assert weight_of_right(*[UNKNOWN] * 8) > weight_of_right(*[WRONG] * 8)


def test_answers_say_nothing_about_the_likelihood_of_other_domains() -> None:
    loglik = answer_loglik(bank(), in_domain(2, RIGHT, WRONG), 0.5)
    assert loglik.shape == (DOMAINS, len(GRID))
    assert (loglik[[0, 1, 3]] == 0).all()
    assert (loglik[2] < 0).all()

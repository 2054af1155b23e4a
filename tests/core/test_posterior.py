"""Estimates follow the evidence: its direction, and what a rater makes of ratings."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.items import item_bank
from assessment.core.posterior import BRISK, PRECISE, estimate
from assessment.core.prior import launch_prior, rating_loglik
from assessment.core.responses import Outcome
from tests.core.posteriors import (
    DOMAINS,
    PER_DOMAIN,
    RIGHT,
    UNKNOWN,
    WRONG,
    bank,
    fit,
    in_domain,
    logs,
    quick,
    some_ratings,
)

# What is known without evidence


def test_without_evidence_the_estimate_is_the_prior() -> None:
    posterior, prior = fit(), launch_prior(DOMAINS)
    assert posterior.mean == pytest.approx(prior.mean[:DOMAINS], abs=1e-6)
    assert posterior.covariance == pytest.approx(prior.covariance[:DOMAINS, :DOMAINS], abs=1e-3)
    assert posterior.dont_know_rate == pytest.approx(0.65 * 2 / 3.5)


def test_the_prior_expects_related_domains_and_an_unknown_rater() -> None:
    prior = launch_prior(3)
    assert prior.domains == 3
    assert prior.mean.tolist() == [0, 0, 0, 0]
    assert prior.covariance == pytest.approx(
        np.array([[1.1, 0.6, 0.6, 0], [0.6, 1.1, 0.6, 0], [0.6, 0.6, 1.1, 0], [0, 0, 0, 0.36]])
    )
    assert sum(rater.share for rater in prior.raters) == pytest.approx(1)


def test_a_skipped_rating_leaves_no_trace() -> None:
    of_two, of_one = fit(ratings={0: 3}, domains=2), fit(ratings={0: 3}, domains=1)
    assert of_two.mean[0] == pytest.approx(of_one.mean[0], abs=1e-3)
    assert of_two.sd[0] == pytest.approx(of_one.sd[0], abs=1e-3)


def test_a_skipped_rating_is_not_a_rating_in_the_middle() -> None:
    skipped, middle = fit(ratings={0: 4}), fit(ratings={0: 4, 1: 2, 2: 2, 3: 2})
    assert skipped.mean[1] > middle.mean[1]
    assert skipped.sd[1] > middle.sd[1]


@quick
@given(log=logs, ratings=some_ratings)
def test_the_brisk_estimate_is_nearly_the_precise_one(
    log: list[tuple[int, Outcome]], ratings: dict[int, int]
) -> None:
    of = launch_prior(DOMAINS), bank(), ratings, log
    precise, brisk = estimate(*of, PRECISE), estimate(*of, BRISK)
    assert brisk.mean == pytest.approx(precise.mean, abs=0.02)
    assert brisk.density == pytest.approx(precise.density, abs=0.002)


@quick
@given(log=logs, ratings=some_ratings)
def test_an_estimate_that_goes_on_answer_by_answer_is_nearly_the_precise_one(
    log: list[tuple[int, Outcome]], ratings: dict[int, int]
) -> None:
    of = launch_prior(DOMAINS), bank(), ratings
    brisk = estimate(*of, [], BRISK)
    for answered in range(1, len(log) + 1):
        start = brisk.rest
        brisk = estimate(*of, log[:answered], BRISK, start)
    precise = estimate(*of, log, PRECISE)
    assert brisk.mean == pytest.approx(precise.mean, abs=0.02)
    assert brisk.density == pytest.approx(precise.density, abs=0.002)


def test_a_fit_changes_nothing_where_it_starts() -> None:
    of = launch_prior(DOMAINS), bank(), {0: 3}
    start = estimate(*of, [(0, RIGHT)], BRISK).rest
    assert start is not None
    before = [start.sites.copy(), start.mean.copy(), start.covariance.copy()]
    estimate(*of, [(0, RIGHT), (1, WRONG)], BRISK, start)
    for kept, was in zip((start.sites, start.mean, start.covariance), before, strict=True):
        assert (kept == was).all()


# Direction


@quick
@given(log=logs, item=st.integers(0, DOMAINS * PER_DOMAIN - 1))
def test_a_right_answer_for_a_wrong_one_lowers_no_domain(
    log: list[tuple[int, Outcome]], item: int
) -> None:
    others = [(j, outcome) for j, outcome in log if j != item]
    right = fit(answers=[*others, (item, RIGHT)])
    wrong = fit(answers=[*others, (item, WRONG)])
    assert (right.mean - wrong.mean).min() >= 0
    assert np.argmax(right.mean - wrong.mean) == item % DOMAINS


@quick
@given(log=logs, item=st.integers(0, DOMAINS * PER_DOMAIN - 1), ratings=some_ratings)
def test_a_right_answer_for_another_one_raises_its_domain_whatever_the_ratings(
    log: list[tuple[int, Outcome]], item: int, ratings: dict[int, int]
) -> None:
    others = [(j, outcome) for j, outcome in log if j != item]
    domain = item % DOMAINS
    means = {
        outcome: fit(answers=[*others, (item, outcome)], ratings=ratings).mean[domain]
        for outcome in Outcome
    }
    assert means[RIGHT] > means[WRONG]
    assert means[RIGHT] > means[UNKNOWN]


@quick
@given(ratings=some_ratings, domain=st.integers(0, DOMAINS - 1))
def test_a_higher_self_rating_never_lowers_its_domain(ratings: dict[int, int], domain: int) -> None:
    means = [fit(ratings={**ratings, domain: level}).mean[domain] for level in range(5)]
    assert means == sorted(means)


@pytest.mark.parametrize("band", range(5))
def test_i_dont_know_yet_lowers_the_mean_at_every_level(band: int) -> None:
    answer = [(band * DOMAINS, UNKNOWN)]
    assert (fit(answers=answer).mean < 0).all()


def test_i_dont_know_yet_is_weaker_evidence_than_a_wrong_answer() -> None:
    unknown, wrong = fit(answers=[(0, UNKNOWN)]), fit(answers=[(0, WRONG)])
    assert wrong.mean[0] < unknown.mean[0] < 0


def test_a_right_answer_to_a_harder_question_raises_the_mean_more() -> None:
    means = [fit(answers=[(band * DOMAINS, RIGHT)]).mean[0] for band in (0, 4)]
    assert 0 < means[0] < means[1]


def test_a_right_answer_that_can_be_guessed_counts_for_less() -> None:
    two = item_bank(
        domains=1,
        domain=[0, 0],
        skill=[0, 1],
        band=[2, 2],
        guess=[1 / 3, 0.02],
        servable=[True, True],
    )
    chosen, typed = (estimate(launch_prior(1), two, {}, [(j, RIGHT)]).mean[0] for j in (0, 1))
    assert 0 < chosen < typed


def test_answers_tell_about_related_domains_too_but_less() -> None:
    posterior = fit(answers=in_domain(0, *[RIGHT] * 6))
    assert posterior.mean[0] > posterior.mean[1] > 0
    assert posterior.sd[0] < posterior.sd[1] < fit().sd[1]
    assert posterior.mean[1:] == pytest.approx(posterior.mean[1], abs=1e-6)


def test_low_and_high_ratings_mirror_each_other() -> None:
    low, high = fit(ratings={0: 0, 1: 1}), fit(ratings={0: 4, 1: 3})
    assert low.mean == pytest.approx(-high.mean, abs=1e-6)
    assert low.sd == pytest.approx(high.sd, abs=1e-6)


# The rater


def test_a_high_self_rating_raises_the_mean_and_a_middle_one_does_not() -> None:
    assert fit(ratings={0: 4}).mean[0] > 0.5
    assert fit(ratings={0: 2}).mean == pytest.approx(np.zeros(DOMAINS), abs=1e-6)


def test_rating_everything_high_is_partly_put_down_to_the_rater() -> None:
    ratings = dict.fromkeys(range(DOMAINS), 4)
    prior = launch_prior(DOMAINS)
    covariance = prior.covariance.copy()
    covariance[DOMAINS, DOMAINS] = 1e-6
    unbiased = estimate(replace(prior, covariance=covariance), bank(), ratings, [])
    assert (fit(ratings=ratings).mean < 0.8 * unbiased.mean).all()


def test_a_high_self_rating_counts_for_less_from_someone_who_rates_everything_high() -> None:
    answers = [answer for d in (1, 2, 3) for answer in in_domain(d, *[RIGHT, RIGHT, WRONG] * 3)]
    modest = fit(answers=answers, ratings={0: 4, 1: 2, 2: 2, 3: 2})
    proud = fit(answers=answers, ratings={0: 4, 1: 4, 2: 4, 3: 4})
    unrated = fit(answers=answers)
    assert unrated.mean[0] < min(modest.mean[0], proud.mean[0])
    assert proud.mean[0] - proud.mean[1] < modest.mean[0] - modest.mean[1]


def test_a_rating_stands_out_more_among_lower_ratings() -> None:
    alone = fit(ratings={0: 4, 1: 2, 2: 2, 3: 2}).mean
    among_equals = fit(ratings={0: 4, 1: 4, 2: 4, 3: 4}).mean
    assert alone[0] - alone[1] > 0.3
    assert among_equals[0] - among_equals[1] == pytest.approx(0, abs=1e-6)


def test_the_probabilities_of_the_five_ratings_sum_to_one_for_every_rater() -> None:
    table = np.exp(rating_loglik(launch_prior(1).raters))
    assert table.shape[1:] == (3, 5)
    assert table.sum(axis=2) == pytest.approx(1, abs=1e-9)

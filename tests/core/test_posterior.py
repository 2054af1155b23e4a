"""Estimates follow the evidence: its direction, its amount and its doubts, whatever the log looks like."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.evidence import Answers, answer_loglik, dont_know_rate
from assessment.core.items import GRID, ItemBank, item_bank
from assessment.core.posterior import (
    Posterior,
    estimate,
    launch_prior,
    rating_loglik,
)
from assessment.core.responses import Outcome
from assessment.core.scale import LEVEL_CENTRES, LEVEL_CUTS, Array

RIGHT, WRONG, UNKNOWN = Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN
DOMAINS, PER_DOMAIN = 4, 10
GUESSES = (1 / 3, 1 / 4, 1 / 6, 0.02)
quick = settings(deadline=None, max_examples=40, derandomize=True)


@cache
def bank(*, domains: int = DOMAINS, per_domain: int = PER_DOMAIN) -> ItemBank:
    """A bank whose domain d holds questions d, d + domains, d + 2 * domains …, of all levels in turn."""
    places = range(domains * per_domain)
    return item_bank(
        domains=domains,
        domain=[j % domains for j in places],
        skill=list(places),
        band=[j // domains % 5 for j in places],
        guess=[GUESSES[j // domains % 4] for j in places],
        servable=[True for _ in places],
    )


def fit(
    *, answers: Answers = (), ratings: Mapping[int, int] | None = None, domains: int = DOMAINS
) -> Posterior:
    return estimate(launch_prior(domains), bank(domains=domains), ratings or {}, answers)


def in_domain(domain: int, *outcomes: Outcome) -> list[tuple[int, Outcome]]:
    """One answer after another to the questions of a domain."""
    return [(domain + DOMAINS * n, outcome) for n, outcome in enumerate(outcomes)]


outcomes = st.sampled_from(Outcome)
logs = st.dictionaries(st.integers(0, DOMAINS * PER_DOMAIN - 1), outcomes, max_size=25).map(
    lambda log: list(log.items())
)
some_ratings = st.dictionaries(st.integers(0, DOMAINS - 1), st.integers(0, 4))


def assert_same(one: Posterior, other: Posterior, *, within: float) -> None:
    assert one.mean == pytest.approx(other.mean, abs=within)
    assert one.covariance == pytest.approx(other.covariance, abs=within)
    assert one.density == pytest.approx(other.density, abs=within)
    assert one.dont_know_rate == pytest.approx(other.dont_know_rate, abs=within)


def assert_sound(posterior: Posterior) -> None:
    assert np.isfinite(posterior.mean).all()
    assert np.isfinite(posterior.covariance).all()
    assert posterior.sd.min() > 0.05
    assert posterior.sd.max() < 1.5
    assert posterior.covariance == pytest.approx(posterior.covariance.T, abs=1e-9)
    assert np.linalg.eigvalsh(posterior.covariance).min() > 0
    assert posterior.density.min() >= 0
    assert posterior.density.sum(axis=1) == pytest.approx(1)
    assert 0 < posterior.dont_know_rate < 1


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
    assert table.shape[:2] == (3, 5)
    assert table.sum(axis=1) == pytest.approx(1, abs=1e-9)


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


def test_the_dont_know_rate_counts_wrong_answers_as_guesses() -> None:
    three_options = item_bank(
        domains=1, domain=[0], skill=[0], band=[2], guess=[1 / 3], servable=[True]
    )
    for said, wrong in ((0, 0), (2, 0), (0, 2), (3, 1), (0, 12), (20, 20)):
        answers = [(0, UNKNOWN)] * said + [(0, WRONG)] * wrong
        expected = candour(said, 1.5 * wrong)
        assert dont_know_rate(three_options, answers) == pytest.approx(expected, abs=1e-4)
    assert dont_know_rate(three_options, [(0, RIGHT)] * 9) == dont_know_rate(three_options, [])


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


# Against direct integration


def knowing(theta: Array, band: int) -> Array:
    """The curve of knowing, integrated over difficulty and log slope on a fine grid."""
    shift = np.linspace(-5, 5, 61)
    weight = np.exp(-0.5 * shift**2)
    weight /= weight.sum()
    slope = np.exp(0.3 * shift)
    distance = theta[:, None] - (LEVEL_CENTRES[band] + 0.5 * shift)
    logistic = 1 / (1 + np.exp(-slope[:, None] * distance[:, None, :]))
    return np.asarray(weight @ (logistic @ weight).T)


def candour(said: float, guessed: float) -> float:
    """How readily a person says "I don't know yet", by counting: some never do, the others by a Beta(2, 1.5)."""
    rate = np.linspace(0, 1, 20001)[1:-1]
    prior = rate * np.sqrt(1 - rate)
    seen = prior / prior.sum() * rate**said * (1 - rate) ** guessed
    silent = 0.35 if said == 0 else 0.0
    return float(0.65 * (rate @ seen) / (silent + 0.65 * seen.sum()))


def likelihood(theta: Array, answers: Answers, *, domain: int = 0, domains: int = 1) -> Array:
    """Of the answers in one domain, at each theta, written out from the model's definition."""
    said = sum(outcome is UNKNOWN for _, outcome in answers)
    guessed = sum(
        1 / (1 - GUESSES[item // domains % 4]) for item, outcome in answers if outcome is WRONG
    )
    rate = candour(said, guessed)
    product = np.ones_like(theta)
    for item, outcome in answers:
        if item % domains == domain:
            k = knowing(theta, item // domains % 5)
            if outcome is RIGHT:
                product *= k + (1 - k) * (1 - rate) * GUESSES[item // domains % 4]
            else:
                product *= 1 - k + (0.1 * k if outcome is UNKNOWN else 0)
    return product


BY_HAND = {
    "one right": [(2, RIGHT)],
    "one unknown": [(2, UNKNOWN)],
    "mixed": [(0, RIGHT), (1, RIGHT), (2, WRONG), (3, UNKNOWN), (4, UNKNOWN)],
    "strong": [(n, RIGHT) for n in range(10)],
    "weak": [(n, WRONG if n % 2 else UNKNOWN) for n in range(10)],
    "erratic": [(0, WRONG), (1, WRONG), (3, RIGHT), (4, RIGHT), (8, RIGHT), (9, RIGHT)],
}


@pytest.mark.parametrize("case", BY_HAND)
def test_one_domain_agrees_with_direct_integration(case: str) -> None:
    theta = np.linspace(-7, 7, 561)
    density = np.exp(-0.5 * theta**2 / 1.1) * likelihood(theta, BY_HAND[case])
    density /= density.sum()
    mean = density @ theta
    sd = np.sqrt(density @ (theta - mean) ** 2)
    posterior = fit(answers=BY_HAND[case], domains=1)
    assert posterior.mean[0] == pytest.approx(mean, abs=0.01)
    assert posterior.sd[0] == pytest.approx(sd, abs=0.01)
    assert posterior.density[0] @ GRID == pytest.approx(mean, abs=0.01)


@pytest.mark.parametrize("case", ["one right", "mixed", "strong", "weak"])
@pytest.mark.parametrize("ratings", [{}, {0: 3}, {0: 4, 1: 4}, {0: 0, 1: 3}], ids=str)
def test_two_domains_and_a_rater_agree_with_direct_integration(
    case: str, ratings: dict[int, int]
) -> None:
    answers = [(2 * item, outcome) for item, outcome in BY_HAND[case]] + [(3, RIGHT), (5, WRONG)]
    theta, bias = np.linspace(-5.5, 5.5, 89), np.linspace(-3, 3, 41)
    prior = launch_prior(2)
    first, second = np.meshgrid(theta, theta, indexing="ij")
    both = np.stack([first, second], axis=-1)
    precision = np.linalg.inv(prior.covariance[:2, :2])
    plane = np.exp(-0.5 * np.einsum("abi,ij,abj->ab", both, precision, both))
    plane *= likelihood(theta, answers, domain=0, domains=2)[:, None]
    plane *= likelihood(theta, answers, domain=1, domains=2)[None, :]

    rated = np.zeros_like(plane)
    for rater in prior.raters:
        for shift, weight in zip(bias, np.exp(-0.5 * (bias / 0.6) ** 2), strict=True):
            sides = [
                rating_chance(rater.slope * theta + shift, rater.noise, ratings.get(domain))
                for domain in (0, 1)
            ]
            rated += rater.share * weight * sides[0][:, None] * sides[1][None, :]
    plane *= rated
    plane /= plane.sum()

    posterior = fit(answers=answers, ratings=ratings, domains=2)
    for domain, marginal in enumerate((plane.sum(axis=1), plane.sum(axis=0))):
        mean = marginal @ theta
        assert posterior.mean[domain] == pytest.approx(mean, abs=0.03)
        assert posterior.sd[domain] == pytest.approx(
            np.sqrt(marginal @ (theta - mean) ** 2), abs=0.03
        )


def rating_chance(centre: Array, noise: float, level: int | None) -> Array:
    """Probability of a self-rating (1 for a skipped one) by counting many draws of the noise."""
    if level is None:
        return np.ones_like(centre)
    z = np.linspace(-5, 5, 801)
    weight = np.exp(-0.5 * z**2)
    rated = np.searchsorted(LEVEL_CUTS, centre[:, None] + noise * z, side="right")
    return np.asarray((rated == level) @ weight / weight.sum())

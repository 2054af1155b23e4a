"""Estimates agree with direct integration over a fine grid."""

import numpy as np
import pytest

from assessment.core.evidence import Answers, dont_know_rate
from assessment.core.items import GRID, item_bank
from assessment.core.prior import launch_prior
from assessment.core.scale import LEVEL_CENTRES, LEVEL_CUTS, Array
from tests.core.posteriors import GUESSES, RIGHT, UNKNOWN, WRONG, fit


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


def test_the_dont_know_rate_counts_wrong_answers_as_guesses() -> None:
    three_options = item_bank(
        domains=1, domain=[0], skill=[0], band=[2], guess=[1 / 3], servable=[True]
    )
    for said, wrong in ((0, 0), (2, 0), (0, 2), (3, 1), (0, 12), (20, 20)):
        answers = [(0, UNKNOWN)] * said + [(0, WRONG)] * wrong
        expected = candour(said, 1.5 * wrong)
        assert dont_know_rate(three_options, answers) == pytest.approx(expected, abs=1e-4)
    assert dont_know_rate(three_options, [(0, RIGHT)] * 9) == dont_know_rate(three_options, [])

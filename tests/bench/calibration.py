"""The reference engine after a nightly job has learnt from an archive: item curves, population and rater classes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tests.bench.inference import FLOOR, THETA_GRID, Posterior, RaterClass
from tests.bench.reference import Robust, State
from tests.bench.scale import (
    DOMAIN_OF_ITEM,
    DOMAINS,
    ITEMS,
    Array,
    logistic,
    normalised,
)
from tests.bench.world import RIGHT, Archive, BankView

ROUNDS = 4  # of fitting everybody and learning from the fits
SHARE_ROUNDS = 50  # of expectation maximisation over the shares of rater classes


class ItemGrid:
    """Possible item curves around the author's band: log slope ratio and difficulty shift, one entry per grid point."""

    def __init__(self, bank: BankView) -> None:
        self.bank = bank
        pairs = [(x, y) for x in np.linspace(-0.8, 0.8, 9) for y in np.linspace(-1.6, 1.6, 17)]
        self.log_slope, self.difficulty = np.array(pairs).T
        self.log_prior = -0.5 * (self.log_slope / 0.3) ** 2 - 0.5 * (self.difficulty / 0.5) ** 2

    def curves(self, item: int, log_slope: float = 0.0, difficulty: float = 0.0) -> Array:
        """Curve of knowing at each grid point (points x THETA_GRID), with the grid's origin moved by these amounts."""
        slope = self.bank.slope * np.exp(self.log_slope - log_slope)
        centre = self.bank.b[item] + self.difficulty - difficulty
        return logistic(slope[:, None], THETA_GRID, centre[:, None])


@dataclass(frozen=True)
class FittedArchive:
    """What one round of fits says of the N people of the archive: one posterior and one guessing rate each."""

    posteriors: list[Posterior]
    guess: Array

    @property
    def density(self) -> Array:
        """N x D x THETA_GRID marginals of theta."""
        return np.array([posterior.density for posterior in self.posteriors])

    @property
    def log_evidence(self) -> Array:
        """N x C log evidence of the rater classes, the best class of each person at 0."""
        evidence = np.array([posterior.log_evidence for posterior in self.posteriors])
        relative: Array = evidence - evidence.max(axis=1, keepdims=True)
        return relative


class Calibrated(Robust):
    """The recommended engine, calibrated on bank.archive if there is one.

    Item curves come from a grid posterior per item, against what the other answers say of each person; the population
    from expectation maximisation. Everything is shrunk towards the launch values by pseudo-counts.
    """

    name = "ep-calibrated on the archive"
    design = replace(
        Robust.design,
        raters=tuple(
            RaterClass(slope, noise)
            for slope, noise in (
                (1.0, 0.7),
                (1.0, 1.0),
                (0.8, 1.1),
                (0.6, 1.1),
                (0.4, 1.2),
                (0.1, 1.4),
            )
        ),
        shares=(1 / 6,) * 6,
    )

    def __init__(self, bank: BankView) -> None:
        super().__init__(bank)
        if bank.archive:
            self.learn(bank.archive)

    def learn(self, archive: Archive) -> None:
        """Replace item curves and prior by what the archive teaches."""
        grid = ItemGrid(self.bank)
        shares = np.asarray(self.design.shares)
        for _ in range(ROUNDS):
            fitted = self.fit_everybody(archive)
            curves = averaged_curves(grid, self.item_posteriors(grid, archive, fitted))
            mean, covariance = learn_population(fitted.posteriors)
            bias_mean, bias_sd = learn_bias(fitted.posteriors)
            shares = learn_shares(shares, fitted.log_evidence)
            self.use_curves(curves)
            self.use_prior(mean, covariance, bias_mean, bias_sd, tuple(shares))

    def fit_everybody(self, archive: Archive) -> FittedArchive:
        """Fit every past person with the present curves and prior."""
        posteriors, guess = [], []
        for state in past_learners(archive):
            posteriors.append(self.fit(state))
            guess.append((1 - state.dont_know_rate()) * 0.25)
        return FittedArchive(posteriors, np.array(guess))

    def item_posteriors(self, grid: ItemGrid, archive: Archive, fitted: FittedArchive) -> Array:
        """Posterior over the grid's curves for each item, J x points; the prior where nobody met the item."""
        people = np.repeat(np.arange(len(archive["items"])), archive["items"].shape[1])
        items, right = archive["items"].ravel(), archive["answers"].ravel() == RIGHT
        density = fitted.density
        posterior = np.tile(normalised(np.exp(grid.log_prior)), (ITEMS, 1))
        for item in np.unique(items):
            met = items == item
            who, was_right = people[met], right[met][:, None]
            guess = fitted.guess[who][:, None]
            others = self.without_item(item, density[who, DOMAIN_OF_ITEM[item]], guess, was_right)
            knows = others @ grid.curves(item).T
            log_right = np.log(guess + (1 - guess) * knows + FLOOR)
            log_likelihood = np.where(was_right, log_right, np.log(1 - knows + FLOOR)).sum(axis=0)
            log_density = log_likelihood + grid.log_prior
            posterior[item] = normalised(np.exp(log_density - log_density.max()))
        return posterior

    def without_item(self, item: int, density: Array, guess: Array, was_right: Array) -> Array:
        """Densities (people x THETA_GRID) with one item's answers taken out again."""
        knows = self.knows[item]
        likelihood = np.where(was_right, knows + (1 - knows) * guess, 1 - knows)
        return normalised(density / np.maximum(likelihood, 1e-6))


def past_learners(archive: Archive) -> Iterator[State]:
    """The people of the archive, as the engine would have met them."""
    for ratings, items, answers in zip(
        archive["self_ratings"], archive["items"], archive["answers"], strict=True
    ):
        yield State(ratings - 1, np.zeros(DOMAINS), list(items), list(answers))


def averaged_curves(grid: ItemGrid, posterior: Array) -> Array:
    """Curve of each item averaged over its posterior (J x points), as J x THETA_GRID.

    The bank as a whole anchors origin and unit of the scale, so its mean shift and log slope are taken out.
    """
    log_slope = (posterior @ grid.log_slope).mean()
    difficulty = (posterior @ grid.difficulty).mean()
    return np.stack(
        [posterior[item] @ grid.curves(item, log_slope, difficulty) for item in range(ITEMS)]
    )


def learn_population(posteriors: list[Posterior]) -> tuple[Array, Array]:
    """Mean (D) and covariance (D x D) of theta; domains are shrunk to their mean, correlations to one value."""
    n = len(posteriors)
    means = np.array([posterior.mean for posterior in posteriors])
    uncertainty = np.zeros((DOMAINS, DOMAINS))
    for posterior in posteriors:
        uncertainty += posterior.covariance
    mean = means.mean(axis=0)
    general = mean.mean() * n / (n + 20)
    mean = (n * mean + 100 * general) / (n + 100)
    covariance = (means - mean).T @ (means - mean) / n + uncertainty / n
    variance = np.diag(covariance).mean()
    common = (covariance.sum() - np.trace(covariance)) / (DOMAINS * (DOMAINS - 1))
    variance, common = (n * variance + 50) / (n + 50), (n * common + 25) / (n + 50)
    even = (variance - common) * np.eye(DOMAINS) + common
    return mean, (n * covariance + 200 * even) / (n + 200)


def learn_bias(posteriors: list[Posterior]) -> tuple[float, float]:
    """Mean and standard deviation of the rating bias in the population."""
    n = len(posteriors)
    means = np.array([posterior.bias_mean for posterior in posteriors])
    uncertainty = 0.0
    for posterior in posteriors:
        uncertainty += posterior.bias_variance
    mean = means.mean() * n / (n + 20)
    squares = ((means - mean) ** 2).sum() + uncertainty
    return float(mean), math.sqrt((squares + 20 * 0.25) / (n + 20))


def learn_shares(shares: Array, log_evidence: Array) -> Array:
    """Shares of the C rater classes from N x C log evidence, by expectation maximisation with 10 pseudo-people."""
    n, classes = log_evidence.shape
    for _ in range(SHARE_ROUNDS):
        each = normalised(shares * np.exp(log_evidence))
        shares = (each.sum(axis=0) + 10 / classes) / (n + 10)
    return shares

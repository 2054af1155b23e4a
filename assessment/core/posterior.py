"""From self-ratings and answers to what is known about a learner: one Gaussian over all domains, by expectation propagation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import erf, sqrt

import numpy as np

from assessment.core.evidence import Answers as Answers
from assessment.core.evidence import answer_loglik, dont_know_rate
from assessment.core.items import GRID, ItemBank
from assessment.core.scale import LEVEL_CUTS, Array

MEASUREMENT_VERSION = 1  # the measurement at launch; each calibration makes the next

RATING_GRID = np.arange(-7.0, 7.001, 0.25)
MAX_SWEEPS = 12


@dataclass(frozen=True)
class Convergence:
    """How the fit comes to rest.

    damping: the share of a move that a sweep makes. tolerance: a sweep that moves no mean by more is the last.
    """

    damping: float
    tolerance: float


PRECISE = Convergence(damping=0.8, tolerance=1e-3)  # for results
# To choose a question by: two thirds of the sweeps, means within 0.005.
BRISK = Convergence(damping=1.0, tolerance=1e-2)


@dataclass(frozen=True)
class RaterClass:
    """One way of rating oneself: rating = cut of (slope * theta + bias + noise)."""

    slope: float
    noise: float
    share: float  # prior probability that a person rates like this


@dataclass(frozen=True)
class Prior:
    """What is known before the first answer: theta of the D domains, then the person's rating bias (D+1 entries)."""

    mean: Array
    covariance: Array
    raters: tuple[RaterClass, ...]

    @property
    def domains(self) -> int:
        return len(self.mean) - 1

    @cached_property
    def precision(self) -> Array:
        """The inverse of the covariance."""
        return np.asarray(np.linalg.inv(self.covariance))


def launch_prior(domains: int) -> Prior:
    """The prior before any data: unit variances, one correlation of 0.5, an uncertain general level, an uncertain rater."""
    covariance = np.zeros((domains + 1, domains + 1))
    covariance[:domains, :domains] = 0.5 * np.eye(domains) + 0.5 + 0.1
    covariance[domains, domains] = 0.6**2
    raters = (RaterClass(1.0, 0.8, 0.4), RaterClass(0.8, 1.1, 0.4), RaterClass(0.4, 1.4, 0.2))
    return Prior(np.zeros(domains + 1), covariance, raters)


@dataclass(frozen=True)
class Posterior:
    """What is known about one learner.

    mean: D thetas. covariance: D x D. density: D x len(GRID), the marginal of each domain, each row summing to 1.
    dont_know_rate: estimated probability (0 to 1) that this person says so when they do not know.
    bias: mean and variance of the person's rating bias. raters: probability of each class of rater.
    """

    mean: Array
    covariance: Array
    density: Array
    dont_know_rate: float
    bias: tuple[float, float] = (0.0, 0.0)
    raters: tuple[float, ...] = ()

    @property
    def sd(self) -> Array:
        return np.sqrt(np.diag(self.covariance))


def estimate(
    prior: Prior,
    bank: ItemBank,
    ratings: Mapping[int, int],
    answers: Answers,
    convergence: Convergence = PRECISE,
) -> Posterior:
    """Fit the posterior from scratch: the result depends on the set of answers, not on their order.

    ratings: self-rated level (0 to 4) by domain index; a domain that is left out is no evidence.
    Expectation propagation (Minka 2001) with one site per domain for its answers together, exact on GRID, and one per
    self-rating on RATING_GRID; one Gaussian per class of rater, mixed by their evidence.
    """
    rate = dont_know_rate(bank, answers)
    return _Fit(prior, answer_loglik(bank, answers, rate), ratings, convergence).posterior(rate)


@lru_cache(maxsize=8)
def rating_loglik(raters: tuple[RaterClass, ...]) -> Array:
    """Log-probability of each rated level at each point of RATING_GRID: classes x 5 x points."""
    edges = np.concatenate([[-np.inf], LEVEL_CUTS, [np.inf]])
    table = np.empty((len(raters), 5, len(RATING_GRID)))
    for c, rater in enumerate(raters):
        below = _normal_cdf((edges[:, None] - RATING_GRID) / rater.noise)
        table[c] = np.diff(below, axis=0)
    return np.log(np.maximum(table, 1e-12))


def _normal_cdf(z: Array) -> Array:
    # erf of the standard library, so that every platform gives the same digits
    cdf: Array = np.vectorize(lambda x: 0.5 * (1 + erf(x / sqrt(2))), otypes=[float])(z)
    return cdf


@dataclass
class _Sites:
    """Gaussian stand-ins for a set of likelihoods, in natural parameters: classes x sites."""

    precision: Array
    shift: Array

    def move(self, precision: Array, shift: Array, damping: float) -> None:
        self.precision = self.precision + damping * (precision - self.precision)
        self.shift = self.shift + damping * (shift - self.shift)


@dataclass(frozen=True)
class _Tilted:
    """A cavity (the Gaussian without one site) times that site's exact likelihood, on a grid."""

    cavity_mean: Array
    cavity_precision: Array
    mean: Array
    variance: Array
    density: Array
    log_total: Array

    @property
    def log_norm(self) -> Array:
        """The log of the integral of cavity times likelihood."""
        return self.log_total + 0.5 * np.log(self.cavity_precision / (2 * np.pi))

    def site(self) -> tuple[Array, Array]:
        """The site's precision and shift that would give the tilted moments."""
        precision = 1 / self.variance - self.cavity_precision
        shift = self.mean / self.variance - self.cavity_mean * self.cavity_precision
        return precision, shift


def _tilt(loglik: Array, grid: Array, mean: Array, variance: Array, sites: _Sites) -> _Tilted:
    cavity_precision = np.maximum(1 / variance - sites.precision, 1e-3)
    cavity_mean = (mean / variance - sites.shift) / cavity_precision
    log_density = loglik - 0.5 * cavity_precision[..., None] * (grid - cavity_mean[..., None]) ** 2
    peak = log_density.max(axis=-1, keepdims=True)
    density = np.exp(log_density - peak)
    total = density.sum(axis=-1, keepdims=True)
    density /= total
    tilted_mean = density @ grid
    tilted_variance = np.maximum(density @ grid**2 - tilted_mean**2, 1e-4)
    log_total = np.log(total[..., 0] * (grid[1] - grid[0])) + peak[..., 0]
    return _Tilted(cavity_mean, cavity_precision, tilted_mean, tilted_variance, density, log_total)


class _Fit:
    """One run of expectation propagation, for all classes of rater at once."""

    def __init__(
        self, prior: Prior, loglik: Array, ratings: Mapping[int, int], convergence: Convergence
    ) -> None:
        self.prior, self.loglik, self.domains = prior, loglik, prior.domains
        classes, rated = len(prior.raters), sorted(ratings)
        self.rating_loglik = rating_loglik(prior.raters)[:, [ratings[d] for d in rated]]
        # What each rating is about: slope times theta of its domain, plus the person's bias. classes x ratings x (D + 1)
        self.about = np.zeros((classes, len(rated), self.domains + 1))
        self.about[:, range(len(rated)), rated] = [[rater.slope] for rater in prior.raters]
        self.about[:, :, self.domains] = 1
        self.answers = _Sites(*np.zeros((2, classes, self.domains)))
        self.ratings = _Sites(*np.zeros((2, classes, len(rated))))
        self.run(convergence)

    def run(self, convergence: Convergence) -> None:
        self.update()
        for sweep in range(MAX_SWEEPS):
            before = self.mean
            self.refine_answers(convergence.damping)
            self.refine_ratings(convergence.damping)
            self.update()
            if sweep and np.abs(self.mean - before).max() < convergence.tolerance:
                break

    def update(self) -> None:
        """The Gaussian that prior and sites make together."""
        back = self.about.swapaxes(1, 2)
        precision = self.prior.precision + back * self.ratings.precision[:, None] @ self.about
        shift = self.prior.precision @ self.prior.mean + _times(back, self.ratings.shift)
        _diagonals(precision)[:, : self.domains] += self.answers.precision
        shift[:, : self.domains] += self.answers.shift
        self.shift = shift
        self.covariance = np.asarray(np.linalg.inv(precision), dtype=float)
        self.mean = _times(self.covariance, shift)

    def theta_marginals(self) -> tuple[Array, Array]:
        variance = _diagonals(self.covariance)
        return self.mean[:, : self.domains], variance[:, : self.domains]

    def rating_marginals(self) -> tuple[Array, Array]:
        """Mean and variance of what each rating is about."""
        variance = (self.about @ self.covariance * self.about).sum(axis=-1)
        return _times(self.about, self.mean), variance

    def tilted_answers(self) -> _Tilted:
        return _tilt(self.loglik, GRID, *self.theta_marginals(), self.answers)

    def tilted_ratings(self) -> _Tilted:
        return _tilt(self.rating_loglik, RATING_GRID, *self.rating_marginals(), self.ratings)

    def refine_answers(self, damping: float) -> None:
        tilted = self.tilted_answers()
        precision = np.clip(tilted.site()[0], -0.5 * tilted.cavity_precision, 50.0)
        self.answers.move(precision, _shift_for(tilted, precision), damping)

    def refine_ratings(self, damping: float) -> None:
        if len(self.about[0]):
            tilted = self.tilted_ratings()
            precision = np.maximum(tilted.site()[0], 1e-6)
            self.ratings.move(precision, _shift_for(tilted, precision), damping)

    def class_weights(self, answers: _Tilted) -> Array:
        """Posterior probability of each class of rater, from the evidence of its Gaussian."""
        evidence = 0.5 * np.linalg.slogdet(self.covariance)[1]
        evidence = evidence + 0.5 * (self.mean * self.shift).sum(axis=1)
        evidence = evidence + _site_evidence(answers, *self.theta_marginals())
        if len(self.about[0]):
            evidence = evidence + _site_evidence(self.tilted_ratings(), *self.rating_marginals())
        evidence = evidence + np.log([rater.share for rater in self.prior.raters])
        weights = np.exp(evidence - evidence.max())
        return np.asarray(weights / weights.sum())

    def posterior(self, rate: float) -> Posterior:
        """The mixture over classes of raters, by its mean, covariance and marginals."""
        answers, d = self.tilted_answers(), self.domains
        weights = self.class_weights(answers)
        mean = weights @ self.mean
        spread = self.mean - mean
        covariance = np.einsum(
            "c,cij->ij", weights, self.covariance + spread[:, :, None] * spread[:, None, :]
        )
        density = np.einsum("c,cdg->dg", weights, answers.density)
        bias = float(mean[d]), float(covariance[d, d])
        return Posterior(mean[:d], covariance[:d, :d], density, rate, bias, tuple(weights.tolist()))


def _times(matrices: Array, vectors: Array) -> Array:
    """Each matrix times its vector."""
    return np.asarray((matrices @ vectors[..., None])[..., 0])


def _diagonals(matrices: Array) -> Array:
    """The diagonal of each matrix, to be read or changed in place."""
    return np.asarray(np.einsum("cii->ci", matrices))


def _shift_for(tilted: _Tilted, precision: Array) -> Array:
    """The shift that keeps the tilted mean when the precision had to be bounded."""
    return (
        tilted.mean * (precision + tilted.cavity_precision)
        - tilted.cavity_mean * tilted.cavity_precision
    )


def _site_evidence(tilted: _Tilted, mean: Array, variance: Array) -> Array:
    """What each site adds to the log evidence: its normaliser, and the cavity's log partition minus the marginal's."""

    def log_partition(m: Array, v: Array) -> Array:
        return np.asarray(0.5 * np.log(v) + 0.5 * m**2 / v)

    cavity = log_partition(tilted.cavity_mean, 1 / tilted.cavity_precision)
    total: Array = (tilted.log_norm + cavity - log_partition(mean, variance)).sum(axis=1)
    return total

"""From self-ratings and answers to what is known about a learner: one Gaussian over all domains, by expectation propagation."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessment.core.evidence import Answers as Answers
from assessment.core.evidence import answer_loglik, dont_know_rate
from assessment.core.items import GRID, ItemBank
from assessment.core.prior import RATING_UNIT, Prior, rating_loglik
from assessment.core.scale import Array

MEASUREMENT_VERSION = 1  # the measurement at launch; each calibration makes the next

MAX_SWEEPS = 12
LEAST_CAVITY = 1e-3  # precision that is left without a site
# On GRID: from natural parameters to a log-density, and from a density to its mass, first and second moment.
NATURAL = np.stack([GRID, -0.5 * GRID**2], axis=-1)
POWERS = np.stack([GRID**0, GRID, GRID**2])
LOG_STEP = np.log(GRID[1] - GRID[0])
# From shift and precision of a site in RATING_UNIT to those in thetas.
RATING_SCALE = np.array([1 / RATING_UNIT, 1 / RATING_UNIT**2])[:, None, None]


@dataclass(frozen=True)
class Convergence:
    """How the fit comes to rest.

    damping: the share of a move that a sweep makes. tolerance: a sweep that moves no mean by more is the last. from_rest: the
    same for a fit that starts where one with other answers rested, mostly fewer, so that little has to move.
    """

    damping: float
    tolerance: float
    from_rest: float


PRECISE = Convergence(damping=0.8, tolerance=1e-3, from_rest=1e-3)  # for results
# To choose a question by: means within 0.02, mostly after two sweeps or, from a rest, one.
BRISK = Convergence(damping=1.0, tolerance=0.05, from_rest=0.3)


@dataclass(frozen=True)
class Rest:
    """Where a fit came to rest, of each class of rater: sites, and the Gaussian they make (see _Fit). Only to be read."""

    sites: Array
    mean: Array
    covariance: Array


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
    rest: Rest | None = None

    @property
    def sd(self) -> Array:
        return np.sqrt(np.diag(self.covariance))


def estimate(
    prior: Prior,
    bank: ItemBank,
    ratings: Mapping[int, int],
    answers: Answers,
    convergence: Convergence = PRECISE,
    start: Rest | None = None,
) -> Posterior:
    """Fit the posterior; from scratch the result depends on the set of answers, not on their order.

    ratings: self-rated level (0 to 4) by domain index; a domain that is left out is no evidence. start: the rest of a fit
    with the same prior, bank and ratings; what comes out differs by no more than the convergence allows.
    Expectation propagation (Minka 2001) with one site per domain for its answers together, exact on GRID, and one per
    self-rating; one Gaussian per class of rater, mixed by their evidence.
    """
    rate = dont_know_rate(bank, answers)
    fit = _Fit(prior, answer_loglik(bank, answers, rate), ratings, start)
    fit.run(convergence.damping, convergence.from_rest if start else convergence.tolerance)
    return fit.posterior(rate)


@dataclass(frozen=True)
class _Tilted:
    """A cavity (the Gaussian without one site) times that site's exact likelihood, for classes x sites at once.

    cavity: shift and precision. density: on GRID, which comes first; not normalised, its sums are the mass.
    """

    cavity: Array
    density: Array
    mass: Array
    log_mass: Array
    mean: Array
    variance: Array


class _Fit:
    """One run of expectation propagation, for all classes of rater at once.

    Sites are Gaussian stand-ins for likelihoods, as shift and precision x classes x sites: for each domain one for its answers,
    then one for each rating. A rating is about slope times theta of its domain, plus the person's bias, and all of that by
    RATING_UNIT, so that GRID serves for it too.
    """

    def __init__(
        self, prior: Prior, loglik: Array, ratings: Mapping[int, int], start: Rest | None = None
    ) -> None:
        self.prior, self.domains = prior, prior.domains
        classes, rated = len(prior.raters), sorted(ratings)
        self.rated = np.array(rated, dtype=np.intp)
        self.slope = np.array([[rater.slope] for rater in prior.raters])
        of_answers = np.repeat(loglik.T[:, None], classes, axis=1)
        of_ratings = rating_loglik(prior.raters)[:, :, [ratings[domain] for domain in rated]]
        self.loglik = np.concatenate((of_answers, of_ratings), axis=2)
        if start:
            self.sites, self.mean, self.covariance = start.sites, start.mean, start.covariance
        else:
            self.sites = np.zeros((2, *self.loglik.shape[1:]))
            self.mean = np.repeat(prior.mean[None], classes, axis=0)
            self.covariance = np.repeat(prior.covariance[None], classes, axis=0)

    def run(self, damping: float, tolerance: float) -> None:
        for sweep in range(MAX_SWEEPS):
            before = self.mean
            self.refine(damping)
            self.update()
            # With damping one sweep is never enough: means may rest where variances do not yet.
            if (sweep or damping == 1) and np.abs(self.mean - before).max() < tolerance:
                break

    def update(self) -> None:
        """The Gaussian that prior and sites make together."""
        d, rated = self.domains, self.rated
        shift = np.repeat(self.prior.shift[None], len(self.slope), axis=0)
        precision = np.repeat(self.prior.precision[None], len(self.slope), axis=0)
        diagonals = _diagonals(precision)
        shift[:, :d] += self.sites[0, :, :d]
        diagonals[:, :d] += self.sites[1, :, :d]
        if len(rated):
            of_bias = self.sites[:, :, d:] * RATING_SCALE
            of_domain = self.slope * of_bias
            shift[:, rated] += of_domain[0]
            diagonals[:, rated] += self.slope * of_domain[1]
            precision[:, rated, d] += of_domain[1]
            precision[:, d, rated] += of_domain[1]
            of_bias = of_bias.sum(axis=-1)
            shift[:, d] += of_bias[0]
            diagonals[:, d] += of_bias[1]
        self.shift = shift
        self.covariance = np.asarray(np.linalg.inv(precision), dtype=float)
        self.mean = np.asarray((self.covariance @ shift[..., None])[..., 0])

    def marginals(self) -> tuple[Array, Array]:
        """Mean and variance of what each site is about."""
        d, rated, slope = self.domains, self.rated, self.slope
        mean, variance = self.mean, _diagonals(self.covariance)
        if not len(rated):
            return mean[:, :d], variance[:, :d]
        rating = slope * mean[:, rated] + mean[:, d:]
        spread = slope * (slope * variance[:, rated] + 2 * self.covariance[:, d, rated])
        spread += variance[:, d:]
        return (
            np.concatenate((mean[:, :d], rating / RATING_UNIT), axis=1),
            np.concatenate((variance[:, :d], spread / RATING_UNIT**2), axis=1),
        )

    def tilted(self, mean: Array, variance: Array) -> _Tilted:
        """Every site's likelihood beside all the others. mean, variance: the marginals."""
        cavity = np.array((mean / variance, 1 / variance)) - self.sites
        np.maximum(cavity[1], LEAST_CAVITY, out=cavity[1])
        density = (NATURAL @ cavity.reshape(2, -1)).reshape(self.loglik.shape)
        density += self.loglik
        peak = density.max(axis=0)
        density -= peak
        np.exp(density, out=density)
        moments = POWERS @ density.reshape(len(GRID), -1)
        mass, first, second = moments.reshape(3, *mean.shape)
        middle = first / mass
        spread = np.maximum(second / mass - middle**2, 1e-4)
        return _Tilted(cavity, density, mass, np.log(mass) + peak + LOG_STEP, middle, spread)

    def refine(self, damping: float) -> None:
        """Move every site towards the Gaussian that has its tilted moments; of one whose precision is bounded, the mean."""
        tilted = self.tilted(*self.marginals())
        shift, precision = tilted.cavity
        wanted = 1 / tilted.variance - precision
        d = self.domains
        wanted[:, :d] = np.clip(wanted[:, :d], -0.5 * precision[:, :d], 50.0)
        wanted[:, d:] = np.maximum(wanted[:, d:], 1e-6)
        moved = np.array((tilted.mean * (wanted + precision) - shift, wanted))
        self.sites = self.sites + damping * (moved - self.sites)

    def class_weights(self, evidence: Array) -> Array:
        """Posterior probability of each class of rater, from the evidence of its Gaussian: that of the sites, and its own."""
        own = np.linalg.slogdet(self.covariance)[1] + (self.mean * self.shift).sum(axis=1)
        evidence = evidence + 0.5 * own + self.prior.log_shares
        weights = np.exp(evidence - evidence.max())
        return np.asarray(weights / weights.sum())

    def posterior(self, rate: float) -> Posterior:
        """The mixture over classes of raters, by its mean, covariance and marginals."""
        d, marginals = self.domains, self.marginals()
        tilted = self.tilted(*marginals)
        weights = self.class_weights(_site_evidence(tilted, *marginals))
        mean = weights @ self.mean
        spread = self.mean - mean
        covariance = np.tensordot(weights, self.covariance, 1) + (spread.T * weights) @ spread
        shares = weights[:, None] / tilted.mass[:, :d]
        density = np.einsum("cd,gcd->dg", shares, tilted.density[:, :, :d])
        bias = float(mean[d]), float(covariance[d, d])
        rest = Rest(self.sites, self.mean, self.covariance)
        raters = tuple(weights.tolist())
        return Posterior(mean[:d], covariance[:d, :d], density, rate, bias, raters, rest)


def _diagonals(matrices: Array) -> Array:
    """The diagonal of each matrix, to be read or changed in place."""
    return np.asarray(np.einsum("cii->ci", matrices))


def _site_evidence(tilted: _Tilted, mean: Array, variance: Array) -> Array:
    """What the sites add to the log evidence: the log mass of cavity times likelihood, less that of the marginal."""
    marginal = 0.5 * (np.log(2 * np.pi * variance) + mean**2 / variance)
    total: Array = (tilted.log_mass - marginal).sum(axis=1)
    return total

"""Expectation propagation for the reference engine: from log-likelihoods on grids to one Gaussian over all domains."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tests.bench.scale import DOMAINS, Array, level_probabilities, normalised

STEP = 0.25
THETA_GRID = np.arange(-5.0, 5.001, STEP)
RATING_GRID = np.arange(-7.0, 7.001, STEP)
FLOOR = 1e-12  # of probabilities, before their logarithm

MAX_SWEEPS = 12  # four to six are usual
DAMPING = 0.8
TOLERANCE = 1e-3  # a sweep that moves no mean by more is the last

THETAS = np.arange(DOMAINS)  # places of the thetas in the joint Gaussian
BIAS = DOMAINS  # place of the rating bias


class RaterClass(NamedTuple):
    """One way of rating oneself: the level in which slope * theta + bias + noise lies."""

    slope: float
    noise: float


class Prior:
    """What is known before any evidence: a Gaussian over D thetas and the rating bias, and shares of rater classes.

    mean: D thetas. covariance: D x D of the thetas, which the bias is independent of. shares: C, summing to 1.
    """

    def __init__(
        self,
        mean: Array,
        covariance: Array,
        bias_mean: float,
        bias_sd: float,
        raters: Sequence[RaterClass],
        shares: Sequence[float],
    ) -> None:
        joint = np.zeros((DOMAINS + 1, DOMAINS + 1))
        joint[:DOMAINS, :DOMAINS] = covariance
        joint[BIAS, BIAS] = bias_sd**2
        self.precision = np.linalg.inv(joint)
        self.log_det = np.linalg.slogdet(joint)[1]
        self.mean = np.append(mean, bias_mean)
        self.shift = self.precision @ self.mean
        self.slopes = np.array([rater.slope for rater in raters])[:, None]
        self.log_shares = np.log(np.asarray(shares))

    @property
    def classes(self) -> int:
        return len(self.slopes)


def rating_log_likelihood(raters: Sequence[RaterClass]) -> Array:
    """Log-probability of each level where slope * theta + bias has a value of RATING_GRID: C x 5 x points."""
    tables = [level_probabilities(RATING_GRID, rater.noise) for rater in raters]
    return np.log(np.maximum(np.stack(tables), FLOOR))


@dataclass
class Sites:
    """Gaussians that stand in for likelihoods, one per domain, by precision and precision * mean: C x D each."""

    precision: Array
    shift: Array

    @classmethod
    def empty(cls, classes: int) -> "Sites":
        return cls(np.zeros((classes, DOMAINS)), np.zeros((classes, DOMAINS)))

    def move_to(self, precision: Array, shift: Array) -> None:
        self.precision += DAMPING * (precision - self.precision)
        self.shift += DAMPING * (shift - self.shift)


class Marginals(NamedTuple):
    """Means and variances of D one-dimensional quantities: C x D each."""

    mean: Array
    variance: Array

    def log_partition(self) -> Array:
        """Log-normaliser of each Gaussian in its natural parameters, without the constant."""
        total: Array = 0.5 * np.log(self.variance) + 0.5 * self.mean * self.mean / self.variance
        return total

    def without(self, sites: Sites) -> "Marginals":
        """The cavities: the same Gaussians with their own site taken out."""
        precision = cavity_precision(self.variance, sites)
        return Marginals((self.mean / self.variance - sites.shift) / precision, 1 / precision)


def cavity_precision(variance: Array, sites: Sites) -> Array:
    bounded: Array = np.maximum(1 / variance - sites.precision, 1e-3)
    return bounded


class Tilted(NamedTuple):
    """Cavities times exact likelihoods. density is C x D x points, each row summing to 1; the rest is C x D."""

    cavity_precision: Array
    cavity_mean: Array
    mean: Array
    variance: Array
    density: Array
    log_norm: Array

    def shift_for(self, precision: Array) -> Array:
        """Shift with which a site of this precision gives the tilted mean."""
        reached = self.mean * (precision + self.cavity_precision)
        return reached - self.cavity_mean * self.cavity_precision


def tilt(log_likelihood: Array, grid: Array, marginals: Marginals, sites: Sites) -> Tilted:
    """Replace each site by its exact likelihood, given on the grid as (C x) D x points, and take moments."""
    precision = cavity_precision(marginals.variance, sites)
    variance = 1 / precision
    mean = variance * (marginals.mean / marginals.variance - sites.shift)
    log_density = log_likelihood - 0.5 * (grid - mean[..., None]) ** 2 * precision[..., None]
    peak = log_density.max(axis=-1, keepdims=True)
    density = np.exp(log_density - peak)
    total = density.sum(axis=-1, keepdims=True)
    density /= total
    tilted_mean = density @ grid
    tilted_variance = np.maximum(density @ grid**2 - tilted_mean**2, 1e-4)
    log_norm = np.log(total[..., 0] * STEP) + peak[..., 0] - 0.5 * np.log(2 * math.pi * variance)
    return Tilted(precision, mean, tilted_mean, tilted_variance, density, log_norm)


@dataclass(frozen=True)
class Posterior:
    """What is known of one learner.

    mean: D. covariance: D x D. density: D x THETA_GRID, each row summing to 1. bias_mean, bias_variance: of the rater.
    log_evidence: C, how well each class of rater explains the learner, up to a constant.
    """

    mean: Array
    covariance: Array
    density: Array
    bias_mean: float
    bias_variance: float
    log_evidence: Array


class Fit:
    """One run of expectation propagation, from scratch: the order of the answers cannot matter.

    Everything has a leading axis C, one entry per class of rater: all are fitted at once and mixed at the end.

    answers: D x THETA_GRID log-likelihood of the answers in each domain.
    ratings: C x D x RATING_GRID log-likelihood of the self-ratings, or None to leave them out.
    """

    def __init__(self, prior: Prior, answers: Array, ratings: Array | None) -> None:
        self.prior, self.answers, self.ratings = prior, answers, ratings
        self.answer_sites, self.rating_sites = (Sites.empty(prior.classes) for _ in range(2))
        self.combine()
        for sweep in range(MAX_SWEEPS):
            before = self.mean
            self.refine()
            self.combine()
            if sweep and np.abs(self.mean - before).max() < TOLERANCE:
                break

    def combine(self) -> None:
        """The joint Gaussian of prior and sites: mean C x (D+1), covariance C x (D+1) x (D+1)."""
        slopes, rated = self.prior.slopes, self.rating_sites
        precision = np.repeat(self.prior.precision[None], self.prior.classes, axis=0)
        precision[:, THETAS, THETAS] += self.answer_sites.precision + slopes**2 * rated.precision
        precision[:, THETAS, BIAS] += slopes * rated.precision
        precision[:, BIAS, THETAS] += slopes * rated.precision
        precision[:, BIAS, BIAS] += rated.precision.sum(axis=1)
        shift = np.repeat(self.prior.shift[None], self.prior.classes, axis=0)
        shift[:, :DOMAINS] += self.answer_sites.shift + slopes * rated.shift
        shift[:, BIAS] += rated.shift.sum(axis=1)
        self.covariance = np.linalg.inv(precision)
        self.mean = np.einsum("cij,cj->ci", self.covariance, shift)

    def refine(self) -> None:
        """One sweep: move every site towards the tilted moments, within bounds that keep the fit stable."""
        tilted = self.tilted_answers()
        wanted = 1 / tilted.variance - tilted.cavity_precision
        precision = np.clip(wanted, -0.5 * tilted.cavity_precision, 50.0)
        self.answer_sites.move_to(precision, tilted.shift_for(precision))
        if self.ratings is not None:
            tilted = self.tilted_ratings(self.ratings)
            precision = np.maximum(1 / tilted.variance - tilted.cavity_precision, 1e-6)
            self.rating_sites.move_to(precision, tilted.shift_for(precision))

    def theta_marginals(self) -> Marginals:
        return Marginals(self.mean[:, :DOMAINS], self.covariance[:, THETAS, THETAS])

    def rating_marginals(self) -> Marginals:
        """Marginals of slope * theta + bias, which a self-rating is a noisy level of."""
        slopes, covariance = self.prior.slopes, self.covariance
        own = slopes**2 * covariance[:, THETAS, THETAS] + covariance[:, BIAS, BIAS][:, None]
        variance = own + 2 * slopes * covariance[:, THETAS, BIAS]
        return Marginals(slopes * self.mean[:, :DOMAINS] + self.mean[:, BIAS:], variance)

    def tilted_answers(self) -> Tilted:
        return tilt(self.answers, THETA_GRID, self.theta_marginals(), self.answer_sites)

    def tilted_ratings(self, ratings: Array) -> Tilted:
        return tilt(ratings, RATING_GRID, self.rating_marginals(), self.rating_sites)

    def posterior(self) -> Posterior:
        """Mean, covariance and densities of the mixture over rater classes."""
        tilted = self.tilted_answers()
        evidence = self.log_evidence(tilted)
        weights = self.class_weights(evidence)
        mean = weights @ self.mean
        spread = self.mean - mean
        each = self.covariance + spread[:, :, None] * spread[:, None, :]
        covariance = np.einsum("c,cij->ij", weights, each)
        return Posterior(
            mean=mean[:DOMAINS],
            covariance=covariance[:DOMAINS, :DOMAINS],
            density=np.einsum("c,cdg->dg", weights, tilted.density),
            bias_mean=mean[BIAS],
            bias_variance=covariance[BIAS, BIAS],
            log_evidence=evidence,
        )

    def class_weights(self, evidence: Array) -> Array:
        """Posterior probabilities of the C classes of rater."""
        log_weights = evidence + self.prior.log_shares
        return normalised(np.exp(log_weights - log_weights.max()))

    def log_evidence(self, tilted: Tilted) -> Array:
        """Expectation propagation's estimate of each class's log marginal likelihood (C)."""
        if self.prior.classes == 1:  # nothing to compare, and every step counts
            return np.zeros(1)
        precision = np.linalg.inv(self.covariance)
        square = np.einsum("ci,cij,cj->c", self.mean, precision, self.mean)
        evidence = 0.5 * np.linalg.slogdet(self.covariance)[1] + 0.5 * square
        evidence = evidence - 0.5 * self.prior.log_det - 0.5 * self.prior.mean @ self.prior.shift
        marginals = self.theta_marginals()
        evidence = evidence + site_evidence(tilted, marginals, self.answer_sites)
        if self.ratings is not None:
            rated, marginals = self.tilted_ratings(self.ratings), self.rating_marginals()
            evidence = evidence + site_evidence(rated, marginals, self.rating_sites)
        return np.asarray(evidence)


def site_evidence(tilted: Tilted, marginals: Marginals, sites: Sites) -> Array:
    """What the sites add to the log evidence: their normalisers, corrected for cavity and marginal (C)."""
    cavities = marginals.without(sites)
    each = tilted.log_norm + cavities.log_partition() - marginals.log_partition()
    total: Array = each.sum(axis=1)
    return total

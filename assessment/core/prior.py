"""What is known about a learner before the first answer, and how people rate themselves."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import erf, sqrt

import numpy as np

from assessment.core.items import GRID
from assessment.core.scale import LEVEL_CUTS, Array

# What a rating is about reaches further than theta: in this unit, GRID does for it.
RATING_UNIT = 1.4


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

    @cached_property
    def shift(self) -> Array:
        """Precision times mean."""
        return np.asarray(self.precision @ self.mean)

    @cached_property
    def log_shares(self) -> Array:
        return np.log([rater.share for rater in self.raters])


def launch_prior(domains: int) -> Prior:
    """The prior before any data: unit variances, one correlation of 0.5, an uncertain general level, an uncertain rater."""
    covariance = np.zeros((domains + 1, domains + 1))
    covariance[:domains, :domains] = 0.5 * np.eye(domains) + 0.5 + 0.1
    covariance[domains, domains] = 0.6**2
    raters = (RaterClass(1.0, 0.8, 0.4), RaterClass(0.8, 1.1, 0.4), RaterClass(0.4, 1.4, 0.2))
    return Prior(np.zeros(domains + 1), covariance, raters)


@lru_cache(maxsize=8)
def rating_loglik(raters: tuple[RaterClass, ...]) -> Array:
    """Log-probability of each rated level at each point of GRID, in RATING_UNIT: points x classes x 5."""
    edges = np.concatenate([[-np.inf], LEVEL_CUTS, [np.inf]])
    table = np.empty((len(GRID), len(raters), 5))
    for c, rater in enumerate(raters):
        table[:, c] = np.diff(_normal_cdf((edges - RATING_UNIT * GRID[:, None]) / rater.noise))
    return np.log(np.maximum(table, 1e-12))


def _normal_cdf(z: Array) -> Array:
    # erf of the standard library, so that every platform gives the same digits
    cdf: Array = np.vectorize(lambda x: 0.5 * (1 + erf(x / sqrt(2))), otypes=[float])(z)
    return cdf

"""The scale of the bench: theta in standard deviations of the population, domains, items, and levels 0 to 4."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DOMAINS = 16
ITEMS_PER_DOMAIN = 24
ITEMS = DOMAINS * ITEMS_PER_DOMAIN
DOMAIN_OF_ITEM = np.repeat(np.arange(DOMAINS), ITEMS_PER_DOMAIN)

LEVEL_CUTS = np.array([-1.05, -0.35, 0.35, 1.05])
LEVEL_CENTRES = np.array([-1.4, -0.7, 0.0, 0.7, 1.4])
LEVEL_EDGES = np.concatenate([[-np.inf], LEVEL_CUTS, [np.inf]])

GUESS = 0.25  # every item has four options

# Chebyshev fit of the complementary error function (Numerical Recipes, erfcc), lowest power first.
ERFC_CONSTANT = -1.26551223
ERFC_POWERS = (
    1.00002368,
    0.37409196,
    0.09678418,
    -0.18628806,
    0.27886807,
    -1.13520398,
    1.48851587,
    -0.82215223,
    0.17087277,
)


def normal_cdf(z: Array) -> Array:
    """Standard normal distribution function of an array of any shape; absolute error below 1.2e-7.

    numpy has no error function, and the bench needs nothing but numpy.
    """
    x = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + 0.5 * x)
    series: Array | float = ERFC_POWERS[-1]
    for coefficient in reversed(ERFC_POWERS[:-1]):
        series = coefficient + t * series
    tails = t * np.exp(-x * x + ERFC_CONSTANT + t * series)
    below: Array = np.where(z >= 0, 1 - 0.5 * tails, 0.5 * tails)
    return below


def level_probabilities(centre: Array, sd: Array | float) -> Array:
    """Probability of each level for normal distributions with these centres and standard deviations.

    centre: any shape; sd: the same shape or one number. Returns 5 x that shape; the levels sum to 1.
    """
    edges = LEVEL_EDGES.reshape(-1, *[1] * np.ndim(centre))
    return normal_cdf((edges[1:] - centre) / sd) - normal_cdf((edges[:-1] - centre) / sd)


def level_of(theta: Array) -> Ints:
    """Level (0 to 4) in which each theta lies; a theta on a cut belongs to the level below."""
    level: Ints = (theta[..., None] > LEVEL_CUTS).sum(axis=-1)
    return level


def logistic(slope: Array | float, theta: Array | float, difficulty: Array) -> Array:
    """Two-parameter logistic curve: probability of knowing the answer. The arguments broadcast."""
    curve: Array = 1 / (1 + np.exp(-slope * (theta - difficulty)))
    return curve


def items_of(domain: int) -> slice:
    """Where the items of a domain stand in the bank."""
    return slice(domain * ITEMS_PER_DOMAIN, (domain + 1) * ITEMS_PER_DOMAIN)


def normalised(weights: Array) -> Array:
    """The same non-negative weights with every row (last axis) summing to 1."""
    scaled: Array = weights / weights.sum(axis=-1, keepdims=True)
    return scaled

"""The scale people see (0 to 100) and the one the model computes on (theta, in standard deviations of the population)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assessment.core.catalogue import Level

Array = NDArray[np.float64]

POINTS_PER_THETA = 20 / 0.7
LEVEL_CUTS = np.array([-1.05, -0.35, 0.35, 1.05])  # theta between one level and the next
LEVEL_CENTRES = np.array([-1.4, -0.7, 0.0, 0.7, 1.4])
LEVEL_POINTS = 20  # width of a level on the score scale


def to_score(theta: float) -> float:
    """The score (0 to 100) of a theta; the middle of the population is 50 and a level is 20 points wide."""
    return min(100.0, max(0.0, 50 + theta * POINTS_PER_THETA))


def to_theta(score: float) -> float:
    """The theta of a score (0 to 100)."""
    return (score - 50) / POINTS_PER_THETA


def level_of(score: float) -> Level:
    """The level in which a score (0 to 100) lies; a score on a cut belongs to the level above."""
    # A cut in theta is not exactly a multiple of 20 in points: binary fractions.
    return Level(min(4, int((score + 1e-9) // LEVEL_POINTS)))


def level_range(low: float, high: float) -> tuple[Level, ...]:
    """The levels that an interval of scores touches, lowest first."""
    return tuple(Level(n) for n in range(level_of(low), level_of(high) + 1))


def level_probabilities(density: Sequence[float] | Array, grid: Array) -> tuple[float, ...]:
    """Probability of each of the five levels, from a density on `grid` (thetas, evenly spaced)."""
    below = np.array([share_below(density, grid, cut) for cut in LEVEL_CUTS])
    edges = np.concatenate([[0.0], below, [1.0]])
    return tuple(float(p) for p in np.diff(edges))


def share_below(density: Sequence[float] | Array, grid: Array, theta: float) -> float:
    """Probability (0 to 1) that the true value lies below `theta`; each grid point stands for the cell around it."""
    return float(shares_below(np.asarray(density)[None], grid, np.array([theta]))[0])


def shares_below(densities: Array, grid: Array, thetas: Array) -> Array:
    """The same for several densities (N x grid), each with a theta of its own."""
    step = grid[1] - grid[0]
    inside = np.clip((thetas[:, None] - grid) / step + 0.5, 0.0, 1.0)
    return np.asarray((densities * inside).sum(axis=1))


def quantile(density: Sequence[float] | Array, grid: Array, share: float) -> float:
    """The theta below which the given share (0 to 1) of the density lies."""
    weights = np.asarray(density, dtype=float)
    half = (grid[1] - grid[0]) / 2
    edges = np.append(grid - half, grid[-1] + half)
    cumulative = np.concatenate([[0.0], np.cumsum(weights)])
    return float(np.interp(share, cumulative, edges))

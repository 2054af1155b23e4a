"""How good estimates of theta are: error, honesty of the intervals, and whether the learner is told the right thing."""

from dataclasses import dataclass

import numpy as np

from tests.bench.scale import DOMAINS, Array, Bools, Ints, level_of, level_probabilities

SMALLEST_SD = 1e-3
NEAR = 0.35  # half a level


@dataclass(frozen=True)
class Scores:
    """Figures of one engine after one number of questions, over all learners and domains."""

    rmse: float  # root mean squared error of theta
    coverage: float  # share of 95 % intervals that hold the truth; nan without intervals
    level: float  # share of domains whose most probable level is the true one
    top3: float  # share of the three largest true gaps that are among the three shown
    near3: float  # share of the three gaps shown that are within half a level of the true top three
    decide: float  # share of right verdicts "meets the target"
    rank: float  # mean rank correlation of a person's domains


def measure(theta: Array, mean: Array, sd: Array, targets: Array) -> Scores:
    """Compare estimates with the truth; every argument is N learners x D domains, in theta."""
    error = mean - theta
    tie_break = 1e-9 * np.arange(DOMAINS)  # earlier domains first when an engine sees no difference
    largest = np.argsort(-(targets - theta), axis=1)[:, :3]
    shown = np.argsort(-(targets - mean + tie_break), axis=1)[:, :3]
    verdicts = (mean >= targets) == (theta >= targets)
    return Scores(
        rmse=float(np.sqrt((error**2).mean())),
        coverage=interval_coverage(error, sd),
        level=float((most_probable_level(mean, sd) == level_of(theta)).mean()),
        top3=float(np.mean(found(largest, shown).sum(axis=1) / 3)),
        near3=share_near_the_top(targets - theta, shown),
        decide=float(verdicts.mean()),
        rank=rank_correlation(theta, mean + tie_break),
    )


def interval_coverage(error: Array, sd: Array) -> float:
    """Share of intervals of +-1.96 sd that hold the truth; nan if most estimates have no sd."""
    has_sd = np.isfinite(sd)
    if has_sd.mean() <= 0.5:
        return float("nan")
    return float((np.abs(error) <= 1.96 * sd)[has_sd].mean())


def most_probable_level(mean: Array, sd: Array) -> Ints:
    """Level (0 to 4) with the most probability; an estimate without an sd counts as certain."""
    known = np.isfinite(sd) & (sd > SMALLEST_SD)
    probabilities = level_probabilities(mean, np.where(known, sd, SMALLEST_SD))
    level: Ints = probabilities.argmax(axis=0)
    return level


def found(wanted: Ints, shown: Ints) -> Bools:
    """Which of the wanted indices are among those shown, row by row."""
    among: Bools = (wanted[:, :, None] == shown[:, None, :]).any(axis=2)
    return among


def share_near_the_top(gaps: Array, shown: Ints) -> float:
    """Share of the gaps shown that are at most half a level smaller than the third largest."""
    third = -np.sort(-gaps, axis=1)[:, 2:3]
    return float((np.take_along_axis(gaps, shown, axis=1) >= third - NEAR).mean())


def rank_correlation(truth: Array, estimate: Array) -> float:
    """Spearman correlation over the domains of each person, averaged over people."""
    x, y = centred_ranks(truth), centred_ranks(estimate)
    each = (x * y).sum(axis=1) / np.sqrt((x * x).sum(axis=1) * (y * y).sum(axis=1))
    return float(each.mean())


def centred_ranks(values: Array) -> Array:
    """Rank of each domain within a person (N x D), with mean 0."""
    ranks = np.argsort(np.argsort(values, axis=1), axis=1).astype(float)
    return ranks - (DOMAINS - 1) / 2

"""Learns from finished first attempts: how hard and how steep questions are, and what the population is like.

A Bayesian update by alternation. Every round fits each attempt with what is known so far; then each question gets its
posterior over difficulty and log slope, on a grid around the author's band, from the density of every person without
that question; and the population is estimated from the moments of all persons. Everything starts from the author's
bands and the launch prior, so the result is a function of the set of attempts, and little data moves little.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assessment.core.archive import Archive, Attempt
from assessment.core.evidence import linear_likelihood
from assessment.core.items import GRID, ItemBank, ItemParameters, curves
from assessment.core.population import Population
from assessment.core.posterior import Posterior, estimate
from assessment.core.prior import Prior
from assessment.core.scale import Array

# Expectation-maximisation creeps where little is known of each person: every other round steps further on, and the plain
# round after it takes back what went too far where much is known.
STRIDES = (1.0, 3.0, 1.0, 3.0, 1.0)
CHUNK = 100  # attempts whose densities are in memory at one time
ENOUGH_FOR_SLOPE = 200  # answers to a question from which on its slope is learnt too

# Offsets from launch at which a question's posterior is tabulated: K = 33 x 9 points.
_OFFSETS, _LOG_OFFSETS = np.linspace(-1.6, 1.6, 33), np.linspace(-0.8, 0.8, 9)
DIFFICULTY_OFFSETS = np.repeat(_OFFSETS, len(_LOG_OFFSETS))
LOG_SLOPE_OFFSETS = np.tile(_LOG_OFFSETS, len(_OFFSETS))
FINEST_SD = 0.03  # a grid of steps of 0.1 cannot tell more


@dataclass(frozen=True)
class Calibration:
    """What is known of J questions and of the population, and what it was learnt from.

    attempts: their number. answers: length J, how many answers each question has had.
    """

    items: ItemParameters
    prior: Prior
    attempts: int
    answers: NDArray[np.intp]


def calibrate(
    bank: ItemBank,
    items: ItemParameters,
    prior: Prior,
    archive: Archive,
    *,
    strides: Sequence[float] = STRIDES,
) -> Calibration:
    """Learn from an archive of first attempts, whose answers are indices into `bank`.

    items, prior: what was assumed before any data. strides: one for each round, see Population.prior. Memory grows by a few bytes per answer: densities are only kept for
    CHUNK attempts at a time, and what they say is added up per question (J x K).
    """
    answers = np.bincount(archive.items, minlength=len(bank))
    known = Calibration(items, prior, len(archive), answers)
    for stride in strides if len(archive) else ():
        current = replace(bank, knows=curves(known.items))
        population = Population(bank.domains)
        loglik = np.zeros((len(bank), len(DIFFICULTY_OFFSETS)))
        for chunk in archive.chunks(CHUNK):
            fits = [estimate(known.prior, current, *attempt) for attempt in chunk]
            population.add(fits)
            _add_evidence(loglik, items, _evidence(current, chunk, fits))
        known = replace(
            known,
            items=centred(_learnt(loglik, items, answers), items, answers),
            prior=population.prior(prior, known.prior, stride=stride),
        )
    return known


@dataclass(frozen=True)
class _Evidence:
    """R answers as they speak about their questions.

    item: the question. without: R x len(GRID), density of the person's theta had this question not been asked.
    intercept, factor: the likelihood of the answer is intercept + factor * k, k the probability of knowing.
    """

    item: NDArray[np.intp]
    without: Array
    intercept: Array
    factor: Array


def _evidence(bank: ItemBank, attempts: Sequence[Attempt], fits: Sequence[Posterior]) -> _Evidence:
    item: list[int] = []
    linear: list[tuple[float, float]] = []
    densities: list[Array] = []
    for (_, answers), fit in zip(attempts, fits, strict=True):
        for j, outcome in answers:
            item.append(j)
            linear.append(linear_likelihood(outcome, (1 - fit.dont_know_rate) * bank.guess[j]))
            densities.append(fit.density[bank.domain[j]])
    intercept, factor = np.array(linear).T
    likelihood = intercept[:, None] + factor[:, None] * bank.knows[item]
    without = np.array(densities) / np.maximum(likelihood, 1e-6)
    without /= without.sum(axis=1, keepdims=True)
    return _Evidence(np.array(item, dtype=np.intp), without, intercept, factor)


def _add_evidence(loglik: Array, items: ItemParameters, evidence: _Evidence) -> None:
    """Add the log-likelihood of every answer at each of the K offsets to its question's row of `loglik` (J x K)."""
    launch = np.stack([items.difficulty, items.log_slope], axis=1)[evidence.item]
    # Questions of one band share their launch values, and so one table of curves.
    for difficulty, log_slope in np.unique(launch, axis=0):
        rows = np.flatnonzero((launch == (difficulty, log_slope)).all(axis=1))
        rows = rows[np.argsort(evidence.item[rows], kind="stable")]
        slope = np.exp(log_slope + LOG_SLOPE_OFFSETS)[:, None]
        knows = 1 / (1 + np.exp(-slope * (GRID - (difficulty + DIFFICULTY_OFFSETS)[:, None])))
        expected = evidence.without[rows] @ knows.T  # answers x K
        likelihood = evidence.intercept[rows, None] + evidence.factor[rows, None] * expected
        questions, first = np.unique(evidence.item[rows], return_index=True)
        loglik[questions] += np.add.reduceat(np.log(np.maximum(likelihood, 1e-12)), first, axis=0)


def _learnt(loglik: Array, launch: ItemParameters, answers: NDArray[np.intp]) -> ItemParameters:
    """Mean and sd of each question's posterior; its slope stays as it was at launch until there is enough data."""
    log_density = (
        loglik
        - 0.5 * (DIFFICULTY_OFFSETS / launch.difficulty_sd[:, None]) ** 2
        - 0.5 * (LOG_SLOPE_OFFSETS / launch.log_slope_sd[:, None]) ** 2
    )
    density = np.exp(log_density - log_density.max(axis=1, keepdims=True))
    density /= density.sum(axis=1, keepdims=True)

    def moments(offsets: Array) -> tuple[Array, Array]:
        mean = density @ offsets
        sd = np.sqrt(np.maximum(density @ offsets**2 - mean**2, FINEST_SD**2))
        return mean, sd

    shift, difficulty_sd = moments(DIFFICULTY_OFFSETS)
    stretch, log_slope_sd = moments(LOG_SLOPE_OFFSETS)
    asked, often = answers > 0, answers >= ENOUGH_FOR_SLOPE
    return ItemParameters(
        difficulty=launch.difficulty + np.where(asked, shift, 0.0),
        difficulty_sd=np.where(asked, difficulty_sd, launch.difficulty_sd),
        log_slope=launch.log_slope + np.where(often, stretch, 0.0),
        log_slope_sd=np.where(often, log_slope_sd, launch.log_slope_sd),
    )


def centred(
    items: ItemParameters, launch: ItemParameters, answers: NDArray[np.intp]
) -> ItemParameters:
    """Move learnt questions together so that on average they are as hard and as steep as their authors said.

    Data alone cannot tell a harder bank from a weaker population: authors as a group fix where 0 and 1 of the scale are.
    """
    asked, often = answers > 0, answers >= ENOUGH_FOR_SLOPE
    return replace(
        items,
        difficulty=items.difficulty - _mean_move(items.difficulty, launch.difficulty, asked),
        log_slope=items.log_slope - _mean_move(items.log_slope, launch.log_slope, often),
    )


def _mean_move(new: Array, old: Array, among: NDArray[np.bool_]) -> Array:
    """The mean of new - old among some questions, for those questions; 0 for the others."""
    return np.where(among, (new - old)[among].mean() if among.any() else 0.0, 0.0)

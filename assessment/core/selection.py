"""Which question next: the one that most reduces what matters for this learner's decision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assessment.core.items import GRID, ItemBank
from assessment.core.posterior import Posterior
from assessment.core.scale import Array

# Two things keep any question from being shown to everybody, at almost no cost in precision:
TASTE = 0.05  # sd of the log of the factor by which an assessment values each question differently
TOP = 5  # and the next question is chosen at random among this many
# How much precision, the decision and the order of the gaps count: no blend tried in the bench did better in all three.
BLEND = np.array([0.5, 0.25, 0.25])
LARGEST_GAPS = 3
POWERS = np.stack([GRID**0, GRID, GRID**2], axis=-1)  # grid x 3: mass, first and second moment
SKILL_REPEAT = 0.5  # worth of a question whose skill was asked already, once per time asked


@dataclass(frozen=True)
class Aim:
    """What the learner aims at, per domain (arrays of length D): wanted theta and weight (0 not needed to 3 decides)."""

    target: Array
    weight: Array


def expected_reduction(posterior: Posterior, bank: ItemBank) -> Array:
    """For each question, how much its answer is expected to reduce the variance of its own domain (theta squared).

    Two outcomes are distinguished, right and not right; the moments of theta given each come from the tabulated density.
    """
    density = posterior.density[bank.domain]  # J x grid
    known = (bank.knows * density) @ POWERS
    total = (posterior.density @ POWERS)[bank.domain]
    lucky = ((1 - posterior.dont_know_rate) * bank.guess)[:, None]
    right = known + (total - known) * lucky
    other = total - right
    left = _variance_mass(right) + _variance_mass(other)
    return np.maximum(_variance_mass(total) - left, 0.0)


def _variance_mass(moments: Array) -> Array:
    """Probability times variance, from (mass, first, second) moments."""
    return np.asarray(moments[:, 2] - moments[:, 1] ** 2 / np.maximum(moments[:, 0], 1e-12))


def importance(posterior: Posterior, aim: Aim) -> Array:
    """How much knowing each domain better is worth: precision where the role has weight, the decision against the target,
    and the order of the largest gaps, blended by BLEND. Length D, mean 1."""
    mean, sd = posterior.mean, posterior.sd
    precision = np.sqrt(np.maximum(aim.weight, 0.25))  # what is not needed now may be later
    decision = np.exp(-(((mean - aim.target) / sd) ** 2)) / sd**2 * (aim.weight > 0)
    gap = aim.target - mean
    ordered = np.sort(gap)[::-1]
    edge = ordered[min(LARGEST_GAPS, len(ordered) - 1) - 1 : LARGEST_GAPS + 1].mean()
    order = np.exp(-(((gap - edge) / sd) ** 2)) / sd**2 * (aim.weight > 0)
    parts = np.array((precision, decision, order))
    sums = np.maximum(parts.sum(axis=1), 1e-12)
    return np.asarray(len(mean) * BLEND / sums @ parts)


def gains(posterior: Posterior, bank: ItemBank, aim: Aim) -> Array:
    """What each question is worth: its own reduction, and what it tells about correlated domains."""
    covariance = posterior.covariance
    spread = (importance(posterior, aim) @ covariance**2) / np.diag(covariance) ** 2
    return expected_reduction(posterior, bank) * spread[bank.domain]


def _preferred(
    free: NDArray[np.bool_], wanted: NDArray[np.bool_], bank: ItemBank
) -> NDArray[np.bool_]:
    """Of the free questions the wanted ones; all free ones in a domain where none of them is wanted."""
    both = free & wanted
    some = np.bincount(bank.domain[both], minlength=bank.domains) > 0
    return np.where(some[bank.domain], both, free)


@lru_cache(maxsize=1000)
def _taste(assessment: int, questions: int, sd: float) -> Array:
    return np.exp(sd * np.random.default_rng(assessment).normal(size=questions))


def next_item(
    posterior: Posterior,
    bank: ItemBank,
    aim: Aim,
    *,
    asked: Sequence[int],
    left: int,
    avoid: Collection[int] = (),
    seed: Sequence[int] = (0,),
    only: int | None = None,
) -> int | None:
    """Index of the next question, or None when the bank has none left.

    asked: questions of this assessment. left: how many questions are still to come, this one included. avoid: questions
    seen in earlier assessments, taken only when nothing else is left. seed: the first number is the assessment's, all of them make the choice repeatable. only: ask in this domain (index) and nowhere else.
    Every domain with a weight gets a question before the end; a skill asked before counts for less.
    """
    free, before = bank.servable.copy(), np.array(asked, dtype=np.intp)
    free[before] = False
    if only is not None:
        free &= bank.domain == only
    if not free.any():
        return None
    if avoid:
        unseen = np.ones(len(bank), dtype=bool)
        unseen[list(avoid)] = False
        free = _preferred(free, unseen, bank)
    worth = gains(posterior, bank, aim)
    times = np.bincount(bank.skill[before], minlength=bank.skills)
    worth = (
        worth * _taste(seed[0], len(bank), TASTE) * SKILL_REPEAT ** times[bank.skill] / bank.effort
    )
    if left <= bank.domains:
        answered = np.bincount(bank.domain[before], minlength=bank.domains)
        owed = (aim.weight > 0) & (answered == 0)
        of_owed = free & owed[bank.domain]
        if of_owed.any() and owed.sum() >= left:
            free = of_owed
    worth = np.where(free, worth, -np.inf)
    best = np.argsort(-worth, kind="stable")[:TOP]
    best = best[np.isfinite(worth[best])]
    return int(np.random.default_rng(list(seed)).choice(best))

"""The chance to pass an exam whose number of questions and pass mark are known, from what is known about a learner.

The model. Each question of the exam is drawn from its blueprint: a domain by its share, a difficulty around the level the
exam is for, four options. The learner knows the answer by the curve of `assessment/core/items.py` and guesses otherwise.
What is unknown about the learner is a normal distribution in each domain, with the estimate and its standard error. The
doubts of different domains go together, because the general level of a person is part of all of them: each is the sum of a
common part and one of its own, correlated by SHARED. Taking them as independent would let the errors of many domains cancel
out and make the result look surer than it is. Given the learner, the number of right answers is binomial.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import comb, log, sqrt

import numpy as np

from assessment.core.items import GRID, launch_curves
from assessment.core.scale import POINTS_PER_THETA, Array, to_score, to_theta
from roadmap.core.gaps import Standing

GUESS = 0.25  # four options, one of them right
AROUND = {-1: 0.25, 0: 0.5, 1: 0.25}  # share of the questions below, at and above the exam's level
HALF_A_LEVEL = 0.35  # in theta: how far the exam's difficulty may lie from what is assumed
# Correlation of what is unknown in two domains. Simulated assessments with the site's own questions leave 0.31 on average
# after 20 questions, 0.24 after 36 and 0.20 after 54; the largest is taken, so as not to claim too much.
SHARED = 0.3
DRAWS = 2000
SEED = 72
INTERVAL = 1.2816  # half of an 80 % interval, in standard deviations


@dataclass(frozen=True)
class Exam:
    """questions: how many. pass_percent: per cent of right answers needed. level: the rung it is for, 1 to 4.

    shares: the part (0 to 1) of each domain; what is missing to 1 is not tested by the assessment.
    """

    questions: int
    pass_percent: int
    level: int
    shares: Mapping[str, float]

    @property
    def right_answers(self) -> int:
        """The smallest number of right answers that passes."""
        return -(-self.questions * self.pass_percent // 100)

    @property
    def pass_score(self) -> float:
        """The score (0 to 100) at which the expected part of right answers is the pass mark."""
        return to_score(float(np.interp(self.pass_percent / 100, _curve(self.level), GRID)))


@dataclass(frozen=True)
class Chance:
    """What would happen if the learner took the exam as they stand.

    passes: probability (0 to 1) to pass. at_least, at_most: the same if the questions were half a level harder or easier.
    low, percent, high: expected per cent of right answers, with the ends of the 80 % interval.
    """

    passes: float
    at_least: float
    at_most: float
    low: float
    percent: float
    high: float

    @property
    def words(self) -> str:
        """How many people with these estimates would pass, as exactly as can be said: "about 3 in 10"."""
        tenths = _in_ten(self.passes)
        return {0: "hardly anyone", 10: "nearly everyone"}.get(tenths, f"about {tenths} in 10")

    @property
    def range_words(self) -> str:
        """The same for questions half a level harder, and half a level easier: "1 to 7 in 10"."""
        lowest, highest = _in_ten(self.at_least), _in_ten(self.at_most)
        return f"{lowest} in 10" if lowest == highest else f"{lowest} to {highest} in 10"


def chance(exam: Exam, standings: Mapping[str, Standing]) -> Chance:
    """The chance of a learner with these standings (by domain); topics without an estimate count as guessed."""
    right = _right_answers(exam, standings, harder=0.0)
    variance = float(right.var() + (right * (1 - right)).mean() / exam.questions)
    percent, half = 100 * float(right.mean()), 100 * INTERVAL * sqrt(variance)
    harder, easier = (
        _passes(_right_answers(exam, standings, harder=shift), exam)
        for shift in (HALF_A_LEVEL, -HALF_A_LEVEL)
    )
    return Chance(
        passes=_passes(right, exam),
        at_least=harder,
        at_most=easier,
        low=max(0.0, percent - half),
        percent=percent,
        high=min(100.0, percent + half),
    )


def _right_answers(exam: Exam, standings: Mapping[str, Standing], *, harder: float) -> Array:
    """For each draw of who the learner may be, the probability that a question of the exam is answered right.

    harder: how much harder the questions are than assumed, in theta.
    """
    domains = sorted(domain for domain in exam.shares if domain in standings)
    shares = np.array([exam.shares[domain] for domain in domains])
    mean = np.array([to_theta(standings[domain].score) for domain in domains])
    error = np.array([standings[domain].standard_error / POINTS_PER_THETA for domain in domains])
    thetas = mean + error * _draws(len(domains))
    known: Array = np.interp(thetas - harder, GRID, _curve(exam.level)) @ shares
    return np.asarray(np.minimum(1.0, known + (1 - shares.sum()) * GUESS))


def _passes(right: Array, exam: Exam) -> float:
    """The probability of enough right answers, averaged over the draws: upper tail of the binomial distribution."""
    n, enough = exam.questions, np.arange(exam.right_answers, exam.questions + 1)
    ways = np.array([log(comb(n, k)) for k in enough])
    p = np.clip(right, 1e-9, 1 - 1e-9)[:, None]
    tail = np.exp(ways + enough * np.log(p) + (n - enough) * np.log1p(-p)).sum(axis=1)
    return min(1.0, float(tail.mean()))


@lru_cache(maxsize=8)
def _curve(level: int) -> Array:
    """Probability of a right answer to a question of an exam for this level, at each theta of GRID."""
    bands = np.clip([level + step for step in AROUND], 0, 4)
    knows = np.array(list(AROUND.values())) @ launch_curves(bands)
    return np.asarray(GUESS + (1 - GUESS) * knows)


@lru_cache(maxsize=32)
def _draws(domains: int) -> Array:
    """Standard normal draws, DRAWS x domains, correlated by SHARED; the same at every call.

    Because they are fixed, whoever scores higher in a domain does so in every draw, so the chance can't fall.
    """
    half = np.random.default_rng(SEED).standard_normal((DRAWS // 2, 1 + domains))
    drawn = np.concatenate([half, -half])  # mirrored: the mean is exact
    return np.asarray(sqrt(SHARED) * drawn[:, :1] + sqrt(1 - SHARED) * drawn[:, 1:])


def _in_ten(probability: float) -> int:
    """Tenths, a half rounded up."""
    return int(10 * probability + 0.5)

"""Real change between two assessments of one person: more than the noise of two measurements would explain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from assessment.core.evidence import Answers
from assessment.core.posterior import Posterior
from assessment.core.responses import Outcome
from assessment.core.scale import POINTS_PER_THETA, Array

RELIABLE = 1.96  # standard errors: without any change, one comparison in twenty goes beyond them


class Verdict(StrEnum):
    """What can honestly be said about a difference."""

    UP = "up"
    DOWN = "down"
    NOISE = "noise"

    @property
    def label(self) -> str:
        return {"up": "Real gain", "down": "Real loss", "noise": "Within the noise"}[self.value]


@dataclass(frozen=True)
class Change:
    """A difference, later minus earlier, in points of the score, with its standard error if nothing had changed."""

    points: float
    standard_error: float

    @property
    def index(self) -> float:
        """The reliable change index: the difference in standard errors (Jacobson and Truax 1991)."""
        return self.points / self.standard_error if self.standard_error else 0.0

    @property
    def verdict(self) -> Verdict:
        if abs(self.index) <= RELIABLE:
            return Verdict.NOISE
        return Verdict.UP if self.points > 0 else Verdict.DOWN


@dataclass(frozen=True)
class Comparison:
    """The change of every domain (by index) and of the mean over domains, weighted as the role weighs them."""

    domains: tuple[Change, ...]
    overall: Change


def compare(
    earlier: Posterior, later: Posterior, shared: Posterior, *, weight: Array
) -> Comparison:
    """Compare two fits of one person.

    shared: a fit of the evidence that both rest on (ratings and answers carried from one to the other); without any, the
    fit of no evidence at all. weight: D non-negative weights for the overall change; all zero counts as all equal.
    With errors e = V (evidence), Cov(e1, e2) = V1 S^-1 V2 where S is the covariance given what both share, prior included:
    what is the same in both cannot make a difference, and both shrink toward the same prior.
    """
    v1, v2 = earlier.covariance, later.covariance
    common = v1 @ np.linalg.solve(shared.covariance, v2)
    spread = v1 + v2 - common - common.T
    points = (later.mean - earlier.mean) * POINTS_PER_THETA
    errors = np.sqrt(np.maximum(np.diag(spread), 0.0)) * POINTS_PER_THETA
    share = weight / weight.sum() if weight.sum() else np.full(len(weight), 1 / len(weight))
    return Comparison(
        domains=tuple(Change(float(p), float(e)) for p, e in zip(points, errors, strict=True)),
        overall=Change(
            float(share @ points),
            float(np.sqrt(max(share @ spread @ share, 0.0))) * POINTS_PER_THETA,
        ),
    )


@dataclass(frozen=True)
class Given:
    """One answer: the question (the same number for all its revisions), its item in the bank, how it went, and when."""

    question: int
    item: int
    outcome: Outcome
    at: datetime


@dataclass(frozen=True)
class Overlap:
    """What two sets of answers have in common.

    shared: carried over from one to the other. later: what counts of the later ones. again: how many of the later ones
    do not, because their question had been answered before.
    """

    shared: Answers
    later: Answers
    again: int


def overlap(earlier: Sequence[Given], later: Sequence[Given]) -> Overlap:
    """Sort the later answers against the earlier ones.

    The same item answered at the same moment is one answer that was carried over. A question that was answered twice
    says nothing about change: after the first time its key was shown.
    """
    carried = {(one.item, one.at) for one in earlier}
    seen = {one.question for one in earlier}
    shared = [(one.item, one.outcome) for one in later if (one.item, one.at) in carried]
    fresh = [(one.item, one.outcome) for one in later if one.question not in seen]
    return Overlap(shared, [*shared, *fresh], len(later) - len(shared) - len(fresh))

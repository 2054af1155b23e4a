"""What is said about a domain: score, standard error, interval and levels, from what the measurement knows."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from assessment.core.evidence import Answers
from assessment.core.items import GRID, ItemBank
from assessment.core.posterior import Posterior
from assessment.core.scale import POINTS_PER_THETA, level_probabilities, to_score
from assessment.core.stopping import interval

NARROWEST = 10.0  # points: where the scale ends it cuts intervals off, and what is left would look surer than it is


@dataclass(frozen=True)
class Measured:
    """The estimate of one domain, in points of the score (0 to 100).

    low, high: ends of the 80 % interval. responses: how many answers the domain has. level: the most probable one.
    level_probabilities: five, Starting to Architect.
    """

    score: float
    standard_error: float
    low: float
    high: float
    responses: int
    level: int
    level_probabilities: tuple[float, ...]


def measured(posterior: Posterior, bank: ItemBank, answers: Answers) -> tuple[Measured, ...]:
    """The estimates of all domains, by index."""
    answered = Counter(int(bank.domain[item]) for item, _ in answers)
    return tuple(_measured(posterior, d, answered[d]) for d in range(bank.domains))


def _measured(posterior: Posterior, domain: int, responses: int) -> Measured:
    low, high = (to_score(theta) for theta in interval(posterior, domain))
    probabilities = level_probabilities(posterior.density[domain], GRID)
    return Measured(
        score=to_score(float(posterior.mean[domain])),
        standard_error=float(posterior.sd[domain]) * POINTS_PER_THETA,
        low=min(low, 100 - NARROWEST),
        high=max(high, NARROWEST),
        responses=responses,
        level=int(np.argmax(probabilities)),
        level_probabilities=probabilities,
    )

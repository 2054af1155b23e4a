"""When to stop asking: the length a learner chooses, and when more questions would not change what matters."""

from enum import StrEnum

import numpy as np

from assessment.core.items import GRID
from assessment.core.posterior import Posterior
from assessment.core.scale import LEVEL_CUTS, quantile, shares_below
from assessment.core.selection import Aim

INTERVAL = 0.8  # share of the posterior inside the interval that people see
SURE_ENOUGH = 0.8  # probability of the likelier side of the target from which a decision stands
SETTLING = 6  # questions at the most to settle one domain


class Length(StrEnum):
    """The length a learner chooses; more questions make narrower intervals."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"

    @property
    def questions(self) -> int:
        return {"quick": 18, "standard": 32, "thorough": 60}[self.value]

    @property
    def minutes(self) -> int:
        """About how long it takes, at three quarters of a minute a question."""
        return {"quick": 15, "standard": 25, "thorough": 45}[self.value]


def questions_left(limit: int, answered: int, left_in_bank: int) -> int:
    """How many questions are still to come, of `limit` at the most; it falls with every answer and never grows."""
    return max(0, min(limit - answered, left_in_bank))


def interval(posterior: Posterior, domain: int) -> tuple[float, float]:
    """The 80 % interval of a domain (its index), in thetas."""
    tail = (1 - INTERVAL) / 2
    density = posterior.density[domain]
    return quantile(density, GRID, tail), quantile(density, GRID, 1 - tail)


def is_settled(posterior: Posterior, domain: int, target: float | None) -> bool:
    """Whether the interval of a domain lies in one level or on one side of the target (theta; None without one)."""
    low, high = interval(posterior, domain)
    one_level = np.searchsorted(LEVEL_CUTS, low) == np.searchsorted(LEVEL_CUTS, high)
    return bool(one_level or (target is not None and not low <= target <= high))


def is_sure_enough(posterior: Posterior, aim: Aim) -> bool:
    """Whether for every domain with a weight one side of the target has at least SURE_ENOUGH of the probability."""
    below = shares_below(posterior.density, GRID, aim.target)
    decided = np.maximum(below, 1 - below) >= SURE_ENOUGH
    return bool((decided | (aim.weight == 0)).all())

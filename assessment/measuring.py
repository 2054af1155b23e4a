"""Turns what the measurement knows about a learner into the stored result of each domain."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from assessment.bank import Bank
from assessment.core.items import GRID
from assessment.core.posterior import Answers, Posterior
from assessment.core.scale import POINTS_PER_THETA, level_probabilities, quantile, to_score
from assessment.models import DomainResult

INTERVAL = 0.8  # share of the posterior inside the interval that people see
NARROWEST = 10.0  # points: where the scale ends it cuts intervals off, and what is left would look surer than it is


def results(bank: Bank, posterior: Posterior, answers: Answers) -> Iterable[DomainResult]:
    """Unsaved results, one for every domain that is not retired, in order of position."""
    answered = Counter(int(bank.items.domain[item]) for item, _ in answers)
    tail = (1 - INTERVAL) / 2
    for d, pk in enumerate(bank.domain_pks):
        density = posterior.density[d]
        low, high = (to_score(quantile(density, GRID, share)) for share in (tail, 1 - tail))
        probabilities = level_probabilities(density, GRID)
        yield DomainResult(
            domain_id=pk,
            score=to_score(float(posterior.mean[d])),
            standard_error=float(posterior.sd[d]) * POINTS_PER_THETA,
            low=min(low, 100 - NARROWEST),
            high=max(high, NARROWEST),
            responses=answered[d],
            level=int(np.argmax(probabilities)),
            level_probabilities=[round(p, 6) for p in probabilities],
            density=[round(float(p), 7) for p in density],
        )

"""Turns what the measurement knows about a learner into the stored result of each domain."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from assessment.bank import Bank
from assessment.core.items import GRID
from assessment.core.posterior import Answers, Posterior
from assessment.core.scale import POINTS_PER_THETA, level_probabilities, to_score
from assessment.core.stopping import interval
from assessment.models import DomainResult

NARROWEST = 10.0  # points: where the scale ends it cuts intervals off, and what is left would look surer than it is


def results(bank: Bank, posterior: Posterior, answers: Answers) -> Iterable[DomainResult]:
    """Unsaved results, one for every domain that is not retired, in order of position."""
    answered = Counter(int(bank.items.domain[item]) for item, _ in answers)
    for d, pk in enumerate(bank.domain_pks):
        density = posterior.density[d]
        low, high = (to_score(theta) for theta in interval(posterior, d))
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

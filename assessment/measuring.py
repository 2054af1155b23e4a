"""Turns what the measurement knows about a learner into the stored result of each domain."""

from collections.abc import Iterable
from dataclasses import asdict

from assessment.bank import Bank
from assessment.core.measured import measured
from assessment.core.posterior import Answers, Posterior
from assessment.models import DomainResult


def results(bank: Bank, posterior: Posterior, answers: Answers) -> Iterable[DomainResult]:
    """Unsaved results, one for every domain, in order of position."""
    of_domain = measured(posterior, bank.items, answers)
    for pk, found, density in zip(bank.domain_pks, of_domain, posterior.density, strict=True):
        yield DomainResult(
            domain_id=pk,
            **asdict(found)
            | {"level_probabilities": [round(p, 6) for p in found.level_probabilities]},
            density=[round(float(p), 7) for p in density],
        )

"""Reads what a learner said and answered for the measurement, and turns what it knows into the stored result of each domain."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from uuid import UUID

from assessment.bank import Bank
from assessment.core.measured import measured
from assessment.core.posterior import PRECISE, Answers, Convergence, Posterior
from assessment.models import Assessment, DomainResult, Response, SelfRating, State
from assessment.prepared import Parameter, Prepared

STORED_ANSWERS = Prepared(
    lambda: (
        Response.objects.filter(assessment=Parameter(Response, "assessment"))
        .order_by("position")
        .values_list("revision_id", "outcome")
    )
)


def posterior_of(
    run: Assessment,
    bank: Bank,
    *,
    also: Iterable[tuple[int, str]] = (),
    convergence: Convergence = PRECISE,
) -> tuple[Answers, Posterior]:
    """The answers of an assessment, and what is known from them and its self-ratings.

    also: (revision pk, outcome) of answers that are not stored yet.
    """
    answers = bank.answers([*STORED_ANSWERS.rows(assessment=run.pk), *also])
    # Ratings are final once a question was asked.
    given = _final_ratings(run.pk) if run.state == State.ASKING else _ratings(run.pk)
    return answers, bank.estimate(bank.ratings(given), answers, convergence)


def _ratings(run: UUID) -> tuple[tuple[int, int], ...]:
    """(domain pk, level) of an assessment."""
    return tuple(SelfRating.objects.filter(assessment=run).values_list("domain_id", "level"))


@lru_cache(maxsize=2000)
def _final_ratings(run: UUID) -> tuple[tuple[int, int], ...]:
    return _ratings(run)


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

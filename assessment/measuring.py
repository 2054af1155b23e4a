"""Reads what a learner said and answered for the measurement, and turns what it knows into the stored result of each domain."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from uuid import UUID
from weakref import ref

from assessment.bank import Bank
from assessment.core.measured import measured
from assessment.core.posterior import BRISK, Answers, Posterior, Rest
from assessment.models import Assessment, DomainResult, Response, SelfRating, State
from assessment.prepared import Parameter, Prepared

STORED_ANSWERS = Prepared(
    lambda: (
        Response.objects.filter(assessment=Parameter(Response, "assessment"))
        .order_by("position")
        .values_list("revision_id", "outcome")
    )
)


def posterior_of(run: Assessment, bank: Bank) -> tuple[Answers, Posterior]:
    """The answers of an assessment, and what is known from them and its self-ratings."""
    answers = bank.answers(STORED_ANSWERS.rows(assessment=run.pk))
    return answers, bank.estimate(bank.ratings(_ratings(run.pk)), answers)


def posterior_to_ask_by(
    run: Assessment, bank: Bank, *, also: Iterable[tuple[int, str]] = ()
) -> tuple[Answers, Posterior]:
    """The same by a brisk fit, which goes on from where this process was at an earlier answer, if it was.

    also: (revision pk, outcome) of answers that are not stored yet.
    """
    answers = bank.answers([*STORED_ANSWERS.rows(assessment=run.pk), *also])
    # Ratings are final once a question was asked.
    kept = _kept(run.pk) if run.state == State.ASKING else _Kept(_ratings(run.pk))
    known, rest = kept.last
    start = rest if known and known() is bank else None
    posterior = bank.estimate(bank.ratings(kept.ratings), answers, BRISK, start)
    kept.last = ref(bank), posterior.rest
    return answers, posterior


@dataclass
class _Kept:
    """What is kept in memory of an assessment that asks: its ratings, and where the last fit came to rest with which bank."""

    ratings: tuple[tuple[int, int], ...]
    last: tuple[ref[Bank] | None, Rest | None] = None, None


@lru_cache(maxsize=500)  # 10 KB each
def _kept(run: UUID) -> _Kept:
    return _Kept(_ratings(run))


def _ratings(run: UUID) -> tuple[tuple[int, int], ...]:
    """(domain pk, level) of an assessment."""
    return tuple(SelfRating.objects.filter(assessment=run).values_list("domain_id", "level"))


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

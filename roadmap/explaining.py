"""The worksheet of a finished assessment: what its report follows from, and nothing about the person."""

from datetime import date

import numpy as np
from django.utils import timezone

from assessment.bank import Bank, bank_of
from assessment.core.catalogue import Kind, Level
from assessment.core.responses import Outcome
from assessment.models import Assessment, DomainResult, Response
from roadmap.core.gaps import gap_report
from roadmap.core.recomputing import places
from roadmap.core.worksheet import (
    Aim,
    Answered,
    Content,
    Estimate,
    Measurement,
    PriorUsed,
    Rater,
    Worksheet,
)
from roadmap.report import standing_of


def worksheet_of(run: Assessment) -> Worksheet:
    """Inputs as the measurement had them, results as they are stored; a fixed number of queries."""
    bank = bank_of(run)
    results = list(run.results.select_related("domain").defer("density"))
    ratings = dict(run.ratings.values_list("domain_id", "level"))
    responses = list(run.responses.all())
    # Domains that came later have no result, and took no part in the measurement.
    of_responses = {bank.items.domain[bank.index[r.revision_id]] for r in responses}
    stored = {bank.domain_pks.index(pk) for pk in (*ratings, *(r.domain_id for r in results))}
    used = sorted({int(d) for d in of_responses} | stored)
    standings = [standing_of(result, run.aims, None) for result in results]
    return Worksheet(
        finished_on=finished_on(run),
        role=run.role,
        content=Content(version=run.content_version_id, digest=run.content_version.digest),
        measurement=Measurement(version=bank.measurement_version, prior=_prior(bank, used)),
        domains=tuple(bank.domains[d] for d in used),
        self_ratings={
            bank.domains[d]: Level(ratings[bank.domain_pks[d]])
            for d in used
            if bank.domain_pks[d] in ratings
        },
        responses=tuple(_answered(bank, response) for response in responses),
        aims={s.domain: Aim(score=s.target, weight=s.weight) for s in standings},
        estimates={result.domain.slug: _estimate(result) for result in results},
        report=places(gap_report(standings)),
    )


def finished_on(run: Assessment) -> date:
    """The day on which an assessment was finished, where the site is."""
    assert run.finished_at is not None
    return timezone.localtime(run.finished_at).date()


def _prior(bank: Bank, used: list[int]) -> PriorUsed:
    """What the prior says about some of the domains: of a Gaussian, leaving others out changes nothing for them."""
    places = [*used, bank.prior.domains]  # the rating bias comes last
    covariance = bank.prior.covariance[np.ix_(places, places)]
    return PriorUsed(
        mean=tuple(bank.prior.mean[places].tolist()),
        covariance=tuple(tuple(row) for row in covariance.tolist()),
        raters=tuple(Rater(slope=r.slope, noise=r.noise, share=r.share) for r in bank.prior.raters),
    )


def _answered(bank: Bank, response: Response) -> Answered:
    item = bank.index[response.revision_id]
    revision, known = bank.revisions[response.revision_id], bank.parameters
    return Answered(
        position=response.position,
        question=revision.question.slug,
        revision=revision.number,
        domain=bank.domains[int(bank.items.domain[item])],
        band=revision.level,
        kind=Kind(revision.kind),
        guess_rate=float(bank.items.guess[item]),
        outcome=Outcome(response.outcome),
        sure=response.sure,
        difficulty=float(known.difficulty[item]),
        difficulty_sd=float(known.difficulty_sd[item]),
        log_slope=float(known.log_slope[item]),
        log_slope_sd=float(known.log_slope_sd[item]),
    )


def _estimate(result: DomainResult) -> Estimate:
    return Estimate(
        score=result.score,
        standard_error=result.standard_error,
        low=result.low,
        high=result.high,
        responses=result.responses,
        level=result.level,
        level_probabilities=tuple(float(p) for p in result.level_probabilities),
    )

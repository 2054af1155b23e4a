"""Makes worksheets of made-up assessments: what is stored in them was measured with the whole bank."""

from dataclasses import asdict, replace
from datetime import date

import numpy as np

from assessment.core.catalogue import Kind, Level
from assessment.core.items import item_bank, launch_parameters
from assessment.core.measured import Measured, measured
from assessment.core.posterior import estimate
from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome
from roadmap.core.gaps import Standing, gap_report
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
from tests.core.standings import standing

DOMAINS = 5


def made(seed: int = 1, *, answers: int = 12) -> Worksheet:
    """Random questions, parameters, prior, ratings, answers and aims."""
    rng = np.random.default_rng(seed)
    size, names = 60, tuple(f"domain-{n}" for n in range(DOMAINS))
    band = rng.integers(0, 5, size)
    parameters = launch_parameters(band)
    parameters.difficulty[:] += rng.normal(0, 0.5, size)
    parameters.log_slope[:] += rng.normal(0, 0.2, size)
    bank = item_bank(
        domains=DOMAINS,
        domain=rng.integers(0, DOMAINS, size).tolist(),
        skill=[0] * size,
        band=band.tolist(),
        guess=rng.choice([0.02, 0.25, 0.5], size).tolist(),
        servable=[True] * size,
        parameters=parameters,
    )
    prior = launch_prior(DOMAINS)
    prior.mean[:] += rng.normal(0, 0.3, DOMAINS + 1)
    ratings = {d: int(rng.integers(0, 5)) for d in range(DOMAINS) if rng.random() < 0.7}
    items = rng.choice(size, answers, replace=False)
    given = [(int(item), list(Outcome)[rng.integers(0, 3)]) for item in items]
    stored = measured(estimate(prior, bank, ratings, given), bank, given)
    aims = {
        name: Aim(score=int(rng.integers(20, 90)), weight=int(rng.integers(0, 4))) for name in names
    }
    return Worksheet(
        finished_on=date(2026, 11, 21),
        role="mlops-engineer",
        content=Content(version=3, digest="0" * 64),
        measurement=Measurement(
            version=2,
            prior=PriorUsed(
                mean=tuple(prior.mean.tolist()),
                covariance=tuple(tuple(row) for row in prior.covariance.tolist()),
                raters=tuple(
                    Rater(slope=r.slope, noise=r.noise, share=r.share) for r in prior.raters
                ),
            ),
        ),
        domains=names,
        self_ratings={names[d]: Level(level) for d, level in ratings.items()},
        responses=tuple(
            Answered(
                position=position,
                question=f"question-{item}",
                revision=1,
                domain=names[bank.domain[item]],
                band=int(band[item]) + 1,
                kind=Kind.ONE,
                guess_rate=float(bank.guess[item]),
                outcome=outcome,
                sure=None,
                difficulty=float(parameters.difficulty[item]),
                difficulty_sd=float(parameters.difficulty_sd[item]),
                log_slope=float(parameters.log_slope[item]),
                log_slope_sd=float(parameters.log_slope_sd[item]),
            )
            for position, (item, outcome) in enumerate(given, start=1)
        ),
        aims=aims,
        estimates={name: Estimate(**asdict(one)) for name, one in zip(names, stored, strict=True)},
        report=places(
            gap_report(
                _standing(name, one, aims[name]) for name, one in zip(names, stored, strict=True)
            )
        ),
    )


def _standing(name: str, one: Measured, aim: Aim) -> Standing:
    made = standing(
        domain=name,
        score=one.score,
        standard_error=one.standard_error,
        responses=one.responses,
        target=aim.score,
        weight=aim.weight,
    )
    return replace(made, low=one.low, high=one.high)

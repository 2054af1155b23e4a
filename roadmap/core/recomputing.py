"""Does the calculation of a worksheet again from its inputs, and puts the results beside the stored ones."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from math import inf

import numpy as np

from assessment.core.evidence import Answers
from assessment.core.items import ItemBank, ItemParameters, item_bank
from assessment.core.measured import Measured, measured
from assessment.core.posterior import estimate
from roadmap.core.gaps import GapReport, Standing, gap_report
from roadmap.core.worksheet import Aim, NotAWorksheet, Place, Worksheet

TOLERANCE = 1e-6  # stored probabilities have six decimals


@dataclass(frozen=True)
class Recomputed:
    """What the inputs of a worksheet come out as, by domain."""

    estimates: Mapping[str, Measured]
    report: Mapping[str, Place]


def recompute(sheet: Worksheet) -> Recomputed:
    """Do the measurement and the report again, from the inputs alone; raises NotAWorksheet where numbers break down."""
    ratings = {sheet.domains.index(slug): int(level) for slug, level in sheet.self_ratings.items()}
    try:
        with np.errstate(all="ignore"):  # what comes out is looked at instead
            bank, answers = _bank(sheet)
            posterior = estimate(sheet.measurement.prior.prior(), bank, ratings, answers)
            if not (np.isfinite(posterior.sd).all() and np.isfinite(posterior.density).all()):
                raise np.linalg.LinAlgError
    except np.linalg.LinAlgError:
        raise NotAWorksheet("Its numbers cannot be calculated with.") from None
    found = dict(zip(sheet.domains, measured(posterior, bank, answers), strict=True))
    estimates = {slug: found[slug] for slug in sheet.estimates}
    standings = [_standing(slug, one, sheet.aims[slug]) for slug, one in estimates.items()]
    return Recomputed(estimates, places(gap_report(standings)))


def places(report: GapReport) -> dict[str, Place]:
    """The numbers of a report by domain; the rank is the place in the order of the report."""
    return {
        s.domain: Place(
            gap=s.gap,
            gap_probability=s.gap_probability,
            shortfall=s.shortfall,
            urgency=s.urgency,
            verdict=s.verdict,
            rank=rank,
        )
        for rank, s in enumerate(report.rows, start=1)
    }


def _bank(sheet: Worksheet) -> tuple[ItemBank, Answers]:
    """A bank of the questions that were answered, and the answers to them in order."""
    rows = sorted(sheet.responses, key=lambda row: row.position)
    bank = item_bank(
        domains=len(sheet.domains),
        domain=[sheet.domains.index(row.domain) for row in rows],
        skill=[0 for _ in rows],
        band=[row.band - 1 for row in rows],
        guess=[row.guess_rate for row in rows],
        servable=[False for _ in rows],
        parameters=ItemParameters(
            difficulty=np.array([row.difficulty for row in rows], dtype=float),
            difficulty_sd=np.array([row.difficulty_sd for row in rows], dtype=float),
            log_slope=np.array([row.log_slope for row in rows], dtype=float),
            log_slope_sd=np.array([row.log_slope_sd for row in rows], dtype=float),
        ),
    )
    return bank, [(place, row.outcome) for place, row in enumerate(rows)]


def _standing(slug: str, found: Measured, aim: Aim) -> Standing:
    return Standing(
        domain=slug,
        name=slug,
        score=found.score,
        standard_error=found.standard_error,
        low=found.low,
        high=found.high,
        responses=found.responses,
        self_rating=None,
        target=aim.score,
        weight=aim.weight,
    )


@dataclass(frozen=True)
class Compared:
    """One number as stored and as calculated again."""

    domain: str
    name: str
    stored: float | str
    recomputed: float | str

    @property
    def difference(self) -> float:
        """How far they are apart; infinitely for words that differ."""
        if isinstance(self.stored, str) or isinstance(self.recomputed, str):
            return 0.0 if self.stored == self.recomputed else inf
        return abs(self.stored - self.recomputed)

    @property
    def differs(self) -> bool:
        return self.difference > TOLERANCE


def check(sheet: Worksheet) -> tuple[Compared, ...]:
    """Every stored number of a worksheet beside the same number calculated again, domain by domain."""
    again = recompute(sheet)
    return tuple(
        Compared(domain, name, was, now)
        for domain in sheet.estimates
        for (name, was), (_, now) in chain(
            zip(
                _numbers(sheet.estimates[domain].model_dump()),
                _numbers(asdict(again.estimates[domain])),
                strict=True,
            ),
            zip(
                _numbers(sheet.report[domain].model_dump()),
                _numbers(again.report[domain].model_dump()),
                strict=True,
            ),
        )
    )


def _numbers(fields: Mapping[str, object]) -> Iterator[tuple[str, float | str]]:
    """Names and values, those of a row one by one."""
    for name, value in fields.items():
        if isinstance(value, (tuple, list)):
            yield from ((f"{name}.{n}", float(part)) for n, part in enumerate(value))
        elif isinstance(value, str):
            yield name, str(value)
        else:
            assert isinstance(value, (int, float))
            yield name, float(value)

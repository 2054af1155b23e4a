"""What the app tells a person: a report from an assessment they took, or from their true scores, without storing anything."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import numpy as np

from assessment.bank import current_bank
from assessment.core.scale import level_of, to_theta
from assessment.core.simulation import learner, take
from assessment.core.stopping import Length
from assessment.measuring import results
from assessment.models import Assessment, Domain, DomainResult, State
from roadmap.library import current_library
from roadmap.models import Goal
from roadmap.report import Report, build_report
from tests.personas.persona import Persona

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
EXACT = 2.0  # standard error, in points, of a result that is as good as the truth
Z80 = 1.2816  # half of an 80 % interval, in standard errors


@dataclass(frozen=True)
class Advice:
    """What a report says first, as slugs: gaps, steps of the plan, certifications, each in the report's order."""

    gaps: tuple[str, ...]
    steps: tuple[str, ...]
    certifications: tuple[str, ...]


def advice(report: Report) -> Advice:
    return Advice(
        gaps=tuple(standing.domain for standing in report.gaps.gaps),
        steps=tuple(planned.id for planned in report.plan.steps),
        certifications=tuple(found.certification.slug for found in report.certifications),
    )


def from_the_truth(person: Persona) -> Report:
    """The report of somebody whose true scores are known almost exactly."""
    return _report(
        person,
        [
            DomainResult(
                domain=domain,
                score=score,
                standard_error=EXACT,
                low=max(0.0, score - Z80 * EXACT),
                high=min(100.0, score + Z80 * EXACT),
                responses=6,
                level=level_of(score),
            )
            for slug, domain in current_library().domains.items()
            for score in [person.scores[slug]]
        ],
    )


def from_an_assessment(person: Persona, seed: int, length: Length = Length.THOROUGH) -> Report:
    """The report of an assessment that the person took: the real questions, chosen and scored by the real rules."""
    bank = current_bank()
    theta = np.array([to_theta(person.scores[slug]) for slug in bank.domains])
    made = learner(bank.prior, (seed,), theta=theta)
    aim = bank.aim(current_library().roles[person.role].aims())
    answers, posterior = take(made, bank.prior, bank.items, aim, length.questions, seed=seed)
    domains = Domain.objects.in_bulk(bank.domain_pks)
    rows = list(results(bank, posterior, answers))
    for row in rows:
        row.domain = domains[row.domain_id]
    return _report(person, rows)


def _report(person: Persona, rows: list[DomainResult]) -> Report:
    role = current_library().roles[person.role]
    run = Assessment(
        id=UUID(int=1),
        state=State.FINISHED,
        length=Length.THOROUGH.value,
        role=role.slug,
        aims=role.aims(),
        started_at=NOW,
        finished_at=NOW,
    )
    goal = Goal(assessment=run, role=role, hours_per_week=person.hours)
    return build_report(run, goal=goal, results=rows, ratings=(), reviewed=(), today=NOW.date())

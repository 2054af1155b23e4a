"""The sample report: a made-up learner, the same at every visit, measured and reported by the same code as everybody."""

from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from uuid import UUID

import numpy as np

from assessment.bank import Bank, Versions, current_bank, current_versions
from assessment.core.posterior import Answers
from assessment.core.responses import Outcome
from assessment.core.scale import to_theta
from assessment.core.simulation import learner, take
from assessment.core.stopping import Length
from assessment.measuring import results
from assessment.models import (
    Assessment,
    Domain,
    QuestionRevision,
    Response,
    SelfRating,
    State,
)
from assessment.reviewing import ReviewedQuestion, reviewed
from roadmap.forms import DEFAULT_ROLE
from roadmap.models import Goal, Role
from roadmap.report import Report, build_report

SEED = 42
ABILITIES = {  # true scores of the made-up learner: strong in operations, new to machine learning
    "programming-linux": 72,
    "software-design": 62,
    "ml-fundamentals": 10,
    "data-engineering": 22,
    "feature-stores-data-quality": 4,
    "reproducibility": 40,
    "containers-kubernetes": 85,
    "ml-pipelines": 18,
    "testing-quality": 60,
    "cicd-ml": 70,
    "model-serving": 34,
    "monitoring-observability": 52,
    "reliability-operations": 80,
    "cloud-infrastructure": 82,
    "ml-security": 48,
    "networking": 74,
    "governance-compliance": 22,
    "professional-practice": 55,
}
OTHERWISE = 45
BORN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def sample_report() -> Report:
    """The report of the made-up learner for the default role, with the content of today."""
    return _sample(current_versions())


@lru_cache(maxsize=1)
def _sample(versions: Versions) -> Report:
    bank = current_bank()
    role = Role.objects.targets().get(slug=DEFAULT_ROLE)
    run = Assessment(
        id=UUID(int=SEED),
        state=State.FINISHED,
        length=Length.THOROUGH.value,
        role=role.slug,
        aims=role.aims(),
        content_version_id=versions[0],
        measurement_version=bank.measurement_version,
        started_at=BORN,
        finished_at=BORN,
    )
    theta = np.array([to_theta(ABILITIES.get(slug, OTHERWISE)) for slug in bank.domains])
    person = learner(bank.prior, (SEED,), theta=theta)
    aim, questions = bank.aim(run.aims), Length.THOROUGH.questions
    answers, posterior = take(person, bank.prior, bank.items, aim, questions, seed=SEED)
    domains = Domain.objects.in_bulk(bank.domain_pks)
    rows = list(results(bank, posterior, answers))
    for row in rows:
        row.domain = domains[row.domain_id]
    return build_report(
        run,
        goal=Goal(assessment=run, role=role, hours_per_week=6),
        results=[row for row in rows if not row.domain.retired],
        ratings=[
            SelfRating(domain=domains[bank.domain_pks[d]], level=level)
            for d, level in person.ratings.items()
        ],
        reviewed=_reviewed(run, bank, answers),
        today=BORN.date(),
    )


def _reviewed(run: Assessment, bank: Bank, answers: Answers) -> list[ReviewedQuestion]:
    random = Random(SEED)
    return [
        reviewed(_response(run, bank.revisions[bank.revision_pks[item]], position, outcome, random))
        for position, (item, outcome) in enumerate(answers, start=1)
    ]


def _response(
    run: Assessment, revision: QuestionRevision, position: int, outcome: Outcome, random: Random
) -> Response:
    options = list(revision.options.all())
    given: list[int] = []
    if outcome is Outcome.RIGHT:
        given = [o.position for o in options if o.key] or [o.position for o in options]
    elif outcome is Outcome.WRONG and options:
        wrong = [o.position for o in options if not o.key]
        given = [random.choice(wrong)] if revision.kind == "one" else wrong[::-1]
    return Response(
        assessment=run,
        question=revision.question,
        revision=revision,
        position=position,
        outcome=outcome.value,
        given=given,
        sure=None if outcome is Outcome.UNKNOWN else random.random() < 0.6,
        answered_at=BORN,
        seconds=40,
    )

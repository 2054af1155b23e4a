"""The sample report: a made-up learner, the same at every visit, measured and reported by the same code as everybody."""

from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from uuid import UUID

from assessment.bank import Bank, Versions, current_bank, current_versions
from assessment.core.posterior import Answers
from assessment.core.responses import Outcome
from assessment.core.scale import LEVEL_CENTRES, to_theta
from assessment.core.selection import next_item
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

SEED = 3
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
    bank, random = current_bank(), Random(SEED)
    role = Role.objects.targets().get(slug=DEFAULT_ROLE)
    run = Assessment(
        id=UUID(int=SEED),
        state=State.FINISHED,
        length=Length.STANDARD.value,
        role=role.slug,
        aims={
            wanted.domain.slug: {"score": wanted.score, "weight": wanted.weight}
            for wanted in role.wanted.select_related("domain")
        },
        content_version_id=versions[0],
        measurement_version=bank.measurement_version,
        started_at=BORN,
        finished_at=BORN,
    )
    levels = {
        d: min(4, max(0, round((ABILITIES.get(slug, OTHERWISE) - 10) / 20 + random.gauss(0, 0.5))))
        for d, slug in enumerate(bank.domains)
    }
    domains = Domain.objects.in_bulk(bank.domain_pks)
    ratings = [
        SelfRating(domain=domains[bank.domain_pks[d]], level=level) for d, level in levels.items()
    ]
    answers, responses = _take(run, bank, levels, random)
    rows = list(results(bank, bank.estimate(levels, answers), answers))
    for row in rows:
        row.domain = domains[row.domain_id]
    live = [row for row in rows if not row.domain.retired]
    goal = Goal(assessment=run, role=role, hours_per_week=6)
    return build_report(run, goal=goal, results=live, ratings=ratings, reviewed=responses)


def _take(
    run: Assessment, bank: Bank, levels: dict[int, int], random: Random
) -> tuple[Answers, list[ReviewedQuestion]]:
    """Answer a standard assessment as the made-up learner would: knowing, not knowing, sometimes guessing."""
    aim = bank.aim(run.aims)
    answers: list[tuple[int, Outcome]] = []
    responses = []
    for position in range(1, Length.STANDARD.questions + 1):
        item = next_item(
            bank.estimate(levels, answers),
            bank.items,
            aim,
            asked=[item for item, _ in answers],
            left=Length.STANDARD.questions - position + 1,
            seed=(SEED, position),
        )
        if item is None:
            break
        revision = bank.revisions[bank.revision_pks[item]]
        domain = bank.domains[bank.items.domain[item]]
        outcome = _outcome(ABILITIES.get(domain, OTHERWISE), revision, random)
        answers.append((item, outcome))
        responses.append(reviewed(_response(run, revision, position, outcome, random)))
    return answers, responses


def _outcome(ability: float, revision: QuestionRevision, random: Random) -> Outcome:
    distance = to_theta(ability) - LEVEL_CENTRES[revision.level - 1]
    if random.random() < 1 / (1 + 2.718281828 ** (-1.7 * distance)):
        return Outcome.RIGHT
    if random.random() < 0.4:
        return Outcome.UNKNOWN
    return Outcome.RIGHT if random.random() < revision.guess_rate else Outcome.WRONG


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

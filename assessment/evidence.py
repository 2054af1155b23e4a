"""What each self-rating and each answer of a finished assessment did to the estimate of one domain."""

from dataclasses import dataclass

from assessment.bank import Bank, bank_of
from assessment.core.evidence import Answers
from assessment.core.explain import influences
from assessment.core.responses import Outcome
from assessment.core.skills import SkillOffset, skill_offsets
from assessment.models import Assessment, Domain, Response, SelfRating, Skill

SHOWN_FROM = 0.5  # points; weaker influences are only counted


@dataclass(frozen=True)
class Evidence:
    """One self-rating or response, and what it did to the estimate in points."""

    points: float
    rating: SelfRating | None = None
    response: Response | None = None


@dataclass(frozen=True)
class DomainEvidence:
    """What a domain's page shows: strong evidence first, how much weak evidence there is, and skills that stand out."""

    shown: list[Evidence]
    weaker: int
    skills: list[tuple[Skill, SkillOffset]]


def evidence_of(run: Assessment, domain: Domain) -> DomainEvidence:
    """Measured with the version that made the stored result, so that both say the same."""
    bank = bank_of(run)
    ratings = list(run.ratings.select_related("domain"))
    responses = list(run.responses.select_related("revision__skill__domain"))
    answers = [(bank.index[r.revision_id], Outcome(r.outcome)) for r in responses]
    found = _evidence(bank, domain, ratings, responses, answers)
    shown = [one for one in found if abs(one.points) >= SHOWN_FROM]
    levels = bank.ratings((rating.domain_id, rating.level) for rating in ratings)
    offsets = skill_offsets(bank.estimate(levels, answers), bank.items, answers)
    of_domain = {skill.pk: skill for skill in domain.skills.all()}
    skills = [
        (of_domain[pk], offset)
        for offset in offsets
        if offset.says_something and (pk := bank.skill_pks[offset.skill]) in of_domain
    ]
    return DomainEvidence(shown, len(found) - len(shown), skills)


def _evidence(
    bank: Bank,
    domain: Domain,
    ratings: list[SelfRating],
    responses: list[Response],
    answers: Answers,
) -> list[Evidence]:
    """All evidence of an assessment, what moved the domain most first."""
    of_domain = {bank.domain_pks.index(rating.domain_id): rating for rating in ratings}
    levels = {d: rating.level for d, rating in of_domain.items()}
    place = bank.domain_pks.index(domain.pk)
    found = [
        Evidence(
            points=float(influence.points[place]),
            rating=None if influence.rating is None else of_domain[influence.rating],
            response=None if influence.answer is None else responses[influence.answer],
        )
        for influence in influences(bank.prior, bank.items, levels, answers)
    ]
    return sorted(found, key=lambda evidence: -abs(evidence.points))

"""Where the estimate of one domain comes from: what each self-rating and each answer did to it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment import access
from assessment.bank import Bank, current_bank
from assessment.core.evidence import Answers
from assessment.core.explain import influences
from assessment.core.responses import Outcome
from assessment.core.skills import SkillOffset, skill_offsets
from assessment.http import Request
from assessment.models import Assessment, Domain, Response, SelfRating, Skill

SHOWN_FROM = 0.5  # points; weaker influences are only counted


@dataclass(frozen=True)
class Evidence:
    """One self-rating or response, and what it did to the estimate in points."""

    points: float
    rating: SelfRating | None = None
    response: Response | None = None


@require_safe
@login_not_required
def why(request: Request, pk: UUID, slug: str) -> HttpResponse:
    run = access.own_finished_assessment(request, pk)
    result = run.results.select_related("domain").filter(domain__slug=slug).first()
    if result is None:
        raise Http404("There is no such domain in this assessment.")
    bank = current_bank()
    responses = list(run.responses.select_related("revision__skill__domain"))
    answers = [(bank.index[r.revision_id], Outcome(r.outcome)) for r in responses]
    evidence = _evidence(run, bank, result.domain, responses, answers)
    shown = [found for found in evidence if abs(found.points) >= SHOWN_FROM]
    context = {
        "assessment": run,
        "result": result,
        "levels": list(enumerate(result.level_probabilities)),
        "evidence": shown,
        "weaker": len(evidence) - len(shown),
        "skills": _skills(run, bank, result.domain, answers),
    }
    return render(request, "assessment/why.html", context)


def _skills(
    run: Assessment, bank: Bank, domain: Domain, answers: Answers
) -> list[tuple[Skill, SkillOffset]]:
    """The skills of a domain that answers show to lie above or below it."""
    ratings = bank.ratings(run.ratings.values_list("domain_id", "level"))
    offsets = skill_offsets(bank.estimate(ratings, answers), bank.items, answers)
    of_domain = {skill.pk: skill for skill in domain.skills.all()}
    return [
        (of_domain[pk], offset)
        for offset in offsets
        if offset.says_something and (pk := bank.skill_pks[offset.skill]) in of_domain
    ]


def _evidence(
    run: Assessment, bank: Bank, domain: Domain, responses: list[Response], answers: Answers
) -> list[Evidence]:
    """All evidence of an assessment, what moved the domain most first."""
    ratings = list(run.ratings.select_related("domain"))
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

"""Puts a report together: the standings of an assessment against its role, and what follows from them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from assessment.core.catalogue import Level
from assessment.core.stopping import SETTLING
from assessment.models import Assessment, DomainResult, Misconception, SelfRating, Skill
from assessment.reviewing import ReviewedQuestion, review
from roadmap.core.certifications import Fit, suggest
from roadmap.core.gaps import GapReport, Standing, Verdict, gap_report, is_stale
from roadmap.core.next_steps import next_steps
from roadmap.library import Library, current_library
from roadmap.models import Certification, Goal, Role, Step


@dataclass(frozen=True)
class SuggestedStep:
    step: Step
    standing: Standing
    needs: tuple[Step, ...]


@dataclass(frozen=True)
class SuggestedCertification:
    certification: Certification
    fit: Fit
    domains: tuple[str, ...]  # names of the learner's gap domains that it covers
    before: tuple[Certification, ...]

    @property
    def share_percent(self) -> int:
        return round(self.fit.share * 100)


@dataclass(frozen=True)
class ShownMisconception:
    misconception: Misconception
    times: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Report:
    """Everything the report page says about one finished assessment."""

    assessment: Assessment
    goal: Goal
    gaps: GapReport
    reviewed: Sequence[ReviewedQuestion]
    library: Library

    @property
    def largest_gap(self) -> Standing | None:
        return self.gaps.gaps[0] if self.gaps.gaps else None

    @property
    def settling(self) -> int:
        """How many questions it takes at the most to settle one domain."""
        return SETTLING

    @property
    def stale(self) -> list[Standing]:
        """The domains of the role whose last answer is old, in the order of the report."""
        today = timezone.localdate()
        return [s for s in self.gaps.rows if s.weight and is_stale(s.tested_on, today)]

    @property
    def strengths(self) -> list[Standing]:
        return [standing for standing in self.gaps.met if standing.verdict is Verdict.STRENGTH]

    @property
    def domains_needed(self) -> int:
        return len(self.gaps.rows) - len(self.gaps.not_needed)

    @cached_property
    def steps(self) -> list[SuggestedStep]:
        """What to do next for the most urgent gaps; with no gap, for the most urgent open question."""
        urgent = self.gaps.gaps or self.gaps.open[:1]
        by_domain = {standing.domain: standing for standing in self.gaps.rows}
        steps = self.library.steps
        return [
            SuggestedStep(
                step=steps[found.step],
                standing=by_domain[found.domain],
                needs=tuple(steps[identity] for identity in found.needs),
            )
            for found in next_steps(
                urgent[:3],
                self.library.step_facts,
                levels={domain: standing.level for domain, standing in by_domain.items()},
            )
        ]

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Why the role asks this much of a domain, by the domain's slug."""
        role = self.library.roles.get(self.assessment.role)
        return {wanted.domain.slug: wanted.reason for wanted in role.wanted.all()} if role else {}

    @property
    def leads_to(self) -> list[Role]:
        """Roles that the target role can lead to."""
        role = self.library.roles.get(self.assessment.role)
        return list(role.leads_to.all()) if role else []

    @property
    def step_hours(self) -> int:
        return sum(found.step.hours for found in self.steps)

    @property
    def step_weeks(self) -> int:
        """Weeks that the steps take at the learner's hours per week, rounded up."""
        return -(-self.step_hours // self.goal.hours_per_week)

    @cached_property
    def certifications(self) -> list[SuggestedCertification]:
        standings = (*self.gaps.gaps, *self.gaps.open)
        names = {standing.domain: standing.name for standing in standings}
        known = self.library.certifications
        found = []
        for fit in suggest(self.library.certification_facts, standings):
            row = known[fit.id]
            covered = [names[d.slug] for d in row.domains.all() if d.slug in names]
            before = tuple(known[identity] for identity in fit.before if identity in known)
            found.append(SuggestedCertification(row, fit, tuple(covered), before))
        return found

    @cached_property
    def misconceptions(self) -> list[ShownMisconception]:
        """Named wrong beliefs that answers showed, the most frequent first, each with the steps that help."""
        times = Counter(slug for question in self.reviewed for slug in question.misconceptions)
        rows = {row.slug: row for row in self.library.misconceptions.values()}
        return [
            ShownMisconception(rows[slug], n, tuple(rows[slug].steps.all())[:2])
            for slug, n in sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
        ]

    @property
    def blind_spots(self) -> list[ReviewedQuestion]:
        return [question for question in self.reviewed if question.is_blind_spot]

    @property
    def unknowns(self) -> list[ReviewedQuestion]:
        return [question for question in self.reviewed if question.is_unknown]

    @property
    def fragile(self) -> list[ReviewedQuestion]:
        return [question for question in self.reviewed if question.is_fragile]

    @property
    def unknown_skills(self) -> list[Skill]:
        """The skills of the questions answered with "I don't know yet", each once."""
        return list({q.revision.skill_id: q.revision.skill for q in self.unknowns}.values())


def report_of(assessment: Assessment) -> Report:
    """The report of a stored, finished assessment; a fixed number of queries."""
    return build_report(
        assessment,
        goal=assessment.goal,
        results=assessment.results.select_related("domain"),
        ratings=assessment.ratings.all(),
        reviewed=review(assessment),
    )


def build_report(
    assessment: Assessment,
    *,
    goal: Goal,
    results: Iterable[DomainResult],
    ratings: Iterable[SelfRating],
    reviewed: Sequence[ReviewedQuestion],
) -> Report:
    """The report of results that may or may not be stored: the sample report is made here too."""
    rated = {rating.domain_id: Level(rating.level) for rating in ratings}
    tested: dict[str, date] = {}
    for question in reviewed:
        domain, day = question.revision.skill.domain.slug, _day(question)
        tested[domain] = max(day, tested.get(domain, day))
    standings = [
        standing_of(
            result,
            assessment.aims,
            rated.get(result.domain_id),
            tested_on=tested.get(result.domain.slug),
        )
        for result in results
    ]
    return Report(assessment, goal, gap_report(standings), reviewed, current_library())


def _day(question: ReviewedQuestion) -> date:
    return timezone.localtime(question.response.answered_at).date()


def standing_of(
    result: DomainResult,
    aims: dict[str, dict[str, int]],
    self_rating: Level | None,
    *,
    tested_on: date | None = None,
) -> Standing:
    """A stored result against the aims (wanted score and weight by domain slug) of its assessment."""
    aim = aims.get(result.domain.slug, {"score": 0, "weight": 0})
    return Standing(
        domain=result.domain.slug,
        name=result.domain.name,
        score=result.score,
        standard_error=result.standard_error,
        low=result.low,
        high=result.high,
        responses=result.responses,
        self_rating=self_rating,
        target=aim["score"],
        weight=aim["weight"],
        tested_on=tested_on,
    )

"""Puts a report together: the standings of an assessment against its role, and what follows from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone

from assessment.core.catalogue import Level
from assessment.core.stopping import SETTLING
from assessment.models import Assessment, DomainResult, SelfRating
from assessment.reviewing import ReviewedQuestion, review
from roadmap.certifying import Standpoint, suggestions
from roadmap.core.expected import Profile, profile_of
from roadmap.core.gaps import GapReport, Standing, gap_report, is_stale
from roadmap.core.plan import Frame, Plan, PlannedStep, make_plan
from roadmap.library import current_library
from roadmap.models import Goal, MentorRating, Mentorship, Progress, Role, Step, StepState
from roadmap.second_looks import SecondLook, ShownMisconception, misconceptions, second_looks
from roadmap.summary import Summary

FIRST = 5  # steps that the report shows of the plan
HASTY = 5  # answers that came too fast to be read, from which on the report says so
UNSETTLED = 3  # domains that a plan is for when there is no gap


@dataclass(frozen=True)
class SuggestedStep:
    """A planned step with its rows. standing: the domain whose gap it is there for, where there is a result for it."""

    step: Step
    planned: PlannedStep
    standing: Standing | None
    needs: tuple[Step, ...]
    mark: Progress | None


@dataclass(frozen=True, kw_only=True)
class Report(Summary):
    """Everything the report page says about one finished assessment.

    reviewed: the answers; empty for a mentor with whom they are not shared.
    misconceptions: named wrong beliefs that answers showed, the most frequent first, each with the steps that help.
    """

    reviewed: Sequence[ReviewedQuestion]
    progress: Sequence[Progress]
    misconceptions: Sequence[ShownMisconception]

    is_whole = True

    @property
    def settling(self) -> int:
        """How many questions it takes at the most to settle one domain."""
        return SETTLING

    @property
    def hasty(self) -> int:
        """How many answers came too fast to be read, where they are so many that the estimates may suffer; else 0."""
        found = sum(question.is_hasty for question in self.reviewed)
        return found if found >= HASTY else 0

    @property
    def stale(self) -> list[Standing]:
        """The domains of the role whose last answer is old, in the order of the report."""
        return [s for s in self.gaps.rows if s.weight and is_stale(s.tested_on, self.today)]

    @cached_property
    def marks(self) -> dict[str, Progress]:
        """What the learner marked, by the step's slug; steps that are no longer there are left out."""
        by_pk = {step.pk: slug for slug, step in self.library.steps.items()}
        return {by_pk[mark.step_id]: mark for mark in self.progress if mark.step_id in by_pk}

    def marked(self, *states: StepState) -> list[str]:
        return [slug for slug, mark in self.marks.items() if mark.state in states]

    @property
    def settled_steps(self) -> list[str]:
        """Slugs of the steps that are done or that the learner skips."""
        return self.marked(StepState.DONE, StepState.SKIPPED)

    @cached_property
    def profile(self) -> Profile:
        """Where the learner is expected to stand, with the steps done since the assessment."""
        finished = self.assessment.finished_at
        tested = finished.date() if finished else None
        done = [slug for slug, mark in self.marks.items() if mark.counts_since(tested)]
        return profile_of(self.gaps.rows, self.library.skills, self.library.step_facts, done)

    @cached_property
    def expected(self) -> dict[str, float]:
        """The expected score of the domains in which steps were done since, by slug."""
        return {
            row.domain: score
            for row in self.gaps.rows
            if row.domain in self.profile.skills
            and (score := self.profile.score(row.domain)) > row.score + 0.5
        }

    @property
    def to_close(self) -> tuple[Standing, ...]:
        """What the plan is for: the gaps; without one, the most urgent of what is not settled."""
        return self.gaps.gaps or self.gaps.open[:UNSETTLED]

    @cached_property
    def plan(self) -> Plan:
        monday = self.today - timedelta(days=self.today.weekday())
        return make_plan(
            self.profile,
            self.to_close,
            self.library.step_facts,
            Frame(self.goal.hours_per_week, monday, self.goal.by_date),
            doing=self.marked(StepState.DOING),
            without=self.settled_steps,
        )

    @cached_property
    def steps(self) -> list[SuggestedStep]:
        """All steps of the plan, in its order."""
        by_domain, steps = self.standings, self.library.steps
        return [
            SuggestedStep(
                step=steps[planned.id],
                planned=planned,
                standing=by_domain.get(planned.serves),
                needs=tuple(steps[identity] for identity in planned.needs),
                mark=self.marks.get(planned.id),
            )
            for planned in self.plan.steps
        ]

    @property
    def first_steps(self) -> list[SuggestedStep]:
        return self.steps[:FIRST]

    @property
    def leads_to(self) -> list[Role]:
        """Roles that the target role can lead to."""
        role = self.library.roles.get(self.assessment.role)
        return list(role.leads_to.all()) if role else []

    @cached_property
    def certifications(self) -> list[Standpoint]:
        """Certifications that fit the gaps, those the learner is ready for first."""
        return suggestions(self.library, self.gaps)

    @cached_property
    def second_looks(self) -> list[SecondLook]:
        """Questions worth coming back to, each with the step that helps."""
        return second_looks(self.reviewed, self.library, self.settled_steps)


def report_of(assessment: Assessment, reader: Mentorship | None = None) -> Report:
    """The report of a stored, finished assessment; a fixed number of queries.

    reader: the mentorship in which it is read; of the mentors' ratings only its own are there then.
    """
    return build_report(
        assessment,
        goal=assessment.goal,
        results=assessment.results.select_related("domain"),
        ratings=assessment.ratings.all(),
        reviewed=review(assessment),
        progress=list(Progress.objects.of(assessment)),
        mentor_ratings=_latest_ratings(assessment, reader),
        today=timezone.localdate(),
    )


def whole_report(shared: Mentorship, assessment: Assessment) -> Report:
    """The whole report for a mentor, without the answers where they are not shared."""
    return as_shared(shared, report_of(assessment, shared))


def as_shared(shared: Mentorship, report: Report) -> Report:
    """The same report without what its mentor may not read."""
    return report if shared.answers_too else replace(report, reviewed=())


def shared_report(shared: Mentorship, assessment: Assessment) -> Summary:
    """What the mentor of a sharing may read of a report; what they may not read is not in it."""
    if shared.skills_too:
        return whole_report(shared, assessment)
    mentor_ratings = _latest_ratings(assessment, shared)
    results = assessment.results.select_related("domain")
    return Summary(
        assessment=assessment,
        goal=assessment.goal,
        gaps=_gaps(assessment, results, mentor_ratings=mentor_ratings),
        library=current_library(),
        mentor_ratings=mentor_ratings,
        today=timezone.localdate(),
    )


def _latest_ratings(assessment: Assessment, reader: Mentorship | None) -> list[MentorRating]:
    if assessment.learner_id is None:
        return []
    of_learner = MentorRating.objects.filter(mentorship__learner=assessment.learner_id)
    rows = of_learner if reader is None else of_learner.filter(mentorship=reader)
    latest: dict[tuple[int, int], MentorRating] = {}
    for row in rows.select_related("domain", "mentorship__mentor"):
        latest.setdefault((row.mentorship.mentor_id, row.domain_id), row)
    return list(latest.values())


def build_report(
    assessment: Assessment,
    *,
    goal: Goal,
    results: Iterable[DomainResult],
    ratings: Iterable[SelfRating],
    reviewed: Sequence[ReviewedQuestion],
    progress: Sequence[Progress] = (),
    mentor_ratings: Sequence[MentorRating] = (),
    today: date,
) -> Report:
    """The report of results that may or may not be stored: the sample report is made here too."""
    library = current_library()
    return Report(
        assessment=assessment,
        goal=goal,
        gaps=_gaps(assessment, results, ratings, reviewed, mentor_ratings),
        reviewed=reviewed,
        library=library,
        progress=progress,
        mentor_ratings=mentor_ratings,
        misconceptions=misconceptions(reviewed, library),
        today=today,
    )


def _gaps(
    assessment: Assessment,
    results: Iterable[DomainResult],
    ratings: Iterable[SelfRating] = (),
    reviewed: Sequence[ReviewedQuestion] = (),
    mentor_ratings: Sequence[MentorRating] = (),
) -> GapReport:
    rated = {rating.domain_id: Level(rating.level) for rating in ratings}
    by_mentor = {rating.domain_id: Level(rating.level) for rating in reversed(mentor_ratings)}
    tested: dict[str, date] = {}
    for question in reviewed:
        domain, day = question.revision.skill.domain.slug, _day(question)
        tested[domain] = max(day, tested.get(domain, day))
    return gap_report(
        replace(
            standing_of(result, assessment.aims, rated.get(result.domain_id)),
            mentor_rating=by_mentor.get(result.domain_id),
            tested_on=tested.get(result.domain.slug),
        )
        for result in results
    )


def _day(question: ReviewedQuestion) -> date:
    return timezone.localtime(question.response.answered_at).date()


def standing_of(
    result: DomainResult,
    aims: dict[str, dict[str, int]],
    self_rating: Level | None,
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
    )

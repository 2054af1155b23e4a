"""Puts together what a finished assessment says against other roles, levels and weights; nothing of it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from assessment.core.catalogue import Level
from assessment.models import Assessment
from roadmap.core.expected import profile_of
from roadmap.core.gaps import GapReport, Standing, gap_report
from roadmap.core.plan import Frame, Plan, PlannedStep, make_plan
from roadmap.core.roles import Aims, Change, Closeness, against, changed, closest
from roadmap.library import Library
from roadmap.models import Goal, Role, Step
from roadmap.report import standing_of

STEPS = 5  # of the plan are shown
UNSETTLED = 3  # domains that the plan is for when there is no gap


@dataclass(frozen=True)
class FirstStep:
    step: Step
    planned: PlannedStep
    serves: str  # name of the domain whose gap it is there for


@dataclass(frozen=True)
class Against:
    """The estimates against one role; the page's summary reads it as it reads a report. goal: not stored."""

    goal: Goal
    changed: bool
    gaps: GapReport
    library: Library
    today: date

    @property
    def role(self) -> Role:
        return self.goal.role

    @property
    def largest_gap(self) -> Standing | None:
        return self.gaps.gaps[0] if self.gaps.gaps else None

    @property
    def domains_needed(self) -> int:
        return len(self.gaps.rows) - len(self.gaps.not_needed)

    @cached_property
    def plan(self) -> Plan:
        """What closes the gaps; without one, what lifts the domains with most at stake among the unsettled."""
        monday = self.today - timedelta(days=self.today.weekday())
        return make_plan(
            profile_of(self.gaps.rows, self.library.skills),
            self.gaps.gaps or self.gaps.open[:UNSETTLED],
            self.library.step_facts,
            Frame(self.goal.hours_per_week, monday, self.goal.by_date),
        )

    @property
    def weeks(self) -> int:
        return self.plan.steps[-1].last_week if self.plan.steps else 0

    @cached_property
    def first_steps(self) -> list[FirstStep]:
        names = {standing.domain: standing.name for standing in self.gaps.rows}
        return [
            FirstStep(
                self.library.steps[planned.id], planned, names.get(planned.serves, planned.serves)
            )
            for planned in self.plan.steps[:STEPS]
        ]


@dataclass(frozen=True)
class Row:
    """One domain against the first role and, where there is one, the second."""

    first: Standing
    second: Standing | None

    @property
    def standings(self) -> list[Standing]:
        return [self.first, self.second] if self.second else [self.first]

    @property
    def differs(self) -> bool:
        """Whether the two roles lead to different verdicts; a domain that one does not need is a difference too."""
        return self.second is not None and _verdict(self.first) != _verdict(self.second)


@dataclass(frozen=True)
class NearRole:
    """A role and how close the learner is to it. place: 1 for the closest."""

    role: Role
    closeness: Closeness
    place: int


@dataclass(frozen=True)
class WhatIf:
    """Everything the page says. first: the role the rest is about. outdated: it asks for something else today than it did
    when the assessment began, and the report is about what it asked then."""

    assessment: Assessment
    first: Against
    second: Against | None
    near: Sequence[NearRole]
    outdated: bool

    @property
    def sides(self) -> list[Against]:
        return [self.first, self.second] if self.second else [self.first]

    @cached_property
    def rows(self) -> list[Row]:
        """Every domain in the order of a report on the first role."""
        second = {s.domain: s for s in self.second.gaps.rows} if self.second else {}
        return [Row(standing, second.get(standing.domain)) for standing in self.first.gaps.rows]

    @property
    def differing(self) -> int:
        return sum(row.differs for row in self.rows)


def what_if(
    assessment: Assessment,
    library: Library,
    *,
    role: str,
    second: str = "",
    changes: Mapping[str, Change],
    today: date,
) -> WhatIf:
    """A finished assessment against a role (slug) of the library with changes by domain, and a second one as it is.

    A fixed number of queries. Raises KeyError for a role that the library does not hold, ValueError for a change that
    cannot be (see roadmap.core.roles.Aim).
    """
    goal = assessment.goal
    ratings = assessment.ratings.values_list("domain_id", "level")
    rated = {domain: Level(level) for domain, level in ratings}
    standings = [
        standing_of(result, assessment.aims, rated.get(result.domain_id))
        for result in assessment.results.select_related("domain")
    ]

    def side(slug: str, changes: Mapping[str, Change]) -> Against:
        aims = changed(library.role_aims[slug], changes)
        frame = {"hours_per_week": goal.hours_per_week, "by_date": goal.by_date}
        return Against(
            goal=Goal(role=library.roles[slug], **frame),
            changed=aims != library.role_aims[slug],
            gaps=gap_report(against(standings, aims)),
            library=library,
            today=today,
        )

    near = closest(standings, library.role_aims)
    return WhatIf(
        assessment=assessment,
        first=side(role, changes),
        second=side(second, {}) if second else None,
        near=[NearRole(library.roles[c.role], c, place) for place, c in enumerate(near, start=1)],
        outdated=role == assessment.role and not _same(library.role_aims[role], assessment.aims),
    )


def _same(aims: Aims, stored: Mapping[str, Mapping[str, int]]) -> bool:
    return {d: {"score": aim.score, "weight": aim.weight} for d, aim in aims.items()} == stored


def _verdict(standing: Standing) -> str:
    return standing.verdict if standing.weight else ""

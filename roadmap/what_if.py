"""Puts together what a finished assessment says against other roles, levels and weights; nothing of it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from assessment.models import Assessment
from roadmap.core.gaps import Standing, gap_report
from roadmap.core.roles import Aims, Change, Closeness, against, changed, closest
from roadmap.library import Library
from roadmap.models import Goal, Progress, Role
from roadmap.report import Report, build_report


@dataclass(frozen=True)
class Side:
    """What the report would say for one role. changed: whether it asks something else than the role does."""

    report: Report
    changed: bool

    @property
    def role(self) -> Role:
        return self.report.goal.role


@dataclass(frozen=True)
class Row:
    """One domain against the first role and, where there is one, the second."""

    first: Standing
    second: Standing | None

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
    """Everything the page says.

    outdated: the first role is that of the assessment, and asks for something else today than it did then.
    """

    assessment: Assessment
    first: Side
    second: Side | None
    near: Sequence[NearRole]
    outdated: bool

    @property
    def sides(self) -> list[Side]:
        return [self.first, self.second] if self.second else [self.first]

    @cached_property
    def rows(self) -> list[Row]:
        """Every domain in the order of a report on the first role."""
        second = {s.domain: s for s in self.second.report.gaps.rows} if self.second else {}
        return [Row(first, second.get(first.domain)) for first in self.first.report.gaps.rows]

    @property
    def differing(self) -> int:
        """In how many domains the verdicts differ."""
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
    """A finished assessment against a role (slug) with changes by domain, and against a second role as it is.

    A fixed number of queries. Raises KeyError for a role that the library does not hold, ValueError for a change that
    cannot be (see roadmap.core.roles.Aim).
    """
    own = build_report(
        assessment,
        goal=assessment.goal,
        results=assessment.results.select_related("domain"),
        ratings=assessment.ratings.all(),
        reviewed=(),
        progress=list(Progress.objects.of(assessment)),
        today=today,
    )

    def side(slug: str, changes: Mapping[str, Change]) -> Side:
        asked = library.role_aims[slug]
        aims = changed(asked, changes)
        goal = Goal(
            role=library.roles[slug],
            hours_per_week=own.goal.hours_per_week,
            by_date=own.goal.by_date,
        )
        gaps = gap_report(against(own.gaps.rows, aims))
        return Side(replace(own, goal=goal, gaps=gaps), aims != asked)

    near = closest(own.gaps.rows, library.role_aims)
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

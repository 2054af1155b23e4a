"""The part of a report that a learner may share alone: where they stand against a role, and nothing of how or why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assessment.models import Assessment
from roadmap.core.gaps import GapReport, Standing, Verdict
from roadmap.library import Library
from roadmap.models import Goal, MentorRating


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a report says of levels, verdicts and gaps: nothing of skills, answers, or steps done."""

    assessment: Assessment
    goal: Goal
    gaps: GapReport
    library: Library
    mentor_ratings: Sequence[MentorRating]  # of each mentor and domain the latest, the newest first
    today: date

    is_whole = False

    @property
    def answered(self) -> int:
        """How many questions were answered."""
        return sum(row.responses for row in self.gaps.rows)

    @property
    def largest_gap(self) -> Standing | None:
        return self.gaps.gaps[0] if self.gaps.gaps else None

    @property
    def strengths(self) -> list[Standing]:
        return [standing for standing in self.gaps.met if standing.verdict is Verdict.STRENGTH]

    @property
    def domains_needed(self) -> int:
        return len(self.gaps.rows) - len(self.gaps.not_needed)

    @property
    def standings(self) -> dict[str, Standing]:
        return {standing.domain: standing for standing in self.gaps.rows}

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Why the role asks this much of a domain, by the domain's slug."""
        role = self.library.roles.get(self.assessment.role)
        return {wanted.domain.slug: wanted.reason for wanted in role.wanted.all()} if role else {}

    @property
    def disagreements(self) -> list[Standing]:
        """Needed domains in which the self-rating lies outside of what the answers leave possible."""
        needed = (row for row in self.gaps.rows if row.weight)
        return [row for row in needed if row.lenses_differ]

"""What pages show about a learner and a certification: how ready, what comes first, and which steps lead there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assessment.core.catalogue import Level
from roadmap.core.certifications import (
    Reach,
    Readiness,
    reach,
    share_of_gap,
    steps_to,
    suggest,
)
from roadmap.core.credentials import Blueprint
from roadmap.core.gaps import GapReport, Standing
from roadmap.library import Library
from roadmap.models import Certification, Step

STEPS_SHOWN = 3


@dataclass(frozen=True)
class Standpoint:
    """Where a learner stands for one certification, with the rows to show. share: part (0 to 1) of the weighted gap."""

    certification: Certification
    reach: Reach
    share: float
    standings: Mapping[str, Standing]  # all of the learner's, by domain
    lacking: tuple[Standing, ...]  # those that are gaps or not settled
    library: Library

    @property
    def readiness(self) -> Readiness:
        return self.reach.readiness

    @property
    def domains(self) -> list[Standing]:
        """The learner's standings in its domains, in the order of the map."""
        mine = self.library.certification_facts[self.certification.slug].domains
        return [self.standings[d] for d in self.library.domains if d in mine & set(self.standings)]

    @property
    def not_asked(self) -> list[Standing]:
        """Its domains in which the learner answered no question: they are estimated from the others."""
        return [standing for standing in self.domains if not standing.responses]

    @property
    def closes(self) -> list[str]:
        """Names of its domains that are gaps, or not settled, for the learner's role."""
        domains = {standing.domain for standing in self.domains}
        return [standing.name for standing in self.lacking if standing.domain in domains]

    @property
    def share_percent(self) -> int:
        return round(self.share * 100)

    @property
    def untested_percent(self) -> int:
        """How much of what it is about no question tests, in per cent; 0 also where its topics are not known."""
        row = self.certification.blueprint
        return Blueprint.model_validate(row).untested_percent if row else 0

    @property
    def not_before(self) -> list[Certification]:
        return [self.library.certifications[slug] for slug in self.reach.not_before]

    @property
    def rung(self) -> Level | None:
        """The level it is for, where the guides give one."""
        rung = self.certification.ladder
        return None if rung == "none" else Level[rung.upper()]

    @cached_property
    def steps(self) -> list[Step]:
        """Everything that lifts the learner towards it, in an order in which it can be done."""
        levels = {domain: standing.level for domain, standing in self.standings.items()}
        found = steps_to(self.reach, self.library.step_facts, levels)
        return [self.library.steps[suggestion.step] for suggestion in found]

    @property
    def first_steps(self) -> list[Step]:
        return self.steps[:STEPS_SHOWN]

    @property
    def more_steps(self) -> int:
        return len(self.steps) - len(self.first_steps)

    @property
    def hours(self) -> int:
        return sum(step.hours for step in self.steps)


def standpoint(library: Library, slug: str, gaps: GapReport) -> Standpoint:
    """Where a learner stands for the certification of this slug."""
    facts = library.certification_facts[slug]
    mine = {standing.domain: standing for standing in gaps.rows}
    lacking = (*gaps.gaps, *gaps.open)
    return Standpoint(
        certification=library.certifications[slug],
        reach=reach(facts, library.certification_facts, mine),
        share=share_of_gap(facts, lacking),
        standings=mine,
        lacking=lacking,
        library=library,
    )


def suggestions(library: Library, gaps: GapReport) -> list[Standpoint]:
    """The certifications that fit a learner's gaps, those ready now first."""
    fits = suggest(library.certification_facts, (*gaps.gaps, *gaps.open), gaps.rows)
    return [standpoint(library, fit.id, gaps) for fit in fits]

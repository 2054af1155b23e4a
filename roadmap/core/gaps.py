"""Where a learner stands against a role: the size of each gap, how sure it is, and which comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import erf, exp, pi, sqrt

from assessment.core.catalogue import Level
from assessment.core.scale import level_of, level_range

SURE = 0.75  # from here on a gap, or its absence, is called likely
TIE_DIGITS = (
    6  # what agrees so far is a tie, and goes by name: the last bits differ from machine to machine
)
STALE_DAYS = 180  # from here on a domain should be tested again: people learn and forget


class Verdict(StrEnum):
    """What can honestly be said about a domain against its target."""

    GAP = "gap"
    LIKELY_GAP = "likely-gap"
    OPEN = "open"
    ON_TARGET = "on-target"
    STRENGTH = "strength"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Verdict.GAP: "Gap",
    Verdict.LIKELY_GAP: "Likely gap",
    Verdict.OPEN: "Not enough evidence yet",
    Verdict.ON_TARGET: "Likely on target",
    Verdict.STRENGTH: "Strength",
}


class Lens(StrEnum):
    """How a rating looks beside the estimate; which of them is right is not said."""

    AGREES = "agrees"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Standing:
    """One domain of one learner: the estimate (score points, 0 to 100), what it rests on, and what the role asks.

    self_rating, mentor_rating: the level the learner gave themself and the one a mentor gave, or None; kept apart from the
    estimate and never averaged with it. weight: 0 (not needed) to 3 (decides).
    tested_on: the day of the last answer in the domain; None without an answer, or where it does not matter.
    """

    domain: str
    name: str
    score: float
    standard_error: float
    low: float
    high: float
    responses: int
    self_rating: Level | None
    target: float
    weight: int
    mentor_rating: Level | None = None
    tested_on: date | None = None

    @property
    def gap(self) -> float:
        """Target minus estimate, in points; negative when the estimate lies above the target."""
        return self.target - self.score

    @property
    def z(self) -> float:
        """The gap in standard errors."""
        return self.gap / self.standard_error

    @property
    def gap_probability(self) -> float:
        """Probability (0 to 1) that the true score lies below the target."""
        return normal_cdf(self.z)

    @property
    def shortfall(self) -> float:
        """Expected points below the target: E[max(target - score, 0)] for a normal estimate.

        With z = gap / se: gap * Phi(z) + se * phi(z). A wide interval counts, but never as much as a sure gap of its size.
        """
        density = exp(-(self.z**2) / 2) / sqrt(2 * pi)
        return self.gap * normal_cdf(self.z) + self.standard_error * density

    @property
    def urgency(self) -> float:
        """What the order of gaps goes by: expected shortfall times the role's weight."""
        return self.shortfall * self.weight

    @property
    def verdict(self) -> Verdict:
        if self.responses and self.high < self.target:
            return Verdict.GAP
        if self.responses and self.low > self.target:
            return Verdict.STRENGTH
        if self.responses and self.gap_probability >= SURE:
            return Verdict.LIKELY_GAP
        if self.responses and self.gap_probability <= 1 - SURE:
            return Verdict.ON_TARGET
        return Verdict.OPEN

    @property
    def level(self) -> Level:
        return level_of(self.score)

    @property
    def target_level(self) -> Level:
        return level_of(self.target)

    @property
    def levels_missing(self) -> int:
        """How many levels the target lies above that of the estimate."""
        return max(0, self.target_level - self.level)

    @property
    def self_lens(self) -> Lens:
        """How the self-rating lies to the levels that the answers leave possible."""
        return self._lens(self.self_rating)

    @property
    def mentor_lens(self) -> Lens:
        """How the mentor's rating lies to the levels that the answers leave possible."""
        return self._lens(self.mentor_rating)

    def _lens(self, rating: Level | None) -> Lens:
        if rating is None or not self.responses:
            return Lens.AGREES
        possible = self.levels_possible
        if rating > possible[-1]:
            return Lens.HIGHER
        return Lens.LOWER if rating < possible[0] else Lens.AGREES

    @property
    def lenses_differ(self) -> bool:
        """Whether a rating lies outside of what the answers leave possible, or the two ratings lie two levels apart."""
        apart = (
            self.self_rating is not None
            and self.mentor_rating is not None
            and abs(self.self_rating - self.mentor_rating) > 1
        )
        return apart or {self.self_lens, self.mentor_lens} != {Lens.AGREES}

    @property
    def lenses_apart(self) -> int:
        """How many levels the two views that differ most lie apart; 0 where all fit together.

        A rating is as far from the answers as from the nearest level that they leave possible.
        """
        possible = self.levels_possible
        ratings = [r for r in (self.self_rating, self.mentor_rating) if r is not None]
        apart = [max(ratings) - min(ratings)] if ratings else []
        if self.responses:
            apart += [max(possible[0] - r, r - possible[-1]) for r in ratings]
        return max([0, *apart])

    @property
    def levels_possible(self) -> tuple[Level, ...]:
        """The levels that the interval touches."""
        return level_range(self.low, self.high)


@dataclass(frozen=True)
class GapReport:
    """All standings of a learner against one role, split by what can be said about them."""

    gaps: tuple[Standing, ...]  # sure and likely gaps, the most urgent first
    open: tuple[Standing, ...]  # not settled, the one with the most at stake first
    met: tuple[Standing, ...]  # on target and strengths, the clearest first
    not_needed: tuple[Standing, ...]  # domains to which the role gives no weight

    @property
    def rows(self) -> tuple[Standing, ...]:
        """Every standing in the order of the report."""
        return (*self.gaps, *self.open, *self.met, *self.not_needed)


def gap_report(standings: Iterable[Standing]) -> GapReport:
    """Sort standings into a report: sure gaps come before likely ones only where they are more urgent."""
    needed: list[Standing] = []
    not_needed: list[Standing] = []
    for standing in standings:
        (needed if standing.weight else not_needed).append(standing)

    def urgent(standing: Standing) -> tuple[float, str]:
        return (-round(standing.urgency, TIE_DIGITS), standing.domain)

    def clear(standing: Standing) -> tuple[float, str]:
        return (round(standing.gap_probability, TIE_DIGITS), standing.domain)

    def of(*verdicts: Verdict) -> list[Standing]:
        return [standing for standing in needed if standing.verdict in verdicts]

    return GapReport(
        gaps=tuple(sorted(of(Verdict.GAP, Verdict.LIKELY_GAP), key=urgent)),
        open=tuple(sorted(of(Verdict.OPEN), key=urgent)),
        met=tuple(sorted(of(Verdict.ON_TARGET, Verdict.STRENGTH), key=clear)),
        not_needed=tuple(sorted(not_needed, key=lambda s: s.domain)),
    )


def is_stale(tested_on: date | None, today: date) -> bool:
    """Whether the last answer in a domain is STALE_DAYS old or older; a domain without answers cannot go stale."""
    return tested_on is not None and (today - tested_on).days >= STALE_DAYS


def normal_cdf(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))

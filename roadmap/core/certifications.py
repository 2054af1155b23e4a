"""Which certifications fit a learner's gaps, and how ready the learner is for each of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from assessment.core.catalogue import Level
from assessment.core.scale import LEVEL_POINTS, level_of, level_range
from roadmap.core.credentials import Relevance
from roadmap.core.exams import Chance, Exam, chance
from roadmap.core.gaps import Standing
from roadmap.core.next_steps import Suggestion, next_steps
from roadmap.core.steps import StepFacts

LADDER = {"foundation": 1, "engineer": 2, "professional": 3, "architect": 4}
CLOSENESS = {Relevance.CORE: 1.0, Relevance.ADJACENT: 0.5, Relevance.PERIPHERAL: 0.2}
AT_LEAST = 0.1  # smallest share of the weighted gap that is worth a suggestion
READY_FROM = 0.65  # probability to pass that is called ready: "about 7 in 10"
MOSTLY = 0.5  # where more than this part is not tested, nothing is said about readiness


class Readiness(StrEnum):
    """What a learner can do about a certification, the nearest first."""

    NOW = "now"
    AFTER_STEPS = "after-steps"
    UNKNOWN = "unknown"
    LATER = "later"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Readiness.NOW: "Ready now",
    Readiness.AFTER_STEPS: "After these steps",
    Readiness.UNKNOWN: "Can't be said",
    Readiness.LATER: "Later",
}
NEARNESS = {
    Readiness.NOW: 1.0,
    Readiness.AFTER_STEPS: 0.8,
    Readiness.UNKNOWN: 0.6,
    Readiness.LATER: 0.5,
}
ORDER = list(Readiness)


@dataclass(frozen=True)
class CertificationFacts:
    """A certification as the rules see it; `rung` is a key of LADDER, or "none".

    shares: the part (0 to 1) of each domain in its blueprint; empty where the topics are not known, and then all domains
    count the same. untested: the part that no question tests. exam: questions and pass mark in per cent, where both are known. teaches: whether it is a course, which
    is for people one level below its rung. closed: nobody can take it any more.
    """

    id: str
    relevance: Relevance
    rung: str
    domains: frozenset[str]
    after: tuple[str, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    untested: float = 0.0
    exam: tuple[int, int] | None = None
    teaches: bool = False
    closed: bool = False

    @property
    def weights(self) -> Mapping[str, float]:
        """How much each domain counts."""
        return self.shares or dict.fromkeys(self.domains, 1.0)

    @property
    def sized_exam(self) -> Exam | None:
        """The exam, where all is known that a chance to pass can be reckoned from."""
        if not self.exam or not self.shares or self.rung not in LADDER or self.untested > MOSTLY:
            return None
        return Exam(*self.exam, LADDER[self.rung], self.shares)

    @property
    def needed(self) -> float | None:
        """The score (0 to 100) to have in its domains: that of the pass mark, or else the foot of its rung.

        None where neither is known, or where most of what it is about is not tested.
        """
        if self.sized_exam:
            return self.sized_exam.pass_score
        if self.rung not in LADDER or self.untested > MOSTLY:
            return None
        return float(LEVEL_POINTS * (LADDER[self.rung] - self.teaches))


@dataclass(frozen=True)
class Reach:
    """Where a learner stands for one certification.

    score, low, high: the estimate and interval over its domains, in points, each domain by its weight; None where the learner
    has no estimate in any. below: the learner's domains under what it asks, those first where most is missing.
    not_before: certifications to take first, whose domains the learner does not yet stand at either.
    """

    id: str
    readiness: Readiness
    score: float | None
    low: float
    high: float
    needed: float | None
    chance: Chance | None
    below: tuple[Standing, ...]
    not_before: tuple[str, ...]

    @property
    def levels_possible(self) -> tuple[Level, ...]:
        """The levels that the interval over its domains touches."""
        return level_range(self.low, self.high)


def reach(
    certification: CertificationFacts,
    catalogue: Mapping[str, CertificationFacts],
    standings: Mapping[str, Standing],
) -> Reach:
    """How ready a learner is, from all of their standings by domain.

    Ready: the exam would be passed with READY_FROM or more; where no exam is known, no domain lies below what is asked.
    After steps: over all its domains at most one level is missing. Later: more is, or a certification that comes before it.
    """
    weights = {d: w for d, w in sorted(certification.weights.items()) if d in standings}
    mine = [standings[domain] for domain in weights]
    needed, exam = certification.needed, certification.sized_exam
    score = _mean([s.score for s in mine], weights) if mine else None
    estimated = chance(exam, standings) if exam and mine else None
    under = [s for s in mine if needed is not None and s.score < needed]
    under.sort(key=lambda s: (weights[s.domain] * (s.score - (needed or 0)), s.domain))
    not_before = tuple(
        identity
        for identity in certification.after
        if identity in catalogue
        and reach(catalogue[identity], catalogue, standings).readiness is not Readiness.NOW
    )
    if needed is None or score is None:
        readiness = Readiness.UNKNOWN
    elif not_before:
        readiness = Readiness.LATER
    elif estimated.passes >= READY_FROM if estimated else not under:
        readiness = Readiness.NOW
    elif score >= needed - LEVEL_POINTS:
        readiness = Readiness.AFTER_STEPS
    else:
        readiness = Readiness.LATER
    return Reach(
        id=certification.id,
        readiness=readiness,
        score=score,
        low=_mean([s.low for s in mine], weights) if mine else 0.0,
        high=_mean([s.high for s in mine], weights) if mine else 100.0,
        needed=needed,
        chance=estimated,
        below=tuple(under),
        not_before=not_before,
    )


def _mean(points: Sequence[float], weights: Mapping[str, float]) -> float:
    """The mean of points, which stand in the order of the weights."""
    weighted = zip(points, weights.values(), strict=True)
    return sum(point * weight for point, weight in weighted) / sum(weights.values())


def steps_to(
    found: Reach, steps: Mapping[str, StepFacts], levels: Mapping[str, int]
) -> tuple[Suggestion, ...]:
    """The steps that lift a learner towards what a certification asks, in the domains where it is missing.

    levels: where the learner stands (0 to 4) in every domain.
    """
    if found.needed is None or found.readiness is Readiness.NOW:
        return ()
    wanted = [replace(standing, target=found.needed) for standing in found.below]
    return next_steps(wanted, steps, at_most=len(steps), levels=levels)


@dataclass(frozen=True)
class Fit:
    """A certification that fits. share: part (0 to 1) of the learner's weighted gap that its domains cover."""

    id: str
    share: float
    reach: Reach


def suggest(
    catalogue: Mapping[str, CertificationFacts],
    lacking: Sequence[Standing],
    standings: Iterable[Standing],
    *,
    at_most: int = 3,
) -> tuple[Fit, ...]:
    """The certifications that cover most of the weighted gap, close to MLOps and within reach; those ready now first.

    lacking: the gaps and what is not settled; standings: everything that is known about the learner. Never suggested are
    unrelated ones, those that are closed, and those whose rung lies below where the learner stands in their domains, except
    where an exam's pass mark tells more exactly whether it is behind them.
    """
    everywhere = {standing.domain: standing for standing in standings}
    found: list[tuple[float, Fit]] = []
    for certification in catalogue.values():
        if certification.relevance is Relevance.UNRELATED or certification.closed:
            continue
        share = share_of_gap(certification, lacking)
        if share < AT_LEAST:
            continue
        here = reach(certification, catalogue, everywhere)
        rung = LADDER.get(certification.rung)
        if here.score is None or (
            rung is not None and here.chance is None and level_of(here.score) > rung
        ):
            continue
        worth = share * CLOSENESS[certification.relevance] * NEARNESS[here.readiness]
        # Between equals, the one whose domains are mostly the learner's gaps.
        part = sum(s.domain in certification.domains for s in lacking) / len(lacking)
        worth *= 0.5 + 0.5 * share / max(share, part)
        found.append((worth, Fit(certification.id, share, here)))
    found.sort(key=lambda pair: (-pair[0], pair[1].id))
    fits = {fit.id: fit for _, fit in found}
    # What cannot be taken before another one gives its place to that one.
    entries = dict.fromkeys(_entry(fit, fits) for fit in fits.values())
    best = [fits[identity] for identity in list(entries)[:at_most]]
    return tuple(sorted(best, key=lambda fit: ORDER.index(fit.reach.readiness)))


def _entry(fit: Fit, fits: Mapping[str, Fit]) -> str:
    """The certification on the way to one that has to be taken first, as far as those on the way fit too."""
    before = [identity for identity in fit.reach.not_before if identity in fits]
    return _entry(fits[before[0]], fits) if before else fit.id


def share_of_gap(certification: CertificationFacts, lacking: Sequence[Standing]) -> float:
    """The part (0 to 1) of a learner's weighted gap that a certification's domains cover."""
    total = sum(standing.urgency for standing in lacking)
    if not total:
        return 0.0
    covered = sum(s.urgency for s in lacking if s.domain in certification.domains)
    # The order of a sum can change its last digit, so the whole could come out above 1.
    return min(1.0, covered / total)

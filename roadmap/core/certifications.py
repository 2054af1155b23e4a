"""Which certifications fit a learner's gaps, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessment.core.catalogue import Level
from assessment.core.scale import level_of
from roadmap.core.catalogue import Relevance
from roadmap.core.gaps import Standing

LADDER = {"foundation": 1, "engineer": 2, "professional": 3, "architect": 4}
CLOSENESS = {Relevance.CORE: 1.0, Relevance.ADJACENT: 0.5, Relevance.PERIPHERAL: 0.2}
AT_LEAST = 0.1  # smallest share of the weighted gap that is worth a suggestion


@dataclass(frozen=True)
class CertificationFacts:
    """A certification as the rules see it; `rung` is a key of LADDER, or "none"."""

    id: str
    relevance: Relevance
    rung: str
    domains: frozenset[str]
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """A certification that fits. share: part (0 to 1) of the learner's weighted gap that its domains cover.

    ready: whether the learner's level in its domains is at most one below its rung. before: certifications to take first.
    """

    id: str
    share: float
    ready: bool
    level: Level
    before: tuple[str, ...]


def suggest(
    certifications: Iterable[CertificationFacts], standings: Sequence[Standing], *, at_most: int = 3
) -> tuple[Fit, ...]:
    """The certifications that cover most of the weighted gap, close to MLOps and within reach, best first.

    Unrelated ones are never suggested, nor is one whose rung lies below where the learner stands in its domains.
    """
    total = sum(standing.urgency for standing in standings)
    by_domain = {standing.domain: standing for standing in standings}
    fits: list[tuple[float, Fit]] = []
    for certification in certifications:
        if certification.relevance is Relevance.UNRELATED or not total:
            continue
        covered = [by_domain[d] for d in sorted(certification.domains) if d in by_domain]
        # The order of a sum can change its last digit, so the whole could come out above 1.
        share = min(1.0, sum(standing.urgency for standing in covered) / total)
        if share < AT_LEAST:
            continue
        level = level_of(sum(standing.score for standing in covered) / len(covered))
        rung = LADDER.get(certification.rung)
        if rung is not None and level > rung:
            continue
        ready = rung is None or level >= rung - 1
        worth = share * CLOSENESS[certification.relevance] * (1.0 if ready else 0.5)
        # Between equals, the one whose domains are mostly the learner's gaps.
        worth *= 0.5 + 0.5 * share / max(share, len(covered) / max(len(by_domain), 1))
        fits.append((worth, Fit(certification.id, share, ready, level, certification.after)))
    fits.sort(key=lambda pair: (-pair[0], pair[1].id))
    return tuple(fit for _, fit in fits[:at_most])

"""What a role asks, with changes of one's own, and how close a learner stands to each role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assessment.core.catalogue import Level
from assessment.core.scale import level_of
from roadmap.core.gaps import Standing

HIGHEST_SCORE = 100
HIGHEST_WEIGHT = 3


@dataclass(frozen=True)
class Aim:
    """What is wanted of one domain: a score (0 to 100) and how much it counts, 0 (not needed) to 3 (decides).

    Raises ValueError for anything else.
    """

    score: int
    weight: int

    def __post_init__(self) -> None:
        if not 0 <= self.score <= HIGHEST_SCORE:
            raise ValueError(f"A wanted score lies between 0 and {HIGHEST_SCORE}: {self.score}")
        if self.weight not in range(HIGHEST_WEIGHT + 1):
            raise ValueError(f"A weight is 0, 1, 2 or {HIGHEST_WEIGHT}: {self.weight}")

    @property
    def level(self) -> Level:
        return level_of(self.score)


Aims = Mapping[str, Aim]  # by domain
NOT_NEEDED = Aim(0, 0)


@dataclass(frozen=True)
class Change:
    """What to ask of a domain in place of what a role asks; None leaves it as it is."""

    score: int | None = None
    weight: int | None = None

    def of(self, aim: Aim) -> Aim:
        """The aim with the change. Raises ValueError for a score or weight that cannot be (see Aim)."""
        return Aim(
            score=aim.score if self.score is None else self.score,
            weight=aim.weight if self.weight is None else self.weight,
        )


@dataclass(frozen=True)
class Closeness:
    """How far a learner is from a role.

    missing: expected points below what it wants, the mean over its domains by weight (0 to 100). most: the domain in which
    most is missing, weight counted.
    """

    role: str
    missing: float
    most: Standing


def changed(aims: Aims, changes: Mapping[str, Change]) -> dict[str, Aim]:
    """The aims (by domain) with changes to some; a domain that they leave out is not needed until a change says otherwise.

    Raises ValueError for a score or weight that cannot be (see Aim).
    """
    made = {domain: change.of(aims.get(domain, NOT_NEEDED)) for domain, change in changes.items()}
    return {**aims, **made}


def against(standings: Iterable[Standing], aims: Aims) -> tuple[Standing, ...]:
    """The same estimates against other aims; a domain that these leave out is not needed."""
    return tuple(
        replace(standing, target=aim.score, weight=aim.weight)
        for standing in standings
        for aim in [aims.get(standing.domain, NOT_NEEDED)]
    )


def closest(standings: Sequence[Standing], roles: Mapping[str, Aims]) -> tuple[Closeness, ...]:
    """Roles (aims by role) by how little is missing for them, equal ones by id.

    What is missing: sum of weight times expected shortfall (`Standing.shortfall`) over the sum of weights. A role that
    gives no weight to any of the standings says nothing about the learner and is left out.
    """
    found = []
    for role, aims in roles.items():
        needed = [standing for standing in against(standings, aims) if standing.weight]
        if needed:
            # In a fixed order, because the last digits of a sum depend on it.
            needed.sort(key=lambda standing: (-standing.urgency, standing.domain))
            weights = sum(standing.weight for standing in needed)
            missing = sum(standing.urgency for standing in needed) / weights
            found.append(Closeness(role, missing, needed[0]))
    return tuple(sorted(found, key=lambda closeness: (closeness.missing, closeness.role)))

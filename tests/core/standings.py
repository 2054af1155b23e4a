"""Makes standings: a learner in a domain against what a role asks."""

from assessment.core.catalogue import Level
from roadmap.core.gaps import Standing

Z80 = 1.2816  # half of an 80 % interval, in standard errors


def standing(
    *,
    domain: str = "serving",
    score: float = 50,
    standard_error: float = 6,
    responses: int = 3,
    target: float = 50,
    weight: int = 2,
    self_rating: Level | None = None,
) -> Standing:
    """A standing whose interval is that of a normal estimate."""
    return Standing(
        domain=domain,
        name=domain.capitalize(),
        score=score,
        standard_error=standard_error,
        low=max(0.0, score - Z80 * standard_error),
        high=min(100.0, score + Z80 * standard_error),
        responses=responses,
        self_rating=self_rating,
        target=target,
        weight=weight,
    )

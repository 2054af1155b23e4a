"""Where the marks of a domain lie on the chart of a report row."""

from dataclasses import dataclass

from django import template

from assessment.core.catalogue import Level
from roadmap.core.gaps import Standing

register = template.Library()
SCALE = 4  # units of the drawing per point of the score
MARK = 12  # side of the self-rating's square
LEVEL_MIDDLES = (10, 30, 50, 70, 90)


@dataclass(frozen=True)
class Marks:
    """Horizontal positions in units of the drawing."""

    low: int
    high: int
    score: int
    target: int
    self_rating: int | None
    mentor: int | None

    @property
    def self_left(self) -> int | None:
        return None if self.self_rating is None else self.self_rating - MARK // 2


@register.filter
def marks(standing: Standing) -> Marks:
    return Marks(
        low=round(standing.low * SCALE),
        high=round(standing.high * SCALE),
        score=round(standing.score * SCALE),
        target=round(standing.target * SCALE),
        self_rating=_middle_of(standing.self_rating),
        mentor=_middle_of(standing.mentor_rating),
    )


def _middle_of(rating: Level | None) -> int | None:
    return None if rating is None else LEVEL_MIDDLES[rating] * SCALE


@register.filter
def chart_x(score: float) -> int:
    """Where a score lies, in units of the drawing."""
    return round(score * SCALE)

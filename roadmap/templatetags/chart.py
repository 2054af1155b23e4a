"""Where the marks of a domain lie on the chart of a report row."""

from dataclasses import dataclass

from django import template

from roadmap.core.gaps import Standing

register = template.Library()
SCALE = 4  # units of the drawing per point of the score
MARK = 12  # side of the self-rating's square
SELF_RATING_SCORES = (10, 30, 50, 70, 90)  # the middle of each level


@dataclass(frozen=True)
class Marks:
    """Horizontal positions in units of the drawing."""

    low: int
    high: int
    score: int
    target: int
    self_rating: int | None

    @property
    def self_left(self) -> int | None:
        return None if self.self_rating is None else self.self_rating - MARK // 2


@register.filter
def marks(standing: Standing) -> Marks:
    rating = standing.self_rating
    return Marks(
        low=round(standing.low * SCALE),
        high=round(standing.high * SCALE),
        score=round(standing.score * SCALE),
        target=round(standing.target * SCALE),
        self_rating=None if rating is None else SELF_RATING_SCORES[rating] * SCALE,
    )


@register.filter
def drawn(score: float) -> int:
    """The horizontal position of a score (0 to 100) in units of the drawing."""
    return round(score * SCALE)

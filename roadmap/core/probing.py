"""Cards for talks: an open question on one skill, and which of them to take along."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True)
class Card:
    """A question that shows what somebody can really do in a skill (a slug).

    level: what a good answer shows, 1 (Foundation) to 4 (Architect). good: what such an answer has in it.
    """

    id: str
    skill: str
    level: int
    ask: str
    good: str
    follow_up: str


def choose_cards(
    wanted: Iterable[tuple[str, float]],
    cards: Mapping[str, Sequence[Card]],
    *,
    asked: Collection[str] = (),
    most: int,
) -> tuple[Card, ...]:
    """One card for each wanted skill, in their order, as many as `most`; skills without a card are passed over.

    wanted: skills with the level (0 to 4) to ask about; a skill that comes again is taken once. asked: ids of cards that
    were asked before, taken only where a skill has no other. Of the rest the card nearest to the level, the easier of two.
    """

    def fit(card: Card, level: float) -> tuple[bool, float, int, str]:
        return card.id in asked, abs(card.level - level), card.level, card.id

    chosen: dict[str, Card] = {}
    for skill, level in wanted:
        if len(chosen) < most and skill not in chosen and cards.get(skill):
            chosen[skill] = min(cards[skill], key=partial(fit, level=level))
    return tuple(chosen.values())

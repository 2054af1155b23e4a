"""What must hold for the probe cards of mentors: two levels for every skill, open questions, no two alike."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from assessment.core.loading import Content
from assessment.core.wording import content_words
from assessment.core.yaml_source import Located, Problem
from roadmap.core.catalogue import Probe

FOLDER = "roadmap/content/probes"
LEAST_CARDS = 2  # for each skill, so that a mentor can ask one more, harder or easier
ALIKE = 0.5  # share of content words that two questions may not have in common

# How a question begins that one word can answer.
_CLOSED = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)\b",
    re.IGNORECASE,
)


def card_problems(cards: Sequence[Located[Probe]], content: Content) -> Iterator[Problem]:
    """Everything that is wrong with the cards as a whole, or with a card against the assessment's content.

    cards: those of every file, in the order in which they stand there; a file is named after its domain.
    """
    domain_of = {skill.id: domain.id for domain in content.domains for skill in domain.skills}
    for card in cards:
        skill, domain = card.value.skill, Path(card.source.file).stem
        if skill not in domain_of:
            yield card.problem(f"skill {skill!r} does not exist", "skill")
        elif domain_of[skill] != domain:
            yield card.problem(
                f"skill {skill!r} belongs to the file {domain_of[skill]}.yaml", "skill"
            )
        if is_closed(card.value.ask):
            yield card.problem("can be answered with yes or no: ask what, how or why", "ask")
    yield from _complete(cards, domain_of)
    yield from _alike(cards)


def is_closed(ask: str) -> bool:
    """Say whether the last sentence of a question can be answered with yes or no."""
    sentences = re.split(r"(?<=[.?!:])\s+", ask.strip())
    return sentences[-1].endswith("?") and _CLOSED.match(sentences[-1]) is not None


def _complete(cards: Sequence[Located[Probe]], domain_of: dict[str, str]) -> Iterator[Problem]:
    """Every skill has enough cards, and not all of them show the same level."""
    of_skill: dict[str, list[Located[Probe]]] = defaultdict(list)
    for card in cards:
        of_skill[card.value.skill].append(card)
    for skill, domain in domain_of.items():
        found = of_skill[skill]
        if len(found) < LEAST_CARDS:
            says = f"skill {skill!r} has {len(found)} of at least {LEAST_CARDS} cards"
            yield Problem(f"{FOLDER}/{domain}.yaml", 1, says)
        elif len({card.value.level for card in found}) == 1:
            says = f"all cards of skill {skill!r} show level {found[-1].value.level}"
            yield found[-1].problem(f"{says}: one must show another", "level")


def _alike(cards: Sequence[Located[Probe]]) -> Iterator[Problem]:
    """Cards that ask for nearly the same, each reported at the one that comes later."""
    words = [(card, content_words(card.value.ask).keys()) for card in cards]
    for (one, left), (other, right) in combinations(words, 2):
        if left and len(left & right) >= ALIKE * len(left | right):
            says = f"asks nearly the same as {one.value.id!r}: change or drop one"
            yield other.problem(says, "ask")

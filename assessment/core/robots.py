"""Robots that answer by form alone: where one beats chance, the bank gives its keys away."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import sqrt
from statistics import fmean, median, stdev

from assessment.core.catalogue import Kind, Question
from assessment.core.wording import (
    STOP_WORDS,
    absolutes,
    content_words,
    hedges,
    visible_length,
)

Picks = frozenset[int]
Robot = Callable[[str, Sequence[str]], Picks]

ALLOWED_MARGIN = 0.04  # the bank fails above 4 percentage points
NORMAL_95 = 1.96
# The line above a table of scores, column for column.
HEADER = (
    f"{'robot':<22} {'questions':>9} {'right':>7} {'chance':>7} {'difference':>10}    95 % interval"
)


@dataclass(frozen=True)
class RobotScore:
    """How one robot did; shares run from 0 to 1, differences from -1 to 1.

    `questions` counts those the robot could answer: one that takes the fourth option passes where
    there are three. `low` and `high` bound the 95 % interval of `margin`.
    """

    name: str
    questions: int
    share: float
    chance: float
    low: float
    high: float

    @property
    def margin(self) -> float:
        """Expected share right minus the chance share of the same questions."""
        return self.share - self.chance

    @property
    def beats_chance(self) -> bool:
        """Whether the margin is above what is allowed, whatever the interval says."""
        return self.margin > ALLOWED_MARGIN

    def __str__(self) -> str:
        shares = f"{self.share:>7.1%} {self.chance:>7.1%} {self.margin:>+10.1%}"
        return f"{self.name:<22} {self.questions:>9} {shares}   {self.low:>+7.1%} to {self.high:>+7.1%}"


@dataclass(frozen=True)
class KeyLengths:
    """How long keys are: how often the longest option (0 to 1), and the ratio of two medians.

    `ratio` is the median length of the keys over the median length of all other options.
    """

    questions: int
    longest: float
    chance: float
    ratio: float

    def __str__(self) -> str:
        return (
            f"The key is the longest option in {self.longest:.1%} of {self.questions} questions (chance"
            f" {self.chance:.1%}); the median key is {self.ratio:.2f} times as long as the median other option."
        )


def longest(stem: str, options: Sequence[str]) -> Picks:
    """Take the option with the most visible characters."""
    return _highest([visible_length(text) for text in options])


def shortest(stem: str, options: Sequence[str]) -> Picks:
    """Take the option with the fewest visible characters."""
    return _highest([-visible_length(text) for text in options])


def position(stem: str, options: Sequence[str], *, at: int) -> Picks:
    """Take the option at index `at` of the file's order (-1: the last); pass where there is none."""
    return frozenset({at % len(options)} if at < len(options) else ())


def stem_overlap(stem: str, options: Sequence[str]) -> Picks:
    """Take the option that shares the most content words with the stem."""
    asked = content_words(stem).keys()
    return _highest([len(asked & content_words(text).keys()) for text in options])


def most_hedged(stem: str, options: Sequence[str]) -> Picks:
    """Take the option with the most hedges; among equals the one with the fewest absolute terms."""
    return _highest([(len(hedges(text)), -len(absolutes(text))) for text in options])


def most_specific(stem: str, options: Sequence[str]) -> Picks:
    """Take the option with the most technical tokens: digits, capitals inside, code, paths."""
    return _highest([_technical_tokens(text) for text in options])


def odd_length(stem: str, options: Sequence[str]) -> Picks:
    """Take the option whose length is farthest from the mean length of the options."""
    lengths = [visible_length(text) for text in options]
    # Times the number of options, so that ties are exact.
    return _highest([abs(len(lengths) * length - sum(lengths)) for length in lengths])


def convergence(stem: str, options: Sequence[str]) -> Picks:
    """Take the option most like the others: the largest sum of Jaccard indices over words."""
    words = [_words(text) for text in options]
    # Its likeness to itself adds one to each sum and changes no order.
    return _highest([sum(_jaccard(one, other) for other in words) for one in words])


ROBOTS: tuple[tuple[str, Robot], ...] = (
    ("longest option", longest),
    ("shortest option", shortest),
    ("first option", partial(position, at=0)),
    ("second option", partial(position, at=1)),
    ("third option", partial(position, at=2)),
    ("fourth option", partial(position, at=3)),
    ("last option", partial(position, at=-1)),
    ("most stem overlap", stem_overlap),
    ("most hedged", most_hedged),
    ("most specific", most_specific),
    ("odd one out in length", odd_length),
    ("most like the others", convergence),
)


def run(questions: Iterable[Question]) -> tuple[RobotScore, ...]:
    """Let every robot answer the questions of kind `one`; other kinds are passed over.

    The caller decides which questions count (live, or drafts as well). A robot that cannot choose
    between options gets the expected score of a guess among them, so nothing is random. The interval
    is the normal one for a mean of paired differences: mean +/- 1.96 * s / sqrt(n), where each
    difference is a question's expected score minus its guess rate. One question gives no interval:
    it is then -1 to 1. A robot that could answer nothing is left out.
    """
    chosen = [question for question in questions if question.kind is Kind.ONE]
    scores = (_score(name, robot, chosen) for name, robot in ROBOTS)
    return tuple(score for score in scores if score)


def key_lengths(questions: Iterable[Question]) -> KeyLengths | None:
    """Compare the length of keys with other options over questions of kind `one`; None without any."""
    chosen = [question for question in questions if question.kind is Kind.ONE]
    score = _score("longest option", longest, chosen)
    if score is None:
        return None
    keys = [visible_length(key.text) for question in chosen for key in question.keys]
    others = [visible_length(other.text) for question in chosen for other in question.others]
    return KeyLengths(len(chosen), score.share, score.chance, median(keys) / median(others))


def _score(name: str, robot: Robot, questions: Iterable[Question]) -> RobotScore | None:
    rights, chances = [], []
    for question in questions:
        picks = robot(question.stem, [option.text for option in question.options])
        if picks:
            hits = sum(1 for pick in picks if question.options[pick].key)
            rights.append(hits / len(picks))
            chances.append(question.guess_rate)
    if not rights:
        return None
    differences = [right - chance for right, chance in zip(rights, chances, strict=True)]
    low, high = -1.0, 1.0
    if len(differences) > 1:
        half = NORMAL_95 * stdev(differences) / sqrt(len(differences))
        low, high = fmean(differences) - half, fmean(differences) + half
    return RobotScore(name, len(rights), fmean(rights), fmean(chances), low, high)


def _highest(values: Sequence[int | Fraction] | Sequence[tuple[int, int]]) -> Picks:
    """Pick all indices that share the highest value."""
    best = max(values)
    return frozenset(at for at, value in enumerate(values) if value == best)


def _technical_tokens(text: str) -> int:
    """Count tokens with a digit, a capital beyond the first letter of the text, or a code mark."""
    # A capital at the very start is only the start of a sentence, unless more follow: SLO, GitOps.
    return sum(
        1
        for at, token in enumerate(text.split())
        if re.search(r"[\d_`/=<>{}$|]|--", token) or re.search(r"[A-Z]", token if at else token[1:])
    )


def _words(text: str) -> frozenset[str]:
    """Return all words of an option, code as well, without stop words."""
    return frozenset(re.findall(r"\w[\w-]*", text.lower())) - STOP_WORDS


def _jaccard(one: frozenset[str], other: frozenset[str]) -> Fraction:
    return Fraction(len(one & other), len(one | other)) if one | other else Fraction(1)

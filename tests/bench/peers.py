"""What people can pick today: a self-rating, percent-correct on a fixed form, and one adaptive test per domain."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from tests.bench.contract import Answer, Engine
from tests.bench.scale import (
    DOMAIN_OF_ITEM,
    DOMAINS,
    GUESS,
    ITEMS,
    ITEMS_PER_DOMAIN,
    LEVEL_CENTRES,
    Array,
    Bools,
    Ints,
    items_of,
    level_probabilities,
    logistic,
    normalised,
)
from tests.bench.world import BankView


@dataclass
class RatedState:
    """A learner of whom only self-ratings (D, 1 to 5) count."""

    self_ratings: Ints
    asked: int = 0


class SelfRating(Engine):
    """Takes the centre of the self-rated level for the skill; answers change nothing."""

    name = "self-rating as is"

    def start(self, self_ratings: Ints, targets: Array, weights: Array) -> RatedState:
        return RatedState(self_ratings)

    def next_item(self, state: RatedState) -> int:
        return state.asked

    def answer(self, state: RatedState, item: int, correct: Answer) -> RatedState:
        state.asked += 1
        return state

    def estimate(self, state: RatedState) -> tuple[Array, Array]:
        return LEVEL_CENTRES[state.self_ratings - 1], np.full(DOMAINS, np.nan)


@dataclass
class FormState:
    """A learner on the fixed form: D numbers of answers and of right answers, and the total asked."""

    answers: Array = field(default_factory=lambda: np.zeros(DOMAINS))
    right: Array = field(default_factory=lambda: np.zeros(DOMAINS))
    asked: int = 0

    @property
    def share_right(self) -> Array:
        share: Array = np.where(self.answers > 0, self.right / np.maximum(self.answers, 1), 0.5)
        return share


@dataclass(frozen=True)
class Regression:
    """The best linear prediction of theta from a share of right answers, and its residual sd."""

    mean_share: float
    slope: float
    sd: float


class PercentRegressed(Engine):
    """The same form for all, equally many items per domain; the share of right answers predicts theta.

    This is generous: the prediction uses the model's own test curve, which no quiz does.
    """

    name = "percent-correct, regressed"
    ORDER = (2, 1, 3, 0, 4, 2)  # bands of a domain's items on the form

    def __init__(self, bank: BankView) -> None:
        super().__init__(bank)
        self.form = list(self._draw_form(np.random.default_rng(7)))
        self.regressions = [self._regression(self.ORDER[:k]) for k in range(1, len(self.ORDER) + 1)]

    def _draw_form(self, rng: np.random.Generator) -> Iterator[int]:
        used = np.zeros(ITEMS, bool)
        for band in self.ORDER:
            for domain in range(DOMAINS):
                free = (domain == DOMAIN_OF_ITEM) & (self.bank.band == band) & ~used
                item = int(rng.choice(np.flatnonzero(free)))
                used[item] = True
                yield item

    def _regression(self, bands: tuple[int, ...]) -> Regression:
        """Prediction from one answer in each of these bands, for theta ~ N(0, 1)."""
        theta = np.linspace(-4, 4, 81)
        density = normalised(np.exp(-0.5 * theta * theta))
        curves = [
            GUESS + 0.75 / (1 + np.exp(-self.bank.slope * (theta - LEVEL_CENTRES[band])))
            for band in bands
        ]
        share = np.mean(curves, axis=0)
        mean_share = density @ share
        covariance = density @ (theta * share)
        noise = density @ (share * (1 - share)) / len(bands)
        variance = density @ (share - mean_share) ** 2 + noise
        sd = math.sqrt(1 - covariance**2 / variance)
        return Regression(mean_share, covariance / variance, sd)

    def start(self, self_ratings: Ints, targets: Array, weights: Array) -> FormState:
        return FormState()

    def next_item(self, state: FormState) -> int:
        return self.form[state.asked]

    def answer(self, state: FormState, item: int, correct: Answer) -> FormState:
        domain = DOMAIN_OF_ITEM[item]
        state.asked += 1
        state.answers[domain] += 1
        state.right[domain] += correct is True
        return state

    def estimate(self, state: FormState) -> tuple[Array, Array]:
        per_domain = round(state.answers.mean())
        line = self.regressions[max(1, min(len(self.ORDER), per_domain)) - 1]
        return line.slope * (state.share_right - line.mean_share), np.full(DOMAINS, line.sd)


class PercentBands(PercentRegressed):
    """What quizzes do: a fifth of the questions right is a level."""

    name = "percent-correct, 20% bands"

    def estimate(self, state: FormState) -> tuple[Array, Array]:
        return -1.75 + 3.5 * state.share_right, np.full(DOMAINS, np.nan)


@dataclass
class ScalesState:
    """A learner on D separate scales.

    log_density: D x points of GRID, up to a constant per row. mean, sd: D each. used: J. order: domains in turn.
    """

    log_density: Array
    order: Ints
    mean: Array = field(default_factory=lambda: np.zeros(DOMAINS))
    sd: Array = field(default_factory=lambda: np.ones(DOMAINS))
    used: Bools = field(default_factory=lambda: np.zeros(ITEMS, bool))
    asked: int = 0


class SeparateScales(Engine):
    """One 3PL scale per domain with a N(0, 1) prior and EAP estimates; domains in rotation, items at random."""

    name = "1-dim EAP per domain, random"
    GRID: ClassVar[Array] = np.linspace(-4, 4, 65)

    def __init__(self, bank: BankView) -> None:
        super().__init__(bank)
        knows = logistic(bank.slope, self.GRID, bank.b[:, None])
        chance = GUESS + 0.75 * knows
        self.log_right, self.log_wrong = np.log(chance), np.log(1 - chance)
        self.rng = np.random.default_rng(3)

    def start(self, self_ratings: Ints, targets: Array, weights: Array) -> ScalesState:
        order = np.concatenate([self.rng.permutation(DOMAINS) for _ in range(8)])
        return ScalesState(np.tile(-0.5 * self.GRID**2, (DOMAINS, 1)), order)

    def next_item(self, state: ScalesState) -> int:
        domain = int(state.order[state.asked % len(state.order)])
        place = items_of(domain)
        appeal = self.appeal(place, state.mean[domain])
        appeal[state.used[place]] = -1
        return int(place.start + appeal.argmax())

    def appeal(self, place: slice, theta: float) -> Array:
        """How much we want each item of a domain for someone at theta: not at all informed."""
        return self.rng.random(ITEMS_PER_DOMAIN)

    def answer(self, state: ScalesState, item: int, correct: Answer) -> ScalesState:
        domain = DOMAIN_OF_ITEM[item]
        state.asked += 1
        state.used[item] = True
        log_density = state.log_density[domain]
        log_density += self.log_right[item] if correct is True else self.log_wrong[item]
        density = normalised(np.exp(log_density - log_density.max()))
        mean = density @ self.GRID
        state.mean[domain] = mean
        state.sd[domain] = math.sqrt(density @ (self.GRID - mean) ** 2)
        return state

    def estimate(self, state: ScalesState) -> tuple[Array, Array]:
        return state.mean.copy(), state.sd.copy()


class SeparateCATs(SeparateScales):
    """The item with the most Fisher information at the current estimate, as libraries for adaptive tests choose."""

    name = "1-dim EAP per domain, CAT"

    def appeal(self, place: slice, theta: float) -> Array:
        slope = self.bank.slope
        chance = GUESS + 0.75 * logistic(slope, theta, self.bank.b[place])
        information = slope * slope * (chance - GUESS) ** 2 / 0.5625 * (1 - chance) / chance
        jitter: Array = 1e-6 * self.rng.random(ITEMS_PER_DOMAIN)
        return information + jitter


class RatedCATs(SeparateCATs):
    """The best that can be assembled from today's libraries: the self-rating is the prior of each domain's test."""

    name = "1-dim EAP + self prior, CAT"
    RATING_SD = math.hypot(0.9, 0.5)

    def start(self, self_ratings: Ints, targets: Array, weights: Array) -> ScalesState:
        state = super().start(self_ratings, targets, weights)
        rated = np.maximum(level_probabilities(self.GRID, self.RATING_SD), 1e-12)
        state.log_density = state.log_density + np.log(rated)[np.asarray(self_ratings) - 1]
        peak = state.log_density.max(axis=1, keepdims=True)
        density = normalised(np.exp(state.log_density - peak))
        state.mean = density @ self.GRID
        state.sd = np.sqrt(density @ self.GRID**2 - state.mean**2)
        return state


PEERS: tuple[type[Engine], ...] = (
    PercentBands,
    PercentRegressed,
    SelfRating,
    SeparateScales,
    SeparateCATs,
    RatedCATs,
)

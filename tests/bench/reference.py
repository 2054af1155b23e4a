"""The reference engine, its variants and the oracle: the yardstick of the product's engine, sharing no code with it."""

import math
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from tests.bench.contract import Answer, Engine
from tests.bench.inference import (
    FLOOR,
    THETA_GRID,
    Fit,
    Posterior,
    Prior,
    RaterClass,
    rating_log_likelihood,
)
from tests.bench.scale import (
    DOMAIN_OF_ITEM,
    DOMAINS,
    ITEMS,
    ITEMS_PER_DOMAIN,
    Array,
    Ints,
    logistic,
)
from tests.bench.world import DONT_KNOW, RIGHT, WRONG, BankView

WITHHELD = 0.1  # assumed share of known answers given as "I don't know"
CANDID_AT_FIRST = 0.4  # "I don't know" when one does not, before the first answer
DRAWN_FROM = 5  # the next item is drawn from this many best ones
COVERED_BY = 32  # questions within which every domain must have had its minimum


@dataclass(frozen=True)
class Design:
    """The choices that make one variant of the engine.

    precision, decision, top_gaps: how much the next question serves small variances, verdicts at the target and the
    order of the largest gaps. raters, shares: classes of self-raters and their prior probabilities.
    bias_sd: of the personal rating bias. correlation, general: of the thetas, and extra variance of the general level.
    minimum: questions that every domain gets. use_ratings: whether self-ratings count.
    """

    precision: float = 1.0
    decision: float = 0.0
    top_gaps: float = 0.0
    raters: tuple[RaterClass, ...] = (RaterClass(1.0, 0.9),)
    shares: tuple[float, ...] = (1.0,)
    bias_sd: float = 0.5
    correlation: float = 0.5
    general: float = 0.0
    minimum: int = 0
    use_ratings: bool = True


@dataclass
class State:
    """A learner.

    levels: D self-rated levels, 0 to 4. targets: D thetas that the role asks for. items, answers: asked so far, answers
    coded WRONG, RIGHT or DONT_KNOW. posterior: what is known of the learner.
    """

    levels: Ints
    targets: Array
    items: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    posterior: Posterior = field(init=False)

    def dont_know_rate(self) -> float:
        """How readily this person says "I don't know": mean of a Beta posterior with a flat prior.

        A wrong answer is a guess, and three of four guesses are wrong, so each stands for 4/3 guesses.
        """
        answers = np.asarray(self.answers)
        said = (answers == DONT_KNOW).sum()
        guessed = (answers == WRONG).sum() / 0.75
        rate: float = (said + 1.0) / (said + 1.0 + guessed + 1.0)
        return rate


class ReferenceEngine(Engine):
    """Expectation propagation with exact item curves, and the question with the largest expected cut in variance."""

    name = "ep: A-opt, plain prior"
    design: ClassVar[Design] = Design()

    def __init__(self, bank: BankView) -> None:
        super().__init__(bank)
        self.redraw(0)
        self.ratings = rating_log_likelihood(self.design.raters)
        self.use_curves(self.curves())
        bias_sd, shares = self.design.bias_sd, self.design.shares
        self.use_prior(np.zeros(DOMAINS), self.covariance(), 0.0, bias_sd, shares)

    def redraw(self, draw: int) -> None:
        """Draw among the best items in another way: figures move by some thousandths with the luck of it."""
        self.rng = np.random.default_rng(11 + draw)

    def covariance(self) -> Array:
        """Prior D x D covariance of the thetas."""
        rho = self.design.correlation
        matrix: Array = (1 - rho) * np.eye(DOMAINS) + rho + self.design.general
        return matrix

    def curves(self) -> Array:
        """Probability of knowing each item at each theta, J x THETA_GRID, averaged over what the band leaves open.

        The difficulty is the band's centre +- 0.5, the slope is the launch slope times a lognormal(0.3).
        """
        difficulties, difficulty_weights = np.polynomial.hermite_e.hermegauss(7)
        slopes, slope_weights = np.polynomial.hermite_e.hermegauss(5)
        difficulty_weights = difficulty_weights / difficulty_weights.sum()
        slope_weights = slope_weights / slope_weights.sum()
        curves = np.zeros((ITEMS, len(THETA_GRID)))
        for x, x_weight in zip(difficulties, difficulty_weights, strict=True):
            distance = THETA_GRID - (self.bank.b + 0.5 * x)[:, None]
            for z, z_weight in zip(slopes, slope_weights, strict=True):
                slope = self.bank.slope * math.exp(0.3 * z)
                curves = curves + x_weight * z_weight / (1 + np.exp(-slope * distance))
        return curves

    def use_curves(self, knows: Array) -> None:
        """Work with these curves of knowing, J x THETA_GRID."""
        self.knows = knows
        self.log_wrong = np.log(np.maximum(1 - knows, FLOOR))
        self.log_dont_know = np.log(1 - knows + WITHHELD * knows + FLOOR)

    def use_prior(
        self,
        mean: Array,
        covariance: Array,
        bias_mean: float,
        bias_sd: float,
        shares: tuple[float, ...],
    ) -> None:
        """Work with this prior of thetas (D, D x D), rating bias and rater classes (C)."""
        self.prior = Prior(mean, covariance, bias_mean, bias_sd, self.design.raters, shares)

    def start(self, self_ratings: Ints, targets: Array, weights: Array) -> State:
        state = State(np.asarray(self_ratings) - 1, np.asarray(targets, float))
        state.posterior = self.fit(state)
        return state

    def answer(self, state: State, item: int, correct: Answer) -> State:
        state.items.append(int(item))
        state.answers.append(DONT_KNOW if correct is None else RIGHT if correct else WRONG)
        state.posterior = self.fit(state)
        return state

    def estimate(self, state: State) -> tuple[Array, Array]:
        return state.posterior.mean.copy(), np.sqrt(np.diag(state.posterior.covariance))

    def fit(self, state: State) -> Posterior:
        """What ratings and answers say together, from scratch."""
        ratings = self.ratings[:, state.levels] if self.design.use_ratings else None
        return Fit(self.prior, self.answer_log_likelihood(state), ratings).posterior()

    def answer_log_likelihood(self, state: State) -> Array:
        """Log-likelihood of all answers in each domain, D x THETA_GRID."""
        total = np.zeros((DOMAINS, len(THETA_GRID)))
        if state.items:
            items, answers = np.array(state.items), np.array(state.answers)[:, None]
            guess = (1 - state.dont_know_rate()) / self.bank.options[items][:, None]
            knows = self.knows[items]
            right = np.log(knows + (1 - knows) * guess)
            not_right = np.where(
                answers == DONT_KNOW, self.log_dont_know[items], self.log_wrong[items]
            )
            np.add.at(total, DOMAIN_OF_ITEM[items], np.where(answers == RIGHT, right, not_right))
        return total

    def next_item(self, state: State) -> int:
        posterior = state.posterior
        variance = np.diag(posterior.covariance)
        importance = self.importance(state, variance)
        spread = (importance @ posterior.covariance**2) / variance**2  # gain in all domains
        gain = self.expected_variance_cut(state) * spread[DOMAIN_OF_ITEM]
        gain[state.items] = -np.inf
        gain = self.cover_every_domain(state, gain)
        best = np.argpartition(-gain, DRAWN_FROM)[:DRAWN_FROM]
        return int(self.rng.choice(best[np.isfinite(gain[best])]))

    def expected_variance_cut(self, state: State) -> Array:
        """How much each item (J) is expected to cut the variance of its own domain."""
        density = state.posterior.density
        moments = np.stack(
            [density, density * THETA_GRID, density * THETA_GRID * THETA_GRID], axis=-1
        )
        total = moments.sum(axis=1)[:, None]
        known = self.knows.reshape(DOMAINS, ITEMS_PER_DOMAIN, -1) @ moments
        candid = state.dont_know_rate() if state.items else CANDID_AT_FIRST
        right = known + (total - known) * ((1 - candid) * 0.25)
        not_right = total - right
        now = total[..., 2] - total[..., 1] ** 2
        after = weighted_variance(right) + weighted_variance(not_right)
        cut: Array = np.maximum(now - after, 0).ravel()
        return cut

    def importance(self, state: State, variance: Array) -> Array:
        """How much the variance of each domain (D) matters to this learner."""
        mean, sd = state.posterior.mean, np.sqrt(variance)
        importance = np.full(DOMAINS, self.design.precision)
        if self.design.decision:
            at_target = closeness((mean - state.targets) / sd, variance)
            importance = importance + self.design.decision * at_target
        if self.design.top_gaps:
            gap = state.targets - mean
            largest = np.sort(gap)[::-1]
            edge = 0.5 * (largest[2] + largest[3])
            at_edge = closeness((gap - edge) / sd, variance)
            importance = importance + self.design.top_gaps * at_edge
        return importance

    def cover_every_domain(self, state: State, gain: Array) -> Array:
        """Leave only items of domains short of their minimum once there is just time for those."""
        minimum, asked = self.design.minimum, len(state.items)
        short = np.bincount(DOMAIN_OF_ITEM[state.items], minlength=DOMAINS) < minimum
        if short.any() and asked + short.sum() >= minimum * COVERED_BY:
            return np.where(short[DOMAIN_OF_ITEM], gain, -np.inf)
        return gain


def weighted_variance(moments: Array) -> Array:
    """Variance after an outcome times its probability, from moments 0, 1 and 2 in the last axis."""
    variance: Array = moments[..., 2] - moments[..., 1] ** 2 / moments[..., 0]
    return variance


def closeness(z: Array, variance: Array) -> Array:
    """Squared normal density at z standard deviations, scaled to a mean of 1 over the domains."""
    density = np.exp(-z * z) / variance
    scaled: Array = density / max(density.mean(), 1e-12)
    return scaled


class RandomItems(ReferenceEngine):
    """The same inference, items at random: what choosing is worth."""

    name = "ep: random items"

    def next_item(self, state: State) -> int:
        return int(self.rng.choice(np.setdiff1d(np.arange(ITEMS), state.items)))


class Unrated(ReferenceEngine):
    """Without self-ratings: what they are worth."""

    name = "ep: A-opt, no self-rating"
    design = Design(use_ratings=False)


class Robust(ReferenceEngine):
    """The recommended launch configuration: three classes of raters, generous bias and general level, mixed aims."""

    name = "ep-robust (recommended)"
    design = Design(
        precision=1 / 3,
        decision=1 / 3,
        top_gaps=1 / 3,
        raters=(RaterClass(1.0, 0.8), RaterClass(0.8, 1.1), RaterClass(0.4, 1.4)),
        shares=(0.4, 0.4, 0.2),
        bias_sd=0.7,
        general=0.1,
        minimum=1,
    )


class RobustOneClass(Robust):
    """Cheaper: one class of raters."""

    name = "ep-robust, one rater class"
    design = replace(Robust.design, raters=(RaterClass(0.9, 1.2),), shares=(1.0,))


class Oracle(ReferenceEngine):
    """Told the true item curves and the true covariance: what calibration can reach at most."""

    name = "oracle: true items + Sigma"
    privileged = True

    def curves(self) -> Array:
        assert self.bank.truth
        slope, difficulty = self.bank.truth.discrimination, self.bank.truth.difficulty
        return logistic(slope[:, None], THETA_GRID, difficulty[:, None])

    def covariance(self) -> Array:
        assert self.bank.truth
        return self.bank.truth.covariance

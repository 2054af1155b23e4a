"""The simulated world: people with true skills and habits, a bank of items, and every answer anyone would give."""

from dataclasses import dataclass
from typing import NamedTuple, TypedDict

import numpy as np

from tests.bench.scale import (
    DOMAIN_OF_ITEM,
    DOMAINS,
    GUESS,
    ITEMS,
    ITEMS_PER_DOMAIN,
    LEVEL_CENTRES,
    LEVEL_CUTS,
    Array,
    Ints,
    level_of,
    logistic,
)

WRONG, RIGHT, DONT_KNOW = 0, 1, 2  # how responses are stored

GROUPS = 4  # of neighbouring domains, which are more alike
ROLES = 6
BANDS = np.array([0] * 4 + [1] * 5 + [2] * 6 + [3] * 5 + [4] * 4)  # difficulty bands in a domain
SILENT_SHARE = 0.4  # of people, who never say "I don't know"


@dataclass(frozen=True)
class Scenario:
    """What is true of the world; engines are never told, except the launch discrimination.

    discrimination: typical slope of the items. correlation: mean correlation between two domains. mean: of theta.
    rating_slope, rating_noise, bias_mean, bias_sd: a self-rating is the level of slope * theta + personal bias + noise.
    dont_know: whether people use the button. withheld: share of known answers that its users give as "I don't know".
    difficulty_error: sd of true difficulties around the author's band. archive: past attempts to learn from.
    """

    discrimination: float = 1.0
    correlation: float = 0.5
    mean: float = 0.0
    rating_slope: float = 1.0
    rating_noise: float = 0.9
    bias_mean: float = 0.0
    bias_sd: float = 0.5
    dont_know: bool = True
    withheld: float = 0.03
    difficulty_error: float = 0.5
    archive: int = 0


SCENARIOS = {
    "base": Scenario(),
    "sharp": Scenario(discrimination=1.7),  # a = 1 in the D = 1.7 metric: well-edited items
    "rho2": Scenario(correlation=0.2),
    "rho8": Scenario(correlation=0.8),
    "weakself": Scenario(rating_noise=1.5),
    "literature": Scenario(
        rating_noise=3.0
    ),  # ratings correlate .3 with skill, as meta-analyses say
    "noself": Scenario(rating_noise=5.0),  # self-ratings are worthless
    "overrate": Scenario(bias_mean=0.5, bias_sd=0.9),
    "flatself": Scenario(rating_slope=0.5, rating_noise=1.1),  # "everybody says 3"
    "novices": Scenario(mean=-0.6, rating_slope=0.6, rating_noise=1.2, bias_mean=0.4, bias_sd=0.7),
    "nobutton": Scenario(dont_know=False),
    "cautious": Scenario(withheld=0.15),
    "roughbank": Scenario(difficulty_error=0.8),
}


class Truth(NamedTuple):
    """What only a privileged engine sees: the items' true curves (J each) and the domains' true D x D covariance."""

    discrimination: Array
    difficulty: Array
    covariance: Array


class Archive(TypedDict):
    """Attempts of N past people on the same bank; answers are coded WRONG, RIGHT or DONT_KNOW."""

    self_ratings: Ints  # N x D, 1 to 5
    items: Ints  # N x 32
    answers: Ints  # N x 32


class BankView:
    """Everything an engine may know on the day of launch.

    D, J: numbers of domains and items. domain: J domain indices. band: J author's difficulty bands, 0 to 4.
    options: J numbers of answer options. slope: assumed discrimination. cuts, centres: of the five levels, in theta.
    b: J launch difficulties, the centres of the bands. archive: past attempts, if the run has any.
    truth: None unless the engine is privileged.
    """

    def __init__(self, band: Ints, slope: float) -> None:
        self.D, self.J = DOMAINS, ITEMS
        self.domain = DOMAIN_OF_ITEM
        self.band = band
        self.options = np.full(ITEMS, 4)
        self.slope = slope
        self.cuts, self.centres = LEVEL_CUTS, LEVEL_CENTRES
        self.b = LEVEL_CENTRES[band]
        self.archive: Archive | None = None
        self.truth: Truth | None = None


@dataclass(frozen=True)
class People:
    """N simulated people: theta N x D, self_ratings N x D (1 to 5), responses N x J."""

    theta: Array
    self_ratings: Ints
    responses: Ints


class World:
    """A bank, the people who take the assessment on it, and the roles they want.

    Every person's answer to every item is drawn once, so that all engines face the same people and the same luck
    (common random numbers): differences between engines are much more precise than the figures themselves.

    bank: what engines see. truth: what is true of it. people: the learners.
    targets: N x D thetas that a learner's role asks for. weights: N x D, how much the role cares.
    """

    def __init__(self, learners: int, seed: int, scenario: Scenario) -> None:
        items_rng, people_rng, past_rng = (np.random.default_rng([seed, k]) for k in (1, 2, 3))
        band, slope, difficulty = draw_items(items_rng, scenario)
        self.truth = Truth(slope, difficulty, block_covariance(scenario.correlation))
        self.bank = BankView(band, scenario.discrimination)
        self.people = draw_people(people_rng, learners, scenario, self.truth)
        self.targets, self.weights = draw_roles(people_rng, learners)
        if scenario.archive:
            past = draw_people(past_rng, scenario.archive, scenario, self.truth)
            self.bank.archive = draw_archive(people_rng, past)


def block_covariance(correlation: float) -> Array:
    """D x D covariance with unit variances: domains of one group are more alike than others, the mean is as given."""
    size = DOMAINS // GROUPS
    pairs, close_pairs = DOMAINS * (DOMAINS - 1), DOMAINS * (size - 1)
    within = correlation + (1 - correlation) * 0.3
    between = (correlation * DOMAINS * (DOMAINS - 1) - within * DOMAINS * (size - 1)) / (
        pairs - close_pairs
    )
    group = np.arange(DOMAINS) // size
    covariance = np.where(group[:, None] == group, within, between)
    np.fill_diagonal(covariance, 1.0)
    return covariance


def draw_items(rng: np.random.Generator, scenario: Scenario) -> tuple[Ints, Array, Array]:
    """Author's bands, true discriminations and true difficulties, J each."""
    band = np.concatenate([rng.permutation(BANDS) for _ in range(DOMAINS)])
    difficulty = LEVEL_CENTRES[band] + rng.normal(0, scenario.difficulty_error, ITEMS)
    discrimination = scenario.discrimination * np.exp(rng.normal(0, 0.3, ITEMS))
    return band, discrimination, difficulty


def draw_people(rng: np.random.Generator, n: int, scenario: Scenario, truth: Truth) -> People:
    """n people with their thetas, self-ratings and response to every item."""
    factor = np.linalg.cholesky(truth.covariance).T
    theta = scenario.mean + rng.normal(size=(n, DOMAINS)) @ factor
    bias = scenario.bias_mean + scenario.bias_sd * rng.normal(size=n)
    noise = scenario.rating_noise * rng.normal(size=(n, DOMAINS))
    felt = scenario.rating_slope * theta + bias[:, None] + noise
    return People(theta, 1 + level_of(felt), draw_responses(rng, theta, scenario, truth))


def draw_responses(
    rng: np.random.Generator, theta: Array, scenario: Scenario, truth: Truth
) -> Ints:
    """Response of every person to every item, N x J.

    Someone knows the answer or does not. Who does not know says so with a personal probability, which is 0 for some,
    and otherwise guesses; people who use the button also withhold some answers that they know.
    """
    n = len(theta)
    candour = np.zeros(n)
    if scenario.dont_know:
        candour = np.where(rng.random(n) < 1 - SILENT_SHARE, rng.beta(4, 2, n), 0.0)
    curve = logistic(truth.discrimination, theta[:, DOMAIN_OF_ITEM], truth.difficulty)
    knows = rng.random((n, ITEMS)) < curve
    button, guess = rng.random((n, ITEMS)), rng.random((n, ITEMS))
    withheld = np.where(candour > 0, scenario.withheld, 0.0)[:, None]
    if_known = np.where(button < withheld, DONT_KNOW, RIGHT)
    if_not = np.where(button < candour[:, None], DONT_KNOW, np.where(guess < GUESS, RIGHT, WRONG))
    return np.where(knows, if_known, if_not)


def draw_roles(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Targets and weights (N x D each) of the role that each of n people wants, one of ROLES random ones."""
    targets, weights = [], []
    for _ in range(ROLES):
        levels = rng.choice([1, 2, 3, 4], size=DOMAINS, p=[0.2, 0.35, 0.3, 0.15])
        targets.append(LEVEL_CENTRES[levels])
        weights.append(np.where(rng.random(DOMAINS) < 0.75, 1.0, 0.25))
    wanted = rng.integers(0, ROLES, n)
    return np.array(targets)[wanted], np.array(weights)[wanted]


def draw_archive(rng: np.random.Generator, past: People) -> Archive:
    """What was recorded of past people: two questions per domain, drawn at random."""
    n = len(past.theta)
    per_domain = []
    for domain in range(DOMAINS):
        shuffled = np.argsort(rng.random((n, ITEMS_PER_DOMAIN)), axis=1)
        per_domain.append(domain * ITEMS_PER_DOMAIN + shuffled[:, :2])
    items = np.concatenate(per_domain, axis=1)
    answers = np.take_along_axis(past.responses, items, axis=1)
    return Archive(self_ratings=past.self_ratings, items=items, answers=answers)

"""Made-up archives for tests and measurements of the calibration: people and questions whose truth is known."""

from dataclasses import dataclass

import numpy as np

from assessment.core.archive import Archive, Attempt
from assessment.core.items import ItemBank, ItemParameters, item_bank, launch_parameters
from assessment.core.responses import Outcome
from assessment.core.scale import LEVEL_CUTS, Array

GUESS = 0.25


@dataclass(frozen=True)
class World:
    """Questions whose authors were off by N(0, 0.5^2), and a population that the launch prior does not know.

    mean, correlation: of the population's thetas (unit variance). bias: mean and sd of their rating bias.
    """

    bank: ItemBank
    launch: ItemParameters
    difficulty: Array
    slope: Array
    mean: float
    correlation: float
    bias: tuple[float, float]


def world(
    *,
    domains: int = 18,
    per_domain: int = 26,
    mean: float = 0.0,
    correlation: float = 0.5,
    bias: tuple[float, float] = (0.0, 0.5),
    seed: int = 1,
) -> World:
    random = np.random.default_rng([seed, 1])
    count = domains * per_domain
    band = np.arange(count) % per_domain % 5
    launch = launch_parameters(band)
    bank = item_bank(
        domains=domains,
        domain=list(np.arange(count) // per_domain),
        skill=list(range(count)),
        band=list(band),
        guess=[GUESS] * count,
        servable=[True] * count,
    )
    difficulty = launch.difficulty + random.normal(0, 0.5, count)
    slope = np.exp(random.normal(0, 0.3, count))
    return World(bank, launch, difficulty, slope, mean, correlation, bias)


def people(
    of: World, attempts: int, *, questions: int = 32, seed: int = 1
) -> tuple[Array, list[Attempt]]:
    """True thetas (N x D) and whole attempts; questions are drawn at random, the same number from every domain or nearly.

    The first people of a larger number are the people of a smaller one.
    """
    domains, count = of.bank.domains, len(of.bank)
    thetas, taken = [], []
    for person in range(attempts):
        random = np.random.default_rng([seed, 2, person])
        shared = np.sqrt(of.correlation) * random.normal()
        theta = of.mean + shared + np.sqrt(1 - of.correlation) * random.normal(size=domains)
        felt = theta + random.normal(*of.bias) + 0.9 * random.normal(size=domains)
        says_so = random.beta(4, 2) if random.random() < 0.6 else 0.0
        order = random.permutation(count)
        turn = np.empty(count, dtype=int)  # how many of its domain come before a question
        for d in range(domains):
            mine = order[of.bank.domain[order] == d]
            turn[mine] = np.arange(len(mine))
        items = order[np.argsort(turn[order], kind="stable")][:questions]
        knows = 1 / (
            1 + np.exp(-of.slope[items] * (theta[of.bank.domain[items]] - of.difficulty[items]))
        )
        answers = []
        for item, known in zip(items, random.random(questions) < knows, strict=True):
            if known:
                withheld = says_so > 0 and random.random() < 0.03
                outcome = Outcome.UNKNOWN if withheld else Outcome.RIGHT
            elif random.random() < says_so:
                outcome = Outcome.UNKNOWN
            else:
                outcome = Outcome.RIGHT if random.random() < GUESS else Outcome.WRONG
            answers.append((int(item), outcome))
        ratings = {d: int(np.searchsorted(LEVEL_CUTS, felt[d])) for d in range(domains)}
        thetas.append(theta)
        taken.append((ratings, answers))
    return np.array(thetas), taken


def archive(of: World, attempts: int, **fields: int) -> Archive:
    return Archive.of(of.bank.domains, people(of, attempts, **fields)[1])

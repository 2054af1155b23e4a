"""Made-up learners with known abilities who take whole assessments: how exact are the results on this bank?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.items import GRID, ItemBank
from assessment.core.posterior import Posterior, estimate
from assessment.core.prior import Prior
from assessment.core.responses import Outcome
from assessment.core.scale import LEVEL_CUTS, Array
from assessment.core.selection import LARGEST_GAPS, Aim, next_item

RATING_NOISE = 0.9
BIAS_SD = 0.5
SAYS_SO = 0.6  # share of people who ever press "I don't know yet"
WITHHOLDS = 0.03  # share of known answers that they give as "I don't know yet"
Taken = list[tuple[int, Outcome]]


@dataclass
class Learner:
    """A made-up person: theta of every domain (D), how they rate themselves, and how readily they say they don't know."""

    theta: Array
    ratings: dict[int, int]
    says_so: float
    random: np.random.Generator

    def answer(self, bank: ItemBank, item: int) -> Outcome:
        """Answer a question: know it (by its curve), say so when not, or guess."""
        knows = float(np.interp(self.theta[bank.domain[item]], GRID, bank.knows[item]))
        if self.random.random() < knows:
            withheld = self.says_so > 0 and self.random.random() < WITHHOLDS
            return Outcome.UNKNOWN if withheld else Outcome.RIGHT
        if self.random.random() < self.says_so:
            return Outcome.UNKNOWN
        return Outcome.RIGHT if self.random.random() < bank.guess[item] else Outcome.WRONG


def learner(prior: Prior, seed: Sequence[int], *, theta: Array | None = None) -> Learner:
    """Draw a person from the population of `prior`, or with a given theta; the same seed gives the same person."""
    random = np.random.default_rng(list(seed))
    domains = prior.domains
    drawn = random.multivariate_normal(prior.mean[:domains], prior.covariance[:domains, :domains])
    theta = drawn if theta is None else theta
    felt = theta + random.normal(0, BIAS_SD) + random.normal(0, RATING_NOISE, domains)
    ratings = {d: int(np.searchsorted(LEVEL_CUTS, felt[d])) for d in range(domains)}
    says_so = float(random.beta(4, 2)) if random.random() < SAYS_SO else 0.0
    return Learner(theta, ratings, says_so, random)


def take(
    person: Learner, prior: Prior, bank: ItemBank, aim: Aim, questions: int, *, seed: int
) -> tuple[Taken, Posterior]:
    """Let a person take a whole assessment of at most so many questions."""
    answers: Taken = []
    posterior = estimate(prior, bank, person.ratings, answers)
    while len(answers) < questions:
        item = next_item(
            posterior,
            bank,
            aim,
            asked=[item for item, _ in answers],
            left=questions - len(answers),
            seed=(seed, len(answers)),
        )
        if item is None:
            break
        answers.append((item, person.answer(bank, item)))
        posterior = estimate(prior, bank, person.ratings, answers)
    return answers, posterior


@dataclass(frozen=True)
class Accuracy:
    """How well assessments of one length found the truth.

    rmse: root mean squared error of theta over the domains. coverage: share of true values inside the 95 % interval.
    gap_recall: share of the three largest true gaps among the three largest found. decisions: share of domains rightly put
    above or below the target. exposure: share of assessments that saw the most shown question.
    """

    questions: float
    rmse: float
    coverage: float
    gap_recall: float
    decisions: float
    exposure: float


def accuracy(
    prior: Prior, bank: ItemBank, aim: Aim, *, questions: int, learners: int, seed: int = 1
) -> Accuracy:
    """Simulate assessments of a bank and compare their results with the known abilities."""
    errors, inside, recalls, right, lengths = [], [], [], [], []
    shown = np.zeros(len(bank))
    for number in range(learners):
        person = learner(prior, (seed, number))
        answers, posterior = take(
            person, prior, bank, aim, questions, seed=seed * learners + number
        )
        shown[[item for item, _ in answers]] += 1
        error = posterior.mean - person.theta
        errors.append((error**2).mean())
        inside.append((np.abs(error) <= 1.96 * posterior.sd).mean())
        found, true = (_largest(aim.target - x) for x in (posterior.mean, person.theta))
        recalls.append(len(found & true) / LARGEST_GAPS)
        right.append(((posterior.mean >= aim.target) == (person.theta >= aim.target)).mean())
        lengths.append(len(answers))
    return Accuracy(
        questions=float(np.mean(lengths)),
        rmse=float(np.sqrt(np.mean(errors))),
        coverage=float(np.mean(inside)),
        gap_recall=float(np.mean(recalls)),
        decisions=float(np.mean(right)),
        exposure=float(shown.max() / learners),
    )


def _largest(gaps: Array) -> set[int]:
    return set(np.argsort(-gaps, kind="stable")[:LARGEST_GAPS].tolist())

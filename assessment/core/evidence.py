"""What answers say about theta: the likelihood of each outcome, and how readily a person says "I don't know yet"."""

from collections.abc import Sequence
from math import exp, lgamma

import numpy as np

from assessment.core.items import GRID, ItemBank
from assessment.core.responses import Outcome
from assessment.core.scale import Array

SILENT = 0.35  # share of people who never say "I don't know yet"
CANDOUR = (2.0, 1.5)  # how readily the others say so
WITHHELD = 0.1  # share of known answers given as "I don't know yet"

Answers = Sequence[tuple[int, Outcome]]  # index into the bank, outcome


def dont_know_rate(bank: ItemBank, answers: Answers) -> float:
    """How readily this person says "I don't know yet" when they don't: the mean of what is known about it.

    Some people never do (SILENT of them), the others by a Beta distribution of CANDOUR. A wrong answer is someone who did
    not know and guessed; of those, 1 - guess were wrong, so each stands for 1 / (1 - guess).
    """
    said = sum(outcome is Outcome.UNKNOWN for _, outcome in answers)
    wrong = [item for item, outcome in answers if outcome is Outcome.WRONG]
    guessed = float((1 / (1 - bank.guess[wrong])).sum()) if wrong else 0.0
    yes, no = CANDOUR
    # Beta-binomial: the chance of what was seen when the person is one of those who do.
    seen = _log_beta(yes + said, no + guessed) - _log_beta(yes, no)
    silent = 0.0 if said else SILENT / (SILENT + (1 - SILENT) * exp(seen))
    return float((1 - silent) * (yes + said) / (yes + no + said + guessed))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def answer_loglik(bank: ItemBank, answers: Answers, rate: float) -> Array:
    """Log-likelihood of the answers at each theta, D x len(GRID)."""
    loglik = np.zeros((bank.domains, len(GRID)))
    if answers:
        domain = bank.domain[[item for item, _ in answers]]
        np.add.at(loglik, domain, np.log(likelihoods(bank, answers, rate)))
    return loglik


def likelihoods(bank: ItemBank, answers: Answers, rate: float) -> Array:
    """Likelihood of each answer at each theta of GRID, len(answers) x len(GRID), without factors that theta has no part in.

    P(right) = k + (1-k)(1-q)c, P(don't know) proportional to 1 - k + withheld * k, P(wrong) proportional to 1 - k,
    with k the curve of knowing, q the don't-know rate and c the guessing rate.
    """
    items = [item for item, _ in answers]
    lucky = ((1 - rate) * bank.guess[items]).tolist()
    linear = [linear_likelihood(o, luck) for (_, o), luck in zip(answers, lucky, strict=True)]
    intercept, factor = np.array(linear).reshape(-1, 2, 1).swapaxes(0, 1)
    curve: Array = np.maximum(intercept + factor * bank.knows[items], 1e-12)
    return curve


def linear_likelihood(outcome: Outcome, lucky: float) -> tuple[float, float]:
    """The likelihood of an outcome as `intercept + factor * k`, k the probability of knowing.

    lucky: probability (0 to 1) that someone who does not know guesses, and guesses right.
    """
    if outcome is Outcome.RIGHT:
        return lucky, 1 - lucky
    return 1.0, (WITHHELD - 1 if outcome is Outcome.UNKNOWN else -1.0)

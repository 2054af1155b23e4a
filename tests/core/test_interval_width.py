"""More evidence for the same mean does not widen what people see as the interval."""

from collections.abc import Iterator

import numpy as np

from assessment.core.items import item_bank
from assessment.core.posterior import Posterior
from assessment.core.responses import Outcome
from assessment.core.stopping import interval
from tests.core.banks import posterior_of

DOMAINS, PER_DOMAIN, BANDS = 4, 10, 5
SAME = 0.05  # theta: means that differ by less count as the same
BANK = item_bank(
    domains=DOMAINS,
    domain=[j % DOMAINS for j in range(DOMAINS * PER_DOMAIN)],
    skill=list(range(DOMAINS * PER_DOMAIN)),
    band=[j // DOMAINS % BANDS for j in range(DOMAINS * PER_DOMAIN)],
    guess=[(1 / 3, 1 / 4, 1 / 6, 0.02)[j // DOMAINS % 4] for j in range(DOMAINS * PER_DOMAIN)],
    servable=[True] * (DOMAINS * PER_DOMAIN),
)
Answered = list[tuple[int, Outcome]]


def growth(log: Answered, more: Answered, domain: int) -> tuple[float, float]:
    """How far the mean of a domain moves (theta) when answers are added, and by what factor its interval changes."""

    def width(posterior: Posterior) -> float:
        low, high = interval(posterior, domain)
        return high - low

    before, after = (
        posterior_of(bank=BANK, answers=log),
        posterior_of(bank=BANK, answers=log + more),
    )
    moved = abs(float(after.mean[domain] - before.mean[domain]))
    return moved, width(after) / width(before)


def cases(seed: int, number: int) -> Iterator[tuple[Answered, int, int, int]]:
    """Random logs with a domain and two of its questions that are left, the easier one first."""
    random = np.random.default_rng(seed)
    for _ in range(number):
        asked, left = np.split(random.permutation(len(BANK)), [random.integers(0, 16)])
        log = [(int(item), list(Outcome)[random.integers(3)]) for item in asked]
        domain = int(random.integers(DOMAINS))
        free = [int(item) for item in left if item % DOMAINS == domain]
        easy, hard = sorted(free[:2], key=lambda item: item // DOMAINS % BANDS)
        if hard // DOMAINS % BANDS > easy // DOMAINS % BANDS:
            yield log, domain, easy, hard


def test_answers_that_agree_with_the_mean_never_widen_the_interval() -> None:
    """Agree: right where it is easier, not right where it is harder."""
    factors = []
    for n, (log, domain, easy, hard) in enumerate(cases(1, 500)):
        no = Outcome.WRONG if n % 2 else Outcome.UNKNOWN
        moved, factor = growth(log, [(easy, Outcome.RIGHT), (hard, no)], domain)
        if moved < SAME:
            factors.append(factor)
    assert len(factors) > 60
    assert max(factors) <= 1


def test_answers_that_contradict_each_other_widen_the_interval_by_a_twentieth_at_the_most() -> None:
    """Right where it is harder, wrong where it is easier: that can mean less certainty, but hardly any less."""
    factors = []
    for log, domain, easy, hard in cases(2, 500):
        moved, factor = growth(log, [(hard, Outcome.RIGHT), (easy, Outcome.WRONG)], domain)
        if moved < SAME:
            factors.append(factor)
    assert len(factors) > 60
    assert max(factors) <= 1.05

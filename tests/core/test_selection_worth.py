"""What a question is worth, and how much knowing a domain better matters."""

from dataclasses import replace

import numpy as np
import pytest

from assessment.core.items import GRID
from assessment.core.responses import Outcome
from assessment.core.selection import (
    expected_reduction,
    gains,
    importance,
)
from tests.core.banks import DOMAINS, aim, even_bank, gaussian, posterior_of, random_bank

BANK, SMALL = random_bank(), random_bank(domains=2, seed=5)


@pytest.mark.parametrize(("level", "band"), [(-1.4, 0), (-0.7, 1), (0.0, 2), (0.7, 3), (1.4, 4)])
def test_a_question_at_the_learners_level_is_worth_more_than_one_far_away(
    level: float, band: int
) -> None:
    bank = replace(even_bank(bands=range(5)), guess=np.full(5, 0.02))
    worth = gains(gaussian(mean=[level], sd=[0.4]), bank, aim())
    far = [b for b in range(5) if abs(b - band) >= 2]
    assert worth[band] > worth[far].max()


def test_strong_answers_lead_to_harder_questions() -> None:
    bank = even_bank(bands=[0, 4, 2, 2, 2, 2, 2, 2])
    strong = gains(
        posterior_of(bank=bank, answers=[(j, Outcome.RIGHT) for j in range(2, 8)]), bank, aim()
    )
    weak = gains(
        posterior_of(bank=bank, answers=[(j, Outcome.WRONG) for j in range(2, 8)]), bank, aim()
    )
    assert strong[1] > strong[0]
    assert weak[0] > weak[1]


def test_expected_reduction_is_that_of_the_two_outcomes_by_hand() -> None:
    bank = replace(even_bank(bands=[1]), guess=np.array([1 / 3]))
    posterior = gaussian(mean=[0.2], sd=[0.8])
    right = bank.knows[0] + (1 - bank.knows[0]) * 0.5 / 3
    left = 0.0
    for likelihood in (right, 1 - right):
        share = posterior.density[0] @ likelihood
        after = posterior.density[0] * likelihood / share
        left += share * (after @ GRID**2 - (after @ GRID) ** 2)
    before = posterior.density[0] @ GRID**2 - (posterior.density[0] @ GRID) ** 2
    assert expected_reduction(posterior, bank) == pytest.approx([before - left], abs=1e-9)


def test_expected_reduction_lies_between_nothing_and_the_whole_variance() -> None:
    posterior = posterior_of(bank=BANK, ratings={0: 4, 1: 0})
    reduction = expected_reduction(posterior, BANK)
    assert reduction.min() > 0
    assert (reduction < posterior.sd[BANK.domain] ** 2).all()


def test_a_question_that_can_be_guessed_is_worth_less() -> None:
    bank = replace(even_bank(bands=[2, 2]), guess=np.array([1 / 3, 0.02]))
    guessable, typed = expected_reduction(gaussian(mean=[0], sd=[1]), bank)
    assert guessable < typed


def test_an_uncertain_domain_is_worth_more_questions() -> None:
    bank = random_bank(domains=2, per_domain=2)
    bank = replace(bank, knows=np.repeat(bank.knows[:1], 4, axis=0), guess=np.full(4, 0.25))
    worth = gains(gaussian(mean=[0, 0], sd=[1.0, 0.4]), bank, aim(target=(0.7, 0.7), weight=(2, 2)))
    assert worth[0] > worth[1]


def test_a_question_that_tells_about_other_domains_is_worth_more() -> None:
    goal = aim(target=(0.7, 0.7), weight=(2, 2))
    alone = gains(gaussian(mean=[0, 0], sd=[1, 1]), SMALL, goal)
    related = gains(gaussian(mean=[0, 0], sd=[1, 1], correlation=0.6), SMALL, goal)
    assert (related > alone).all()


# Importance


def test_importance_is_one_on_average() -> None:
    posterior = posterior_of(bank=BANK, ratings={0: 4, 5: 1})
    goal = aim(target=np.linspace(-1, 1.4, DOMAINS).tolist(), weight=[d % 4 for d in range(18)])
    parts = importance(posterior, goal)
    assert parts.shape == (DOMAINS,)
    assert parts.min() > 0
    assert parts.mean() == pytest.approx(1)


def test_a_heavier_domain_is_more_important() -> None:
    even = gaussian(mean=[0] * 6, sd=[0.8] * 6)
    parts = importance(even, aim(target=[0.7] * 6, weight=[0, 1, 1, 2, 2, 3]))
    assert parts[0] < parts[1] < parts[3] < parts[5]
    assert parts[1] == parts[2]


def test_a_domain_whose_decision_is_open_is_more_important_than_a_settled_one() -> None:
    even = gaussian(mean=[0] * 6, sd=[0.5] * 6)
    parts = importance(even, aim(target=[0.1, -1.4, -1.4, -1.4, -1.4, -1.4], weight=[2] * 6))
    assert parts[0] > parts[1:].max()


def test_domains_at_the_edge_of_the_largest_gaps_are_more_important() -> None:
    even = gaussian(mean=[0] * 6, sd=[0.3] * 6)
    parts = importance(even, aim(target=[2.4, 2.2, 1.6, 1.5, -1.6, -1.5], weight=[2] * 6))
    assert parts[2] > parts[4]
    assert parts[3] > parts[5]


@pytest.mark.parametrize("domains", [1, 2, 3, 4])
def test_few_domains_are_ranked_too(domains: int) -> None:
    even = gaussian(mean=[0] * domains, sd=[0.8] * domains)
    parts = importance(even, aim(target=[0.7] * domains, weight=[2] * domains))
    assert parts == pytest.approx(np.ones(domains))

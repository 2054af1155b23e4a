"""Every piece of evidence is named with what it did to the estimates."""

import pytest

from assessment.core.explain import influences
from assessment.core.posterior import estimate
from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome
from tests.core.banks import random_bank

BANK = random_bank(domains=3, per_domain=8)
PRIOR = launch_prior(3)
ANSWERS = [(0, Outcome.RIGHT), (3, Outcome.WRONG), (1, Outcome.UNKNOWN)]
RATINGS = {0: 3, 2: 1}


def test_each_rating_and_each_answer_is_named_once() -> None:
    found = influences(PRIOR, BANK, RATINGS, ANSWERS)
    assert [i.rating for i in found if i.rating is not None] == [0, 2]
    assert [i.answer for i in found if i.answer is not None] == [0, 1, 2]
    assert all((i.rating is None) != (i.answer is None) for i in found)


def test_an_influence_is_the_estimate_with_it_minus_without_it() -> None:
    found = influences(PRIOR, BANK, RATINGS, ANSWERS)
    whole = estimate(PRIOR, BANK, RATINGS, ANSWERS).mean
    without = estimate(PRIOR, BANK, RATINGS, [ANSWERS[0], ANSWERS[2]]).mean
    moved = next(i for i in found if i.answer == 1)
    assert moved.points == pytest.approx((whole - without) * 20 / 0.7)


def test_a_right_answer_moves_its_domain_up_and_a_wrong_one_down() -> None:
    found = influences(PRIOR, BANK, {}, ANSWERS)
    assert found[0].points[BANK.domain[0]] > 0
    assert found[1].points[BANK.domain[3]] < 0


def test_without_evidence_there_is_nothing_to_explain() -> None:
    assert influences(PRIOR, BANK, {}, []) == ()

"""Made-up learners answer by their abilities, and their results are compared with the truth."""

import numpy as np

from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome
from assessment.core.simulation import accuracy, learner, take
from tests.core.banks import aim, random_bank

BANK = random_bank(domains=4, per_domain=10)
PRIOR = launch_prior(4)
AIM = aim(target=[0.0] * 4, weight=[2] * 4)


def test_the_same_seed_makes_the_same_person() -> None:
    one, other = learner(PRIOR, (7, 1)), learner(PRIOR, (7, 1))
    assert (one.theta == other.theta).all()
    assert one.ratings == other.ratings
    assert not (one.theta == learner(PRIOR, (7, 2)).theta).all()


def test_a_whole_assessment_asks_no_question_twice_and_ends() -> None:
    answers, posterior = take(learner(PRIOR, (1,)), PRIOR, BANK, AIM, 12, seed=1)
    assert len({item for item, _ in answers}) == len(answers) == 12
    assert posterior.mean.shape == (4,)


def test_it_ends_early_where_the_bank_is_used_up() -> None:
    answers, _ = take(learner(PRIOR, (1,)), PRIOR, BANK, AIM, 99, seed=1)
    assert len(answers) == int(BANK.servable.sum())


def test_the_able_answer_better_than_beginners() -> None:
    def share_right(theta: float) -> float:
        person = learner(PRIOR, (3,), theta=np.full(4, theta))
        outcomes = [person.answer(BANK, item) for item in range(len(BANK)) for _ in range(5)]
        return float(np.mean([outcome is Outcome.RIGHT for outcome in outcomes]))

    assert share_right(2.5) > 0.8 > 0.5 > share_right(-2.5)


def test_more_questions_find_the_truth_better() -> None:
    few, many = (
        accuracy(PRIOR, BANK, AIM, questions=questions, learners=60) for questions in (4, 30)
    )
    assert (few.questions, many.questions) == (4, 30)
    assert many.rmse < few.rmse
    assert many.decisions > few.decisions
    assert few.coverage > 0.85
    assert 0 < many.gap_recall <= 1
    assert 0 < few.exposure < 1

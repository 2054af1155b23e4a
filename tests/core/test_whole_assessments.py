"""Whole assessments reach what matters, repeat nothing, and show no question to everybody."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pytest

from assessment.core.items import GRID, ItemBank
from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome
from assessment.core.selection import (
    Aim,
    next_item,
)
from assessment.core.stopping import Length
from tests.core.banks import DOMAINS, own_bank, posterior_of


@dataclass(frozen=True)
class Learner:
    """A simulated person with an aim, and the questions they were asked."""

    aim: Aim
    asked: tuple[int, ...]


def simulate(*, bank: ItemBank, questions: int, seed: int, avoid: Collection[int] = ()) -> Learner:
    """One whole assessment of a person drawn with `seed`."""
    rng = np.random.default_rng(seed)
    theta = rng.multivariate_normal(
        np.zeros(bank.domains), launch_prior(bank.domains).covariance[:-1, :-1]
    )
    weight = rng.integers(0, 4, bank.domains)
    goal = Aim(rng.normal(0.5, 0.5, bank.domains), weight.astype(float))
    felt = np.clip(np.rint(2 + theta + rng.normal(0, 1, bank.domains)), 0, 4)
    ratings = {d: int(level) for d, level in enumerate(felt) if rng.random() < 0.8}
    log: list[tuple[int, Outcome]] = []
    for n in range(questions):
        item = next_item(
            posterior_of(bank=bank, answers=log, ratings=ratings),
            bank,
            goal,
            asked=[j for j, _ in log],
            left=questions - n,
            avoid=avoid,
            seed=(seed, n),
        )
        assert item is not None
        knows = rng.random() < np.interp(theta[bank.domain[item]], GRID, bank.knows[item])
        guesses, lucky = rng.random() < 0.6, rng.random() < bank.guess[item]
        right = knows or (guesses and lucky)
        log.append(
            (item, Outcome.RIGHT if right else Outcome.WRONG if guesses else Outcome.UNKNOWN)
        )
    return Learner(goal, tuple(item for item, _ in log))


@pytest.fixture(scope="module")
def bank() -> ItemBank:
    return own_bank()


@pytest.fixture(scope="module")
def learners(bank: ItemBank) -> list[Learner]:
    """100 quick assessments."""
    return [simulate(bank=bank, questions=Length.QUICK.questions, seed=seed) for seed in range(100)]


@pytest.fixture(scope="module")
def longer(bank: ItemBank) -> list[Learner]:
    """Assessments of other lengths, up to the standard one."""
    return [
        simulate(bank=bank, questions=questions, seed=1000 + 10 * questions + n)
        for questions in (19, 25, Length.STANDARD.questions)
        for n in range(8)
    ]


def test_no_question_is_asked_twice(learners: list[Learner], longer: list[Learner]) -> None:
    for learner in learners + longer:
        assert len(set(learner.asked)) == len(learner.asked)


def test_every_domain_with_a_weight_is_asked_before_the_end(
    bank: ItemBank, learners: list[Learner], longer: list[Learner]
) -> None:
    for learner in learners + longer:
        asked = {int(bank.domain[item]) for item in learner.asked}
        assert asked >= set(np.flatnonzero(learner.aim.weight > 0).tolist())


def test_18_questions_reach_18_weighted_domains(bank: ItemBank) -> None:
    everything = Aim(np.full(DOMAINS, 0.7), np.ones(DOMAINS))
    asked: list[int] = []
    posterior = posterior_of(bank=bank)
    for left in range(18, 0, -1):
        item = next_item(posterior, bank, everything, asked=asked, left=left, seed=(left,))
        assert item is not None
        asked.append(item)
    assert sorted(bank.domain[asked]) == list(range(DOMAINS))


def test_every_domain_with_a_weight_is_asked_also_when_all_its_questions_were_seen(
    bank: ItemBank,
    learners: list[Learner],
) -> None:
    seen = np.flatnonzero(np.isin(bank.domain, [0, 3, 7, 17])).tolist()
    for seed, first in enumerate(learners[:10]):
        again = simulate(bank=bank, questions=18, seed=seed, avoid=seen)
        asked = {int(bank.domain[item]) for item in again.asked}
        assert asked >= set(np.flatnonzero(first.aim.weight > 0).tolist())


def test_drafts_are_never_asked(
    bank: ItemBank, learners: list[Learner], longer: list[Learner]
) -> None:
    asked = [item for learner in learners + longer for item in learner.asked]
    assert not bank.servable.all()
    assert bank.servable[asked].all()


def test_no_question_is_shown_to_a_third_of_the_learners(learners: list[Learner]) -> None:
    shown = Counter(item for learner in learners for item in learner.asked)
    assert max(shown.values()) < len(learners) / 3


def test_no_question_is_shown_to_more_than_half_of_learners_who_are_all_alike(
    bank: ItemBank,
) -> None:
    everything = Aim(np.full(DOMAINS, 0.7), np.ones(DOMAINS))
    shown: Counter[int] = Counter()
    for person in range(100):
        log: list[tuple[int, Outcome]] = []
        for n in range(6):
            item = next_item(
                posterior_of(bank=bank, answers=log),
                bank,
                everything,
                asked=[j for j, _ in log],
                left=18 - n,
                seed=(person, n),
            )
            assert item is not None
            log.append((item, Outcome.WRONG))
        shown.update(item for item, _ in log)
    assert max(shown.values()) <= 50


def test_most_of_the_bank_is_used(bank: ItemBank, learners: list[Learner]) -> None:
    shown = {item for learner in learners for item in learner.asked}
    assert len(shown) > 0.8 * bank.servable.sum()


def test_a_domain_without_a_weight_is_asked_less(bank: ItemBank, longer: list[Learner]) -> None:
    needed, needless = [], []
    for learner in longer:
        times = np.bincount(bank.domain[list(learner.asked)], minlength=DOMAINS)
        needed += times[learner.aim.weight > 0].tolist()
        needless += times[learner.aim.weight == 0].tolist()
    assert np.mean(needless) < 0.5 * np.mean(needed)


def test_a_second_assessment_asks_nothing_from_the_first(
    bank: ItemBank, learners: list[Learner]
) -> None:
    for seed, first in enumerate(learners[:5]):
        second = simulate(bank=bank, questions=18, seed=seed, avoid=first.asked)
        assert not set(second.asked) & set(first.asked)


def test_a_simulated_assessment_can_be_repeated(bank: ItemBank, learners: list[Learner]) -> None:
    assert simulate(bank=bank, questions=18, seed=0).asked == learners[0].asked

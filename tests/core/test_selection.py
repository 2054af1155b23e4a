"""The next question is fresh, spread over skills and domains, and not the same for everybody."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.selection import TOP, gains, next_item
from tests.core.banks import aim, even_bank, gaussian, posterior_of, random_bank

SMALL = random_bank(domains=2, per_domain=10, seed=5)
places = st.sets(st.integers(0, len(SMALL) - 1))


# What may be asked


@settings(deadline=None, max_examples=60, derandomize=True)
@given(asked=places, avoid=places, left=st.integers(1, 30), seed=st.integers(0, 99))
def test_a_question_is_servable_unasked_and_fresh_while_its_domain_has_fresh_ones(
    asked: set[int], avoid: set[int], left: int, seed: int
) -> None:
    goal = aim(target=(0.7, 0.0), weight=(2, 1))
    item = next_item(
        posterior_of(bank=SMALL),
        SMALL,
        goal,
        asked=sorted(asked),
        left=left,
        avoid=avoid,
        seed=(seed,),
    )
    free = set(np.flatnonzero(SMALL.servable).tolist()) - asked
    allowed = set()
    for domain in range(SMALL.domains):
        here = free & set(np.flatnonzero(SMALL.domain == domain).tolist())
        allowed |= here - avoid or here
    assert item in allowed if allowed else item is None


def test_a_domain_whose_questions_were_all_seen_is_asked_all_the_same() -> None:
    goal = aim(target=(0.7, 0.7), weight=(2, 2))
    seen = np.flatnonzero(SMALL.domain == 1).tolist()
    in_other = np.flatnonzero(SMALL.domain == 0).tolist()[:1]
    for person in range(20):
        item = next_item(
            posterior_of(bank=SMALL),
            SMALL,
            goal,
            asked=in_other,
            left=1,
            avoid=seen,
            seed=(person,),
        )
        assert item in seen


def test_seen_questions_are_asked_when_nothing_else_is_left() -> None:
    bank = even_bank(bands=[1, 2, 3])
    item = next_item(posterior_of(bank=bank), bank, aim(), asked=[1], left=2, avoid=[0, 1, 2])
    assert item in (0, 2)


def test_an_empty_bank_has_no_next_question() -> None:
    bank = even_bank(bands=[])
    assert next_item(posterior_of(bank=bank), bank, aim(), asked=[], left=5) is None


def test_a_bank_that_was_asked_completely_has_no_next_question() -> None:
    bank = even_bank(bands=[1, 2, 3])
    assert next_item(posterior_of(bank=bank), bank, aim(), asked=[2, 0, 1], left=5) is None


def test_a_bank_of_drafts_has_no_next_question() -> None:
    bank = replace(even_bank(bands=[1, 2, 3]), servable=np.zeros(3, dtype=bool))
    assert next_item(posterior_of(bank=bank), bank, aim(), asked=[], left=5) is None


def test_a_target_without_any_weight_still_gets_questions() -> None:
    goal = aim(target=(0.7, 0.0), weight=(0, 0))
    assert next_item(posterior_of(bank=SMALL), SMALL, goal, asked=[], left=5) is not None


def test_a_weighted_domain_without_questions_does_not_stop_the_others() -> None:
    bank = replace(SMALL, servable=SMALL.servable & (SMALL.domain == 1))
    goal = aim(target=(0.7, 0.7), weight=(3, 3))
    item = next_item(posterior_of(bank=bank), bank, goal, asked=[], left=1)
    assert item is not None
    assert bank.domain[item] == 1


# Chance


def test_the_same_seed_makes_the_same_choice() -> None:
    posterior, goal = posterior_of(bank=SMALL), aim(target=(0.7, 0.0), weight=(2, 1))
    choices = {next_item(posterior, SMALL, goal, asked=[], left=9, seed=(4, 2)) for _ in range(20)}
    assert len(choices) == 1


def test_other_positions_choose_among_the_best_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessment.core.selection.TASTE", 0)
    posterior, goal = posterior_of(bank=SMALL), aim(target=(0.7, 0.0), weight=(2, 1))
    choices = {next_item(posterior, SMALL, goal, asked=[], left=9, seed=(7, n)) for n in range(200)}
    worth = np.where(SMALL.servable, gains(posterior, SMALL, goal), -1)
    assert choices == set(np.argsort(-worth, kind="stable")[:TOP].tolist())


def test_each_assessment_has_a_taste_of_its_own_that_stays() -> None:
    bank = even_bank(bands=[2] * 40)
    posterior = posterior_of(bank=bank)
    tastes = [
        frozenset(
            next_item(posterior, bank, aim(), asked=[], left=9, seed=(person, n)) for n in range(60)
        )
        for person in range(40)
    ]
    assert {len(taste) for taste in tastes} == {TOP}
    assert len(set(tastes)) == len(tastes)
    assert frozenset.union(*tastes) == frozenset(range(40))


def test_taste_does_not_outweigh_what_a_question_tells() -> None:
    bank = even_bank(bands=[2] * TOP + [4] * 25)
    posterior = gaussian(mean=[0], sd=[0.6])
    chosen = Counter(
        next_item(posterior, bank, aim(), asked=[], left=9, seed=(person, 0))
        for person in range(200)
    )
    assert sum(chosen[item] for item in range(TOP)) > 0.9 * 200


def test_a_question_that_takes_longer_must_tell_more() -> None:
    bank = replace(even_bank(bands=[2] * 30), effort=np.array([1.0] * 15 + [1.5] * 15))
    posterior = posterior_of(bank=bank)
    chosen = Counter(
        next_item(posterior, bank, aim(), asked=[], left=9, seed=(person, 0))
        for person in range(200)
    )
    assert sum(chosen[item] for item in range(15)) > 0.9 * 200


def test_a_skill_that_was_asked_gives_way_to_another() -> None:
    bank = even_bank(bands=[2] * 60, skills=[0, 1] * 30)
    posterior = posterior_of(bank=bank)
    chosen = {
        next_item(posterior, bank, aim(), asked=[0], left=9, seed=(person,)) for person in range(50)
    }
    assert {int(bank.skill[item]) for item in chosen if item is not None} == {1}

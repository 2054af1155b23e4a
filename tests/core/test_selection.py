"""The next question is fresh, worth asking, spread over domains and skills, and not the same for everybody."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.items import GRID, ItemBank, item_bank
from assessment.core.posterior import Posterior, estimate, launch_prior
from assessment.core.responses import Outcome
from assessment.core.selection import (
    TOP,
    Aim,
    expected_reduction,
    gains,
    importance,
    next_item,
)
from assessment.core.stopping import Length

RIGHT, WRONG, UNKNOWN = Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN
DOMAINS = 18


def random_bank(*, domains: int = DOMAINS, per_domain: int = 10, seed: int = 1) -> ItemBank:
    """Questions of random level and kind, four skills a domain; one in ten is a draft."""
    rng = np.random.default_rng(seed)
    places = range(domains * per_domain)
    return item_bank(
        domains=domains,
        domain=[j % domains for j in places],
        skill=[j % domains * 4 + j // domains % 4 for j in places],
        band=rng.integers(0, 5, len(places)).tolist(),
        guess=rng.choice([1 / 3, 1 / 4, 1 / 6, 0.02], len(places)).tolist(),
        servable=[j // domains != 9 for j in places],
    )


def even_bank(*, bands: Sequence[int], skills: Sequence[int] | None = None) -> ItemBank:
    """Questions of one domain that differ in nothing but level and skill."""
    return item_bank(
        domains=1,
        domain=[0 for _ in bands],
        skill=skills or list(range(len(bands))),
        band=bands,
        guess=[0.25 for _ in bands],
        servable=[True for _ in bands],
    )


def aim(*, target: Sequence[float] = (0.7,), weight: Sequence[float] = (2,)) -> Aim:
    return Aim(np.array(target, dtype=float), np.array(weight, dtype=float))


def posterior_of(
    *,
    bank: ItemBank,
    answers: Sequence[tuple[int, Outcome]] = (),
    ratings: dict[int, int] | None = None,
) -> Posterior:
    return estimate(launch_prior(bank.domains), bank, ratings or {}, answers)


def gaussian(*, mean: Sequence[float], sd: Sequence[float], correlation: float = 0.0) -> Posterior:
    """A posterior made by hand."""
    centre, width = np.array(mean, dtype=float), np.array(sd, dtype=float)
    related = np.full((len(mean), len(mean)), correlation)
    np.fill_diagonal(related, 1.0)
    density = np.exp(-0.5 * ((GRID - centre[:, None]) / width[:, None]) ** 2)
    density /= density.sum(axis=1, keepdims=True)
    return Posterior(centre, related * np.outer(width, width), density, 0.5)


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
        log.append((item, RIGHT if right else WRONG if guesses else UNKNOWN))
    return Learner(goal, tuple(item for item, _ in log))


BANK = random_bank()


@pytest.fixture(scope="module")
def learners() -> list[Learner]:
    """100 quick assessments."""
    return [simulate(bank=BANK, questions=Length.QUICK.questions, seed=seed) for seed in range(100)]


@pytest.fixture(scope="module")
def longer() -> list[Learner]:
    """Assessments of other lengths, up to the standard one."""
    return [
        simulate(bank=BANK, questions=questions, seed=1000 + 10 * questions + n)
        for questions in (19, 25, Length.STANDARD.questions)
        for n in range(8)
    ]


# Whole assessments


def test_no_question_is_asked_twice(learners: list[Learner], longer: list[Learner]) -> None:
    for learner in learners + longer:
        assert len(set(learner.asked)) == len(learner.asked)


def test_every_domain_with_a_weight_is_asked_before_the_end(
    learners: list[Learner], longer: list[Learner]
) -> None:
    for learner in learners + longer:
        asked = {int(BANK.domain[item]) for item in learner.asked}
        assert asked >= set(np.flatnonzero(learner.aim.weight > 0).tolist())


def test_18_questions_reach_18_weighted_domains() -> None:
    everything = Aim(np.full(DOMAINS, 0.7), np.ones(DOMAINS))
    asked: list[int] = []
    posterior = posterior_of(bank=BANK)
    for left in range(18, 0, -1):
        item = next_item(posterior, BANK, everything, asked=asked, left=left, seed=(left,))
        assert item is not None
        asked.append(item)
    assert sorted(BANK.domain[asked]) == list(range(DOMAINS))


def test_drafts_are_never_asked(learners: list[Learner], longer: list[Learner]) -> None:
    asked = [item for learner in learners + longer for item in learner.asked]
    assert not BANK.servable.all()
    assert BANK.servable[asked].all()


def test_no_question_is_shown_to_half_of_the_learners(learners: list[Learner]) -> None:
    shown = Counter(item for learner in learners for item in learner.asked)
    assert max(shown.values()) < 0.5 * len(learners)


def test_most_of_the_bank_is_used(learners: list[Learner]) -> None:
    shown = {item for learner in learners for item in learner.asked}
    assert len(shown) > 0.8 * BANK.servable.sum()


def test_a_domain_without_a_weight_is_asked_less(longer: list[Learner]) -> None:
    needed, needless = [], []
    for learner in longer:
        times = np.bincount(BANK.domain[list(learner.asked)], minlength=DOMAINS)
        needed += times[learner.aim.weight > 0].tolist()
        needless += times[learner.aim.weight == 0].tolist()
    assert np.mean(needless) < 0.5 * np.mean(needed)


def test_a_second_assessment_asks_nothing_from_the_first(learners: list[Learner]) -> None:
    for seed, first in enumerate(learners[:5]):
        second = simulate(bank=BANK, questions=18, seed=seed, avoid=first.asked)
        assert not set(second.asked) & set(first.asked)


def test_a_simulated_assessment_can_be_repeated(learners: list[Learner]) -> None:
    assert simulate(bank=BANK, questions=18, seed=0).asked == learners[0].asked


# What may be asked


SMALL = random_bank(domains=2, per_domain=10, seed=5)
places = st.sets(st.integers(0, len(SMALL) - 1))


@settings(deadline=None, max_examples=60, derandomize=True)
@given(asked=places, avoid=places, left=st.integers(1, 30), seed=st.integers(0, 99))
def test_a_question_is_servable_unasked_and_fresh_while_fresh_ones_exist(
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
    allowed = free - avoid or free
    assert item in allowed if allowed else item is None


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


def test_other_seeds_choose_among_the_best_few() -> None:
    posterior, goal = posterior_of(bank=SMALL), aim(target=(0.7, 0.0), weight=(2, 1))
    choices = {
        next_item(posterior, SMALL, goal, asked=[], left=9, seed=(person, 0))
        for person in range(200)
    }
    worth = np.where(SMALL.servable, gains(posterior, SMALL, goal), -1)
    assert choices == set(np.argsort(-worth)[:TOP].tolist())


# Worth


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
    strong = gains(posterior_of(bank=bank, answers=[(j, RIGHT) for j in range(2, 8)]), bank, aim())
    weak = gains(posterior_of(bank=bank, answers=[(j, WRONG) for j in range(2, 8)]), bank, aim())
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


def test_a_skill_that_was_asked_gives_way_to_another() -> None:
    bank = even_bank(bands=[2] * 12, skills=[0, 1] * 6)
    posterior = posterior_of(bank=bank)
    chosen = {
        next_item(posterior, bank, aim(), asked=[0], left=9, seed=(person,)) for person in range(50)
    }
    assert {int(bank.skill[item]) for item in chosen if item is not None} == {1}


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

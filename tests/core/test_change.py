"""A change is called real when it is more than two measurements of the same abilities would show."""

from collections.abc import Sequence

import numpy as np
import pytest

from assessment.core.change import Change, Comparison, Verdict, compare
from assessment.core.posterior import Posterior
from assessment.core.prior import launch_prior
from assessment.core.scale import POINTS_PER_THETA
from assessment.core.simulation import Taken, learner, take
from tests.core.banks import aim, gaussian, posterior_of, random_bank

BANK = random_bank(domains=6, per_domain=40, seed=3)
PRIOR = launch_prior(6)
AIM = aim(target=[0.7] * 6, weight=[2] * 6)
NOTHING = posterior_of(bank=BANK)


def measured(
    theta: Sequence[float], seed: int, *, questions: int = 24
) -> tuple[dict[int, int], Taken, Posterior]:
    person = learner(PRIOR, (seed,), theta=np.array(theta))
    answers, posterior = take(person, PRIOR, BANK, AIM, questions, seed=seed)
    return person.ratings, answers, posterior


def changes(before: Sequence[float], after: Sequence[float], people: int = 60) -> list[Comparison]:
    """Comparisons of people who are tested twice, with abilities of their own around the two given ones."""
    found = []
    for person in range(people):
        own = np.random.default_rng(person).normal(0, 0.7) + np.random.default_rng(
            [person, 1]
        ).normal(0, 0.6, 6)
        first = measured(own + np.array(before), person)[2]
        second = measured(own + np.array(after), person + 1000)[2]
        found.append(compare(first, second, NOTHING, weight=AIM.weight))
    return found


def test_without_a_change_few_domains_are_said_to_have_changed() -> None:
    same = changes([0.0] * 6, [0.0] * 6)
    claims = [d.verdict is not Verdict.NOISE for found in same for d in found.domains]
    overall = [found.overall.verdict is not Verdict.NOISE for found in same]
    assert np.mean(claims) < 0.08
    assert np.mean(overall) < 0.12


def test_a_large_gain_everywhere_is_seen_overall() -> None:
    grown = changes([-1.0] * 6, [1.0] * 6, people=20)
    assert np.mean([found.overall.verdict is Verdict.UP for found in grown]) > 0.9
    assert not any(found.overall.verdict is Verdict.DOWN for found in grown)


def test_a_loss_is_a_gain_seen_backwards() -> None:
    one, other = measured([1.2] * 6, 1)[2], measured([-1.2] * 6, 2)[2]
    there = compare(one, other, NOTHING, weight=AIM.weight)
    back = compare(other, one, NOTHING, weight=AIM.weight)
    assert there.overall.verdict is Verdict.DOWN
    assert back.overall.verdict is Verdict.UP
    assert there.overall.points == pytest.approx(-back.overall.points)
    assert there.overall.standard_error == pytest.approx(back.overall.standard_error)


def test_the_same_evidence_twice_leaves_no_room_for_change() -> None:
    ratings, answers, posterior = measured([0.2] * 6, 4)
    found = compare(
        posterior,
        posterior,
        posterior_of(bank=BANK, answers=answers, ratings=ratings),
        weight=AIM.weight,
    )
    for change in (*found.domains, found.overall):
        assert change.points == 0
        assert change.standard_error < 0.5
        assert change.verdict is Verdict.NOISE


def test_what_was_carried_over_makes_the_standard_error_smaller() -> None:
    ratings, answers, _ = measured([0.2] * 6, 5)
    first = posterior_of(bank=BANK, answers=answers[:20], ratings=ratings)
    second = posterior_of(bank=BANK, answers=answers, ratings=ratings)
    apart = compare(first, second, NOTHING, weight=AIM.weight)
    carried = compare(first, second, first, weight=AIM.weight)
    for one, other in zip(carried.domains, apart.domains, strict=True):
        assert one.standard_error < 0.7 * other.standard_error


def test_the_standard_error_of_independent_measurements_by_hand() -> None:
    prior = gaussian(mean=[0.0], sd=[1.0])
    first, second = gaussian(mean=[-0.5], sd=[0.6]), gaussian(mean=[0.5], sd=[0.8])
    found = compare(first, second, prior, weight=np.array([1.0])).domains[0]
    # 0.36 + 0.64 - 2 * 0.36 * 0.64 / 1
    assert found.standard_error == pytest.approx(np.sqrt(1 - 0.4608) * POINTS_PER_THETA)
    assert found.points == pytest.approx(POINTS_PER_THETA)


@pytest.mark.parametrize(
    ("points", "verdict"),
    [(19.5, Verdict.NOISE), (19.7, Verdict.UP), (-19.5, Verdict.NOISE), (-19.7, Verdict.DOWN)],
)
def test_the_verdict_changes_at_one_point_nine_six_standard_errors(
    points: float, verdict: Verdict
) -> None:
    assert Change(points, 10.0).verdict is verdict


def test_weights_decide_what_the_overall_change_is_about() -> None:
    first, second = (
        gaussian(mean=[0.0, 0.0], sd=[0.5, 0.5]),
        gaussian(mean=[1.0, -1.0], sd=[0.5, 0.5]),
    )
    prior = gaussian(mean=[0.0, 0.0], sd=[1.0, 1.0])

    def overall(*weight: float) -> float:
        return compare(first, second, prior, weight=np.array(weight)).overall.points

    assert overall(1, 0) == pytest.approx(POINTS_PER_THETA)
    assert overall(3, 1) == pytest.approx(POINTS_PER_THETA / 2)
    assert overall(0, 0) == pytest.approx(0)

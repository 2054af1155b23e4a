"""Inside a domain, a skill is set apart only where its answers say something."""

import pytest

from assessment.core.responses import Outcome
from assessment.core.skills import skill_offsets
from tests.core.banks import even_bank, posterior_of

BANK = even_bank(bands=[2] * 12, skills=[0] * 6 + [1] * 6)


def offsets(outcomes: list[Outcome]) -> dict[int, float]:
    answers = list(enumerate(outcomes))
    posterior = posterior_of(bank=BANK, answers=answers)
    return {o.skill: o.points for o in skill_offsets(posterior, BANK, answers)}


def test_a_skill_answered_better_than_the_rest_lies_above_its_domain() -> None:
    found = offsets([Outcome.RIGHT] * 6 + [Outcome.WRONG] * 6)
    assert found[0] > 0 > found[1]


def test_skills_answered_alike_lie_together() -> None:
    found = offsets([Outcome.RIGHT, Outcome.WRONG] * 6)
    assert found[0] == pytest.approx(found[1], abs=0.5)


def test_only_skills_with_answers_are_spoken_of() -> None:
    assert set(offsets([Outcome.RIGHT] * 3)) == {0}


def test_one_answer_never_says_something() -> None:
    answers = [(0, Outcome.WRONG), *((j, Outcome.RIGHT) for j in range(6, 12))]
    posterior = posterior_of(bank=BANK, answers=answers)
    lonely, many = skill_offsets(posterior, BANK, answers)
    assert (lonely.answers, lonely.says_something) == (1, False)
    assert many.answers == 6


def test_clear_answers_say_something_and_mixed_ones_do_not() -> None:
    clear = list(enumerate([Outcome.RIGHT] * 6 + [Outcome.WRONG] * 6))
    mixed = list(enumerate([Outcome.RIGHT, Outcome.WRONG] * 6))
    for answers, expected in ((clear, True), (mixed, False)):
        posterior = posterior_of(bank=BANK, answers=answers)
        found = skill_offsets(posterior, BANK, answers)
        assert any(offset.says_something for offset in found) is expected
        assert all(0 < offset.standard_error < 15 for offset in found)

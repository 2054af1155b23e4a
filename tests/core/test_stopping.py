"""An assessment has the length its learner chose, or ends with the bank."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.stopping import Length, is_over, questions_left

quick = settings(deadline=None, max_examples=50, derandomize=True)


@pytest.mark.parametrize(
    ("length", "questions"), [(Length.QUICK, 18), (Length.STANDARD, 32), (Length.THOROUGH, 60)]
)
def test_each_length_ends_with_its_last_question(length: Length, questions: int) -> None:
    assert length.questions == questions
    assert not is_over(length, questions - 1, left_in_bank=5)
    assert is_over(length, questions, left_in_bank=5)


@pytest.mark.parametrize("length", Length)
def test_minutes_are_about_three_quarters_of_a_minute_a_question(length: Length) -> None:
    assert length.minutes == pytest.approx(0.75 * length.questions, abs=2)


def test_longer_lengths_have_more_questions_and_take_longer() -> None:
    lengths = [Length.QUICK, Length.STANDARD, Length.THOROUGH]
    assert sorted(lengths, key=lambda length: length.questions) == lengths
    assert sorted(lengths, key=lambda length: length.minutes) == lengths


def test_an_assessment_ends_when_the_bank_is_empty() -> None:
    assert is_over(Length.QUICK, 3, left_in_bank=0)
    assert questions_left(Length.QUICK, 3, left_in_bank=0) == 0


def test_a_small_bank_limits_what_is_still_to_come() -> None:
    assert questions_left(Length.STANDARD, 2, left_in_bank=7) == 7
    assert questions_left(Length.STANDARD, 30, left_in_bank=7) == 2


@quick
@given(length=st.sampled_from(Length), answered=st.integers(0, 80), bank=st.integers(0, 80))
def test_an_assessment_is_over_exactly_when_no_question_is_left(
    length: Length, answered: int, bank: int
) -> None:
    assert is_over(length, answered, bank) == (questions_left(length, answered, bank) == 0)


@quick
@given(length=st.sampled_from(Length), bank=st.integers(1, 80))
def test_what_is_left_falls_by_one_with_every_answer(length: Length, bank: int) -> None:
    counts, answered = [], 0
    while not is_over(length, answered, bank - answered):
        counts.append(questions_left(length, answered, bank - answered))
        answered += 1
    assert counts == list(range(min(length.questions, bank), 0, -1))

"""What two assessments share is known from the answers themselves, and a question seen before proves no change."""

from datetime import UTC, datetime, timedelta

from assessment.core.change import Given, overlap
from assessment.core.responses import Outcome

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
RIGHT, WRONG = Outcome.RIGHT, Outcome.WRONG


def given(question: int, *, item: int = 0, day: int = 0, outcome: Outcome = RIGHT) -> Given:
    return Given(question, item or question * 10, outcome, NOON + timedelta(days=day))


def test_the_same_answer_at_the_same_moment_was_carried_over() -> None:
    found = overlap([given(1), given(2)], [given(1), given(2), given(3, day=9)])
    assert found.shared == [(10, RIGHT), (20, RIGHT)]
    assert found.later == [(10, RIGHT), (20, RIGHT), (30, RIGHT)]
    assert found.again == 0


def test_a_question_answered_anew_is_left_out_whatever_came_out() -> None:
    found = overlap([given(1, outcome=WRONG), given(2)], [given(1, day=9), given(3, day=9)])
    assert found.shared == []
    assert found.later == [(30, RIGHT)]
    assert found.again == 1


def test_a_revised_question_answered_anew_is_left_out_too() -> None:
    found = overlap([given(1, item=10)], [given(1, item=11, day=9)])
    assert (found.shared, found.later, found.again) == ([], [], 1)


def test_answers_that_were_not_carried_on_are_no_longer_shared() -> None:
    found = overlap([given(1), given(2)], [given(2)])
    assert (found.shared, found.later, found.again) == ([(20, RIGHT)], [(20, RIGHT)], 0)


def test_two_assessments_with_nothing_in_common_share_nothing() -> None:
    found = overlap([given(1)], [given(2, day=9)])
    assert (found.shared, found.later, found.again) == ([], [(20, RIGHT)], 0)
    assert overlap([], []).later == []

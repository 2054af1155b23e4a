"""A card asks an open question: not one that a single word answers."""

import pytest

from roadmap.core.probes import is_closed


@pytest.mark.parametrize(
    "ask",
    [
        "Have you ever used Git?",
        "A job failed last night. Did you look at its log?",
        "could you write this test first?",
        "Take the last outage: is the cause known?",
    ],
)
def test_a_question_that_yes_or_no_answers_is_closed(ask: str) -> None:
    assert is_closed(ask)


@pytest.mark.parametrize(
    "ask",
    [
        "Which job failed last, and what did you look at first?",
        "Tell me about the last review in which you changed your mind.",
        "Is it faster? Says who: how would you measure it?",
        "Islands of old code remain. What do you do with them?",
        "Have a look at this log and think aloud.",
        "",
    ],
)
def test_other_questions_are_open(ask: str) -> None:
    assert not is_closed(ask)

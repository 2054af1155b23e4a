"""How far the views of one domain lie apart: the order in which a talk takes them up."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.catalogue import Level
from tests.core.standings import standing

known = settings(deadline=None, max_examples=200, derandomize=True)
levels = st.none() | st.sampled_from(Level)


@pytest.mark.parametrize(
    ("self_rating", "mentor_rating", "apart"),
    [
        (None, None, 0),
        (Level.ENGINEER, None, 0),
        (Level.ARCHITECT, None, 2),
        (Level.STARTING, None, 2),
        (Level.FOUNDATION, Level.PROFESSIONAL, 2),
        (Level.STARTING, Level.ARCHITECT, 4),
    ],
)
def test_it_is_the_distance_of_the_two_that_differ_most(
    self_rating: Level | None, mentor_rating: Level | None, apart: int
) -> None:
    made = standing(
        score=50, standard_error=4, self_rating=self_rating
    )  # only Engineer is possible
    assert replace(made, mentor_rating=mentor_rating).lenses_apart == apart


def test_without_an_answer_only_the_ratings_can_differ() -> None:
    made = standing(score=50, standard_error=4, responses=0, self_rating=Level.STARTING)
    assert made.lenses_apart == 0
    assert replace(made, mentor_rating=Level.ARCHITECT).lenses_apart == 4


@known
@given(levels, levels, st.floats(0, 100), st.floats(1, 30), st.integers(0, 3))
def test_what_is_said_to_differ_lies_apart(
    own: Level | None, mentor: Level | None, score: float, error: float, responses: int
) -> None:
    made = standing(score=score, standard_error=error, responses=responses, self_rating=own)
    made = replace(made, mentor_rating=mentor)
    assert 0 <= made.lenses_apart <= 4
    assert not made.lenses_differ or made.lenses_apart > 0

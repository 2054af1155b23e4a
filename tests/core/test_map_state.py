"""What the map says of domains and steps, and that each state can be told apart without colour."""

import re
from pathlib import Path

import pytest

from roadmap.core.gaps import Standing, Verdict
from roadmap.core.map_state import MapState, domain_state, step_state
from roadmap.core.steps import StepFacts
from tests.core.standings import standing

ROOT = Path(__file__).resolve().parents[2]
MARKS = (ROOT / "templates/roadmap/_map_marks.html").read_text("utf-8")
CSS = (ROOT / "static/css/map.css").read_text("utf-8")
SHOWN = [state for state in MapState if state is not MapState.NEUTRAL]


def step(start: int, end: int) -> StepFacts:
    return StepFacts("step", "serving", start, end, 5, ())


def at(level: int, *, target: int = 4, weight: int = 2) -> Standing:
    """In the middle of a level, with a target in the middle of another."""
    return standing(score=20 * level + 10, target=20 * target + 10, weight=weight)


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        (30, Verdict.GAP),
        (44, Verdict.LIKELY_GAP),
        (50, Verdict.OPEN),
        (56, Verdict.ON_TARGET),
        (70, Verdict.STRENGTH),
    ],
)
def test_a_domain_has_the_verdict_of_the_report(score: float, verdict: Verdict) -> None:
    found = domain_state(standing(score=score, target=50))
    assert found == verdict
    assert found.label == verdict.label


def test_a_domain_that_the_role_does_not_need_says_so() -> None:
    assert domain_state(standing(score=10, target=0, weight=0)) is MapState.NOT_NEEDED


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (0, 1, MapState.ABOVE),
        (1, 2, MapState.ABOVE),
        (1, 3, MapState.NOW),
        (2, 3, MapState.NOW),
        (3, 4, MapState.LATER),
    ],
)
def test_a_step_is_seen_from_the_level_of_the_learner(
    start: int, end: int, state: MapState
) -> None:
    assert step_state(step(start, end), at(2)) is state


def test_a_step_beyond_what_the_role_asks_comes_later() -> None:
    assert step_state(step(2, 3), at(2, target=2)) is MapState.NOW
    assert step_state(step(2, 3), at(2, target=1)) is MapState.LATER


def test_a_step_in_a_domain_that_the_role_does_not_need_says_so_unless_it_is_passed() -> None:
    assert step_state(step(2, 3), at(2, weight=0)) is MapState.NOT_NEEDED
    assert step_state(step(0, 1), at(2, weight=0)) is MapState.ABOVE


def test_without_a_standing_nothing_is_said() -> None:
    assert domain_state(None) is step_state(step(0, 1), None) is MapState.NEUTRAL
    assert MapState.NEUTRAL.label == MapState.NEUTRAL.meaning == ""


@pytest.mark.parametrize("mark", ["doing", "done", "skipped"])
def test_what_the_learner_marked_goes_before_where_they_stand(mark: str) -> None:
    assert (
        step_state(step(0, 1), at(2), mark) is step_state(step(2, 3), None, mark) is MapState(mark)
    )


def test_a_step_marked_as_to_do_is_like_one_without_a_mark() -> None:
    assert step_state(step(0, 1), at(2), "todo") is MapState.ABOVE
    assert step_state(step(0, 1), None, "todo") is MapState.NEUTRAL


def test_every_state_has_words_of_its_own() -> None:
    assert all(state.label and state.meaning for state in SHOWN)
    assert len({state.label for state in SHOWN}) == len(SHOWN)


def test_every_state_has_a_mark_and_a_look() -> None:
    marks = dict(re.findall(r'<symbol id="mark-([\w-]+)"[^>]*>(.*?)</symbol>', MARKS))
    assert set(marks) == {str(state) for state in SHOWN}
    assert len(set(marks.values())) == len(SHOWN)
    looks = set(re.findall(r"\.spot\.([\w-]+)", CSS))
    assert {str(state) for state in SHOWN} <= looks

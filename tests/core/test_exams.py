"""The chance to pass an exam: right for a learner who is known exactly, wider where less is known, never lower for more skill."""

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.core.exams import GUESS, SHARED, Chance, Exam, _curve, _draws, chance
from roadmap.core.gaps import Standing
from tests.core.standings import standing

DOMAINS = ("monitoring", "pipelines", "serving")
EXAM = Exam(75, 72, 2, dict.fromkeys(DOMAINS, 1 / 3))
EXACT = 1e-6  # a standard error that leaves no doubt


def people(score: float, standard_error: float) -> dict[str, Standing]:
    """Somebody with the same score in every domain."""
    return {d: standing(domain=d, score=score, standard_error=standard_error) for d in DOMAINS}


def binomial_tail(n: int, at_least: int, p: float) -> float:
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(at_least, n + 1))


def right_at(score: float) -> float:
    """The probability of a right answer that an exact score means in an exam for the level Engineer."""
    return chance(EXAM, people(score, EXACT)).percent / 100


# The exam


@pytest.mark.parametrize(
    ("questions", "percent", "right"), [(75, 72, 54), (40, 65, 26), (10, 75, 8), (3, 1, 1)]
)
def test_the_pass_mark_is_rounded_up_to_whole_answers(
    questions: int, percent: int, right: int
) -> None:
    assert replace(EXAM, questions=questions, pass_percent=percent).right_answers == right


def test_the_pass_score_is_where_the_expected_part_of_right_answers_is_the_pass_mark() -> None:
    assert right_at(EXAM.pass_score) == pytest.approx(0.72, abs=0.002)


def test_the_middle_of_its_level_knows_half_the_answers_and_guesses_a_quarter_of_the_rest() -> None:
    # The level Engineer lies around theta 0; questions below and above it weigh the same, so half are known there.
    assert right_at(50) == pytest.approx(0.5 + 0.5 * GUESS, abs=1e-3)


def test_a_higher_level_has_harder_questions() -> None:
    percents = [chance(replace(EXAM, level=level), people(50, 8)).percent for level in (1, 2, 3, 4)]
    assert percents == sorted(percents, reverse=True)
    assert len(set(percents)) == 4


# The chance


def test_for_someone_known_exactly_it_is_the_binomial_distribution() -> None:
    for score in (40, 60, 66, 75):
        found = chance(EXAM, people(score, EXACT))
        expected = binomial_tail(75, 54, found.percent / 100)
        assert found.passes == pytest.approx(expected, abs=1e-6)


def test_the_interval_of_right_answers_is_that_of_75_questions_when_the_learner_is_known() -> None:
    found = chance(EXAM, people(50, EXACT))
    half = 100 * 1.2816 * (0.625 * 0.375 / 75) ** 0.5
    assert found.high - found.low == pytest.approx(2 * half, abs=0.01)


def test_doubt_about_the_learner_makes_the_interval_wider_and_the_verdict_less_sure() -> None:
    sure, doubtful = chance(EXAM, people(80, 4)), chance(EXAM, people(80, 20))
    assert doubtful.high - doubtful.low > 1.3 * (sure.high - sure.low)
    assert doubtful.passes < sure.passes
    assert chance(EXAM, people(45, 20)).passes > chance(EXAM, people(45, 4)).passes


def test_doubts_of_different_domains_go_together_as_assumed() -> None:
    drawn = _draws(3)
    correlation = np.corrcoef(drawn, rowvar=False)
    assert correlation[np.triu_indices(3, 1)] == pytest.approx([SHARED] * 3, abs=0.05)
    assert drawn.mean(axis=0) == pytest.approx([0] * 3, abs=1e-12)
    assert drawn.std(axis=0) == pytest.approx([1] * 3, abs=0.05)


def test_many_domains_do_not_make_the_doubt_vanish() -> None:
    names = [f"domain-{n}" for n in range(30)]
    many = Exam(10_000, 72, 2, dict.fromkeys(names, 1 / 30))
    found = chance(many, {d: standing(domain=d, score=66, standard_error=20) for d in names})
    # Independent doubts would leave about a sixth of the spread of one domain; the common part leaves more than half.
    one = chance(Exam(10_000, 72, 2, {"a": 1.0}), {"a": standing(score=66, standard_error=20)})
    assert (found.high - found.low) > 0.45 * (one.high - one.low)


def test_a_domain_counts_by_its_share() -> None:
    mixed = people(50, EXACT) | {"serving": standing(domain="serving", score=90, standard_error=1)}
    mostly = replace(EXAM, shares={"serving": 0.8, "monitoring": 0.2})
    hardly = replace(EXAM, shares={"serving": 0.2, "monitoring": 0.8})
    assert chance(mostly, mixed).percent > chance(hardly, mixed).percent + 10


def test_what_is_not_tested_or_not_estimated_counts_as_guessed() -> None:
    half = replace(EXAM, shares={"serving": 0.5})
    expected = (right_at(70) + GUESS) / 2
    assert chance(half, people(70, EXACT)).percent == pytest.approx(100 * expected, abs=1e-3)
    other = replace(EXAM, shares={"serving": 0.5, "cooking": 0.5})
    assert chance(other, people(70, EXACT)) == chance(half, people(70, EXACT))


def test_the_range_is_that_of_half_a_level_harder_and_easier() -> None:
    found = chance(EXAM, people(66, EXACT))
    assert found.at_least == pytest.approx(chance(EXAM, people(56, EXACT)).passes, abs=1e-6)
    assert found.at_most == pytest.approx(chance(EXAM, people(76, EXACT)).passes, abs=1e-6)


# In words


@pytest.mark.parametrize(
    ("passes", "words"),
    [
        (0.0, "hardly anyone"),
        (0.049, "hardly anyone"),
        (0.05, "about 1 in 10"),
        (0.31, "about 3 in 10"),
        (0.949, "about 9 in 10"),
        (0.95, "nearly everyone"),
        (1.0, "nearly everyone"),
    ],
)
def test_it_is_said_in_tenths(passes: float, words: str) -> None:
    assert Chance(passes, 0.1, 0.9, 50, 60, 70).words == words


def test_the_range_is_said_in_tenths_too() -> None:
    assert Chance(0.3, 0.12, 0.66, 50, 60, 70).range_words == "1 to 7 in 10"
    assert Chance(0.3, 0.31, 0.33, 50, 60, 70).range_words == "3 in 10"


# Whatever the learner

known = settings(deadline=None, max_examples=60, derandomize=True)
scores = st.lists(st.floats(0, 100), min_size=3, max_size=3)
errors = st.lists(st.floats(0.5, 25), min_size=3, max_size=3)
exams = st.builds(
    Exam,
    st.integers(1, 120),
    st.integers(1, 100),
    st.integers(1, 4),
    st.lists(st.floats(0, 0.33), min_size=3, max_size=3).map(
        lambda shares: dict(zip(DOMAINS, shares, strict=True))
    ),
)


def somebody(scores: list[float], errors: list[float]) -> dict[str, Standing]:
    return {
        d: standing(domain=d, score=score, standard_error=error)
        for d, score, error in zip(DOMAINS, scores, errors, strict=True)
    }


@known
@given(exam=exams, scores=scores, errors=errors)
def test_chances_lie_between_0_and_1_and_in_order(
    exam: Exam, scores: list[float], errors: list[float]
) -> None:
    found = chance(exam, somebody(scores, errors))
    assert 0 <= found.at_least <= found.passes + 1e-9
    assert found.passes <= found.at_most + 1e-9
    assert found.at_most <= 1
    assert 0 <= found.low <= found.percent <= found.high <= 100


@known
@given(
    exam=exams,
    scores=scores,
    errors=errors,
    which=st.integers(0, 2),
    more=st.floats(0, 60),
)
def test_a_higher_score_in_a_domain_never_lowers_the_chance(
    exam: Exam, scores: list[float], errors: list[float], which: int, more: float
) -> None:
    better = list(scores)
    better[which] = min(100.0, better[which] + more)
    before, after = (chance(exam, somebody(s, errors)) for s in (scores, better))
    assert after.passes >= before.passes - 1e-9
    assert after.at_least >= before.at_least - 1e-9
    assert after.percent >= before.percent - 1e-9


def test_the_curve_rises_from_guessing_to_knowing() -> None:
    for level in (1, 2, 3, 4):
        curve = _curve(level)
        assert (np.diff(curve) > 0).all()
        assert GUESS < curve[0] < 0.3
        assert 0.9 < curve[-1] < 1

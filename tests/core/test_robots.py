"""The robots pick as their names say, and their scores are those counted by hand."""

from math import sqrt

import pytest

from assessment.core import robots
from assessment.core.catalogue import Asks, Kind, Option, Question
from assessment.core.robots import RobotScore

STEM = "The nightly training of the orders model fails. What helps?"


def question(*texts: str, key: int = 0, kind: Kind = Kind.ONE, stem: str = STEM) -> Question:
    """Make a draft whose right option is the one at index `key`; a second key follows for `many`."""
    keys = {key, key + 1} if kind is Kind.MANY else {key}
    return Question(
        id="a-question",
        skill="a-skill",
        level=3,
        asks=Asks.APPLY,
        kind=kind,
        sources=("g0.s01-start",),
        stem=stem,
        options=tuple(
            Option(text=text, key=at in keys, because="A reason.") for at, text in enumerate(texts)
        ),
        status="draft",
    )


# The longest option is right, right for one of two that tie, and wrong.
BANK = [
    question("Wait a long while", "Ask", "Rest"),
    question("abcdef", "fedcba", "abc", "d", key=1),
    question("Ask", "Wait", "Call them all"),
]


def score(name: str, questions: list[Question]) -> RobotScore:
    return next(score for score in robots.run(questions) if score.name == name)


@pytest.mark.parametrize(
    ("robot", "options", "picks"),
    [
        (robots.longest, ["ab", "abcd", "abc"], {1}),
        (robots.longest, ["`abc`", "abcd", "**abcd**"], {1, 2}),
        (robots.shortest, ["ab", "abcd", "ab"], {0, 2}),
        (robots.stem_overlap, ["Train on fresh orders", "Train again", "Wait"], {0}),
        (robots.stem_overlap, ["Wait", "Ask", "Rest"], {0, 1, 2}),
        (robots.most_hedged, ["It is slow", "It is usually slow", "It is often slow"], {1, 2}),
        (robots.most_hedged, ["It is slow", "It is always slow", "Wait"], {0, 2}),
        (robots.most_specific, ["Wait an hour", "Wait 3600 s", "Ask"], {1}),
        (robots.most_specific, ["Move it to the API", "Move it", "Set `a_b` in the YAML"], {2}),
        (robots.odd_length, ["abcd", "abcde", "abcdefghij", "abcdef"], {2}),
        (robots.odd_length, ["ab", "abcd", "abcdef"], {0, 2}),
        (robots.convergence, ["stop pod", "stop node", "start pod", "start image"], {0, 2}),
        (robots.convergence, ["stop pod", "stop node", "read log"], {0, 1}),
    ],
)
def test_a_robot_picks_what_its_name_says(
    robot: robots.Robot, options: list[str], picks: set[int]
) -> None:
    assert robot(STEM, options) == picks


def test_a_position_is_counted_in_the_order_of_the_file() -> None:
    assert robots.position(STEM, ["a", "b", "c"], at=0) == {0}
    assert robots.position(STEM, ["a", "b", "c"], at=-1) == {2}
    assert robots.position(STEM, ["a", "b", "c"], at=3) == set()


def test_a_tie_scores_its_expected_value() -> None:
    found = score("longest option", BANK)
    assert found.questions == 3
    assert found.share == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert found.chance == pytest.approx((1 / 3 + 1 / 4 + 1 / 3) / 3)
    assert found.margin == pytest.approx(7 / 36)
    assert found.beats_chance


def test_the_interval_comes_from_differences_per_question() -> None:
    # Differences 24/36, 9/36 and -12/36: variance 327/36^2, over 3 questions 109/36^2.
    half = 1.96 * sqrt(109) / 36
    found = score("longest option", BANK)
    assert found.low == pytest.approx(7 / 36 - half)
    assert found.high == pytest.approx(7 / 36 + half)


def test_one_question_gives_no_interval() -> None:
    found = score("first option", BANK[:1])
    assert (found.share, found.low, found.high) == (1, -1, 1)


def test_a_position_passes_where_there_is_no_such_option() -> None:
    fourth = score("fourth option", BANK)
    assert (fourth.questions, fourth.share, fourth.chance) == (1, 0, 0.25)
    assert "fourth option" not in {found.name for found in robots.run(BANK[:1])}


def test_a_robot_without_a_clue_scores_chance() -> None:
    found = score("most hedged", BANK)
    assert found.margin == pytest.approx(0)
    assert not found.beats_chance


def test_up_to_four_points_above_chance_are_allowed() -> None:
    assert not RobotScore("r", 100, 0.28, 0.25, 0, 0.06).beats_chance
    assert RobotScore("r", 100, 0.30, 0.25, 0.01, 0.09).beats_chance


def test_other_kinds_are_passed_over() -> None:
    many = question("Wait", "Ask", "Rest", "Read", kind=Kind.MANY)
    assert robots.run([many]) == ()
    assert robots.run([*BANK, many]) == robots.run(BANK)
    assert robots.key_lengths([many]) is None


def test_key_lengths_compare_keys_with_other_options() -> None:
    # Keys of 17, 6 and 3 characters; the others have 3, 4, 6, 3, 1, 4 and 13.
    found = robots.key_lengths(BANK)
    assert found
    assert found.questions == 3
    assert found.longest == pytest.approx(1 / 2)
    assert found.chance == pytest.approx(11 / 36)
    assert found.ratio == 6 / 4


def test_a_score_is_one_line_below_its_headings() -> None:
    line = str(RobotScore("longest option", 389, 0.25321, 0.26864, -0.05527, 0.02442))
    assert line.split() == [
        *("longest", "option", "389", "25.3%", "26.9%", "-1.5%", "-5.5%", "to", "+2.4%")
    ]
    for heading, cell in (
        ("questions", "389"),
        ("right", "25.3%"),
        ("chance", "26.9%"),
        ("difference", "-1.5%"),
    ):
        assert robots.HEADER.index(heading) + len(heading) == line.index(cell) + len(cell)


def test_lines_of_scores_are_aligned() -> None:
    lines = [str(score) for score in robots.run(BANK)]
    assert len({len(line) for line in lines}) == 1


def test_key_lengths_are_one_sentence() -> None:
    assert str(robots.key_lengths(BANK)) == (
        "The key is the longest option in 50.0% of 3 questions (chance 30.6%); "
        "the median key is 1.50 times as long as the median other option."
    )

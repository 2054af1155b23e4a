"""A reviewer sees no key and no reason, and their answers are compared as a learner's would be."""

from collections import Counter
from typing import Any

import pytest

from assessment.core.blind_review import LETTERS, Comparison, compare, sheet, shown_options
from assessment.core.catalogue import Kind, Question
from tests.core.questions import question

KEY, REASON = "KEY-CANARY", "REASON-CANARY"


def canary(identity: str, **fields: Any) -> Question:
    """A question whose reasons must not be printed."""
    made = question(id=identity, stem=f"Stem of {identity}?", **fields)
    options = [
        option.model_copy(update={"because": REASON, "misconception": None if option.key else KEY})
        for option in made.options
    ]
    return made.model_copy(update={"options": tuple(options)})


ONE = canary("one-right", exhibit="GET /predict 500", exhibit_label="A line of a log")
MANY = question("Roll back", "Ask", "Wait", "Rest", id="two-right", keys=2)
ORDER = question("First this", "Then that", "At last this", id="in-order", keys=0, kind="order")
NUMBER = question(
    id="a-number",
    kind="number",
    answer=12.5,
    tolerance=0.1,
    unit="hours",
    because=REASON,
    slips=({"value": 77, "because": REASON, "misconception": "key-canary"},),
)
ALL = (ONE, MANY, ORDER, NUMBER)


def letters(asked: Question, *texts: str) -> list[str]:
    """The letters under which the sheet shows these options."""
    shown = [option.text for option in shown_options(asked)]
    return [LETTERS[shown.index(text)] for text in texts]


def right_answer(asked: Question) -> Any:
    if asked.kind is Kind.NUMBER:
        return str(asked.answer)
    keys = asked.options if asked.kind is Kind.ORDER else asked.keys
    found = letters(asked, *(option.text for option in keys))
    return found[0] if asked.kind is Kind.ONE else found


# The sheet


def test_the_sheet_shows_what_a_learner_sees() -> None:
    text = "\n".join(sheet(ALL))
    for asked in ALL:
        assert text.count(f"## {asked.id} (") == 1
        assert text.count(asked.stem) >= 1
        for option in asked.options:
            assert f") {option.text}" in text
    assert "[A line of a log]\n\nGET /predict 500" in text
    assert "Unit: hours" in text


def test_the_sheet_gives_no_key_and_no_reason_away() -> None:
    text = "\n".join(sheet(ALL)).casefold()
    for secret in (KEY, REASON, "12.5", "77", "because", "true", "reviewed"):
        assert secret.casefold() not in text


def test_the_sheet_is_the_same_every_time_and_not_in_the_order_of_the_file() -> None:
    bank = [question(id=f"q{n}") for n in range(30)]
    lines = list(sheet(bank))
    assert lines == list(sheet(bank))
    asked = [line.split()[1] for line in lines if line.startswith("\n## ")]
    assert sorted(asked) == sorted(one.id for one in bank)
    assert asked != [one.id for one in bank]


def test_the_letter_of_the_key_tells_nothing() -> None:
    bank = [question(id=f"q{n}") for n in range(300)]
    places = Counter(right_answer(one) for one in bank)
    assert set(places) == {"a", "b", "c"}
    assert min(places.values()) > 70


@pytest.mark.parametrize(
    ("asked", "how"),
    [
        (ONE, "one letter"),
        (MANY, "letters, such as [a, c]"),
        (NUMBER, "a number"),
        (ORDER, "letters in order, such as [b, a, c]"),
    ],
)
def test_the_sheet_says_how_to_answer(asked: Question, how: str) -> None:
    assert f"\n## {asked.id} ({how})\n" in list(sheet([asked]))


# The comparison


def test_right_answers_agree() -> None:
    answers = {asked.id: right_answer(asked) for asked in ALL}
    assert compare(ALL, answers) == Comparison(4, 4, (), ())


def test_a_question_without_an_answer_is_missing() -> None:
    assert compare(ALL, {"one-right": right_answer(ONE), "of-old": "a"}) == Comparison(
        4, 1, (), ("two-right", "in-order", "a-number")
    )


def test_a_disagreement_names_both_answers() -> None:
    wrong = letters(ONE, ONE.others[0].text)[0]
    (said,) = compare([ONE], {"one-right": wrong}).disagreed
    assert said == f"one-right: reviewer said {wrong}, the key is {right_answer(ONE)}"
    (said,) = compare([NUMBER], {"a-number": "77"}).disagreed
    assert said == "a-number: reviewer said 77, the key is 12.5 ± 0.1"


def test_letters_of_many_may_come_in_any_order_and_steps_may_not() -> None:
    assert compare([MANY], {"two-right": right_answer(MANY)[::-1]}).agreed == 1
    assert compare([ORDER], {"in-order": right_answer(ORDER)[::-1]}).agreed == 0


def test_many_needs_all_its_keys_and_nothing_else() -> None:
    keys, wrong = right_answer(MANY), letters(MANY, "Wait")
    for said in (keys[:1], keys[0], keys + wrong, [], wrong):
        assert compare([MANY], {"two-right": said}).agreed == 0


@pytest.mark.parametrize(("said", "agreed"), [("12.4", 1), ("12.6", 1), ("12.39", 0), ("12.61", 0)])
def test_a_number_within_its_tolerance_agrees(said: str, agreed: int) -> None:
    assert compare([NUMBER], {"a-number": said}).agreed == agreed


@pytest.mark.parametrize(
    "said", ["", "?", "f", "z", "ab", "abc", "A", [], ["a", ["b"]], {"a": "b"}]
)
def test_what_is_no_letter_of_the_sheet_never_agrees(said: Any) -> None:
    for n in range(12):
        asked = question(id=f"q{n}")
        found = compare([asked], {asked.id: said})
        assert (found.agreed, len(found.disagreed)) == (0, 1)


@pytest.mark.parametrize("said", ["", "?", "twelve", "12.5 hours", "nan", "inf", [], ["12.5"]])
def test_what_is_no_number_never_agrees(said: Any) -> None:
    found = compare([NUMBER], {"a-number": said})
    assert (found.agreed, len(found.disagreed)) == (0, 1)

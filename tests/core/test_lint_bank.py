"""The lint of the whole bank says what is missing, and how much of it."""

from typing import Any

from assessment.core.catalogue import Asks, Option, Question
from assessment.core.lint import lint_bank
from tests.core.questions import draft, question

# Three skills by eight questions fill one domain; each stem has words of its own.


def bank(**fields: Any) -> list[Question]:
    letters = "abcdefghijklmnopqrstuvwx"
    return [
        question(
            id=f"q{at}",
            skill=f"skill-{at % 3}",
            level=at % 5 + 1,
            stem=" ".join(letter * 3 + end for end in ("one", "two", "six")),
            **fields,
        )
        for at, letter in enumerate(letters)
    ]


DOMAIN = {"a-domain": ("skill-0", "skill-1", "skill-2")}


def test_a_full_bank_has_no_problems() -> None:
    assert lint_bank(bank(), DOMAIN, ()) == []


def test_a_skill_needs_three_questions() -> None:
    domain = {"a-domain": (*DOMAIN["a-domain"], "skill-3")}
    assert lint_bank(bank(), domain, ()) == [
        "skill skill-3: 0 live questions, write at least 3 more"
    ]


def test_a_domain_needs_twenty_two_questions() -> None:
    assert lint_bank(bank()[:22], DOMAIN, ()) == []
    assert lint_bank(bank()[:21], DOMAIN, ()) == [
        "domain a-domain: 21 live questions, write at least 1 more"
    ]


def test_each_band_of_a_domain_needs_three_questions() -> None:
    flat = [q.model_copy(update={"level": 4}) if q.level == 5 else q for q in bank()]
    assert lint_bank(flat, DOMAIN, ()) == [
        "domain a-domain, band 5: 0 live questions, write at least 3 more"
    ]


def test_drafts_do_not_count() -> None:
    problems = lint_bank(bank(status="draft", reviewed=None), DOMAIN, ())
    assert "domain a-domain: 0 live questions, write at least 22 more" in problems


def test_a_listed_misconception_needs_two_wrong_options() -> None:
    wrong: dict[str, Any] = {"key": False, "because": "A reason.", "misconception": "drift"}
    options = [
        Option(text="Roll back", key=True, because="A reason."),
        Option(text="Ask", **wrong),
    ]
    once = question(id="once").model_copy(
        update={"options": (*options, Option(text="Wait", because="A reason."))}
    )
    twice = once.model_copy(update={"options": (*options, Option(text="Wait", **wrong))})
    assert lint_bank([once], {}, ["drift"]) == [
        "misconception drift: on 1 wrong options, put it on 1 more"
    ]
    assert lint_bank([twice], {}, ["drift"]) == []


def test_at_most_fifteen_in_a_hundred_questions_above_band_two_ask_for_recall() -> None:
    def upper(recall: int) -> list[Question]:
        return [
            q.model_copy(update={"level": 3, "asks": Asks.RECALL if at < recall else Asks.APPLY})
            for at, q in enumerate(bank()[:20])
        ]

    assert lint_bank(upper(3), {}, ()) == []
    assert lint_bank(upper(4), {}, ()) == [
        "4 of 20 questions above band 2 ask for recall: ask for use"
    ]
    low = [q.model_copy(update={"level": 2}) for q in upper(20)]
    assert lint_bank(low, {}, ()) == []


def test_reworded_stems_are_near_duplicates_also_among_drafts() -> None:
    one = draft(
        id="one",
        stem="Nightly training fails after the schema of the orders table changes. Why?",
    )
    two = draft(
        id="two",
        stem="Training fails nightly when the schema of the orders table changed. Why?",
    )
    far = draft(id="far", stem="Nightly training slows down after the orders table grows. Why?")
    assert lint_bank([one, two, far], {}, ()) == [
        "questions one and two have nearly the same stem: change or drop one"
    ]


def test_one_stem_over_two_exhibits_is_two_questions() -> None:
    shown = {"stem": "What is wrong here?", "exhibit_label": "A log"}
    one = draft(id="one", exhibit="disk full while writing checkpoint", **shown)
    two = draft(id="two", exhibit="connection refused by broker", **shown)
    assert lint_bank([one, two], {}, ()) == []

"""Each lint rule catches its fault and leaves good questions alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assessment.core.catalogue import Asks, Option, Question
from assessment.core.lint import content_words, lint, lint_bank, main

STEM = "A nightly job ends with an error. Where do you look first?"
GOOD = (
    "In the log of the scheduler",
    "In the list of commits",
    "In the cluster's events",
)


def question(*texts: str, stem: str = STEM, keys: int = 1, **fields: Any) -> Question:
    """Make a question whose first `keys` options are right."""
    options = (
        ()
        if fields.get("kind") == "number"
        else tuple(
            Option(text=text, key=at < keys, because="A reason.")
            for at, text in enumerate(texts or GOOD)
        )
    )
    defaults: dict[str, Any] = {
        "id": "a-question",
        "skill": "a-skill",
        "level": 3,
        "asks": "apply",
        "kind": "many" if keys > 1 else "one",
        "sources": ("g0.s01-start",),
        "reviewed": date(2026, 11, 21),
    }
    return Question(stem=stem, options=options, **defaults | fields)


def draft(**fields: Any) -> Question:
    return question(status="draft", reviewed=None, **fields)


def test_a_good_question_has_no_problems() -> None:
    assert lint(question()) == []


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        # length: 24 against 12 characters
        (
            question("Restart the whole server", "Ask a friend", "Do it again"),
            "12 characters longer",
        ),
        # of two keys, only the second is too long
        (
            question("Add a pod", "Add a much larger node", "Halve it", "Read logs", keys=2),
            "13 characters longer",
        ),
        (
            question("Roll back", "Never roll back", "Wait"),
            "absolute term only in wrong options (never)",
        ),
        (
            question("Roll back", "Only wait", "Ask"),
            "absolute term only in wrong options (only)",
        ),
        (
            question("It is usually slow", "It is always slow", "It is fast"),
            "(usually)",
        ),
        (
            question("It may be slow", "It is very slow", "It is fast"),
            "hedge only in the key (may be)",
        ),
        (
            question(
                "Retraining on late labels",
                "A larger machine for it",
                "A second copy of it",
                stem="Labels come late and the model must be retrained. What helps?",
            ),
            "(labels, late, retraining)",
        ),
        (question("Roll back", "Wait", "All of the above"), "points at other options"),
        (question("Roll back", "Wait", "None of these"), "points at other options"),
        (question("Roll back", "Wait", "Both A and B"), "points at other options"),
        (question("Roll back", "Wait", "A and B only"), "points at other options"),
        (question("Roll back", "Wait", "Both"), "points at other options"),
        (question(stem="Which step is not needed?"), "turns on 'not'"),
        (question(stem="Which step doesn't help?"), 'turns on "doesn\'t"'),
        (question(stem="Choose the step that is not needed."), "turns on 'not'"),
        (question(stem="All of these help except:"), "turns on 'except'"),
        (question("Roll back.", "roll back", "Wait"), "say the same"),
        (question("Roll back", "Roll back and wait", "Ask"), "is contained in"),
        (question("Old pod log or pod log, too", "Pod log", "Ask a friend"), "is contained in"),
        (question("Option B is right", "Wait", "Ask"), "points at other options"),
        (
            question("Stop the old job", "Stop the old job by hand", "Ask"),
            "is contained in",
        ),
        (
            question("node", "image", "pod", stem="The scheduler places a"),
            "does not fit 'image'",
        ),
        (
            question("image", "unit", "error", stem="What fails is an"),
            "does not fit 'unit'",
        ),
        (
            question("the pod", "the nodes", "the disk", stem="What fails is:"),
            "fit 'the nodes'",
        ),
        (
            question("a pod", "nodes", "disks", stem="The parts that fail are …"),
            "fit 'a pod'",
        ),
        (question(stem="word " * 91), "91 words"),
    ],
)
def test_a_fault_is_named_once(faulty: Question, message: str) -> None:
    assert sum(message in problem for problem in lint(faulty)) == 1


@pytest.mark.parametrize(
    "good",
    [
        # 11 characters longer, then 12 characters but not more than a fifth
        question("Ask the other team", "Ask her", "Wait"),
        question("x" * 72, "y" * 60, "z" * 50),
        question("Wait", "A longer wrong option is a matter of taste", "Ask"),
        question("Always roll back", "Never roll back", "Wait"),
        question("Roll back", "Set `only: main` in the file", "Mount it read-only"),
        question("Roll back", "Send all traffic to it", "Restart every node"),
        question("Roll back", "Keep a standby machine always on", "Not only wait"),
        question("It is often slow", "It is usually slow", "It is fast"),
        question("Where both jobs can read it", "Where each job has a copy", "On a disk"),
        question("Where both jobs may read it", "Where the first job began", "On a disk"),
        question("In May", "In June", "In July"),
        # the key shares two words with the stem, but a wrong option shares one of them
        question("In the nightly job", "In the nightly list", "In the events"),
        # code of the stem may come back
        question(
            "`kubectl get`, as `root`",
            "`ls`, as `me`",
            "`rm`",
            stem="`kubectl get` fails as `root`. Why?",
        ),
        question("A and B do not differ", "A is slower than B", "B is slower than A"),
        question(
            "All of these checks run first", "One of these checks runs first", "No check runs"
        ),
        # the wrong option shares `read` within code
        question(
            "Let them read the sales data",
            "Take `data.read` away from them",
            "Encrypt it all",
            stem="They read it to train on sales. What helps?",
        ),
        question("It answers 5 requests", "It answers 6 requests", "It stops"),
        question("Read the HTTP header", "Read the log", "Wait", stem="Which HTTPS header helps?"),
        question(stem="Which step is **not** needed?"),
        question(stem="The logs lie elsewhere, which the key cannot reach. What helps?"),
        question(stem="Someone who enters should not see the disk. Choose one."),
        question(stem="Which step does NOT help?"),
        question(stem="The pod does not start. Which step helps?"),
        question(stem="Which cause explains that the pod does not start?"),
        question(stem="What is the likely reason the pods are not placed?"),
        question(stem="A step runs `except ValueError`. What does it catch?"),
        question("5", "15", "5 and 15"),
        question("10 %", "10 % and more", "1 %"),
        question("Mean squared error", "Root mean squared error", "Mean error"),
        question("Recall", "Recall at ten", "Precision"),
        question("`git fetch`", "`git fetch --prune`", "`git pull`"),
        question("`a & b`", "`a | b`", "`a ^ b`"),
        question("pod", "node", "unit", stem="The scheduler places a"),
        question("image", "hour", "update", stem="What is missing is an"),
        question("image", "pod", "unit", stem="The scheduler places a(n)"),
        question("RPC", "REST call", "SLO", stem="What he means is an"),
        question("the pod", "the process", "Kubernetes", stem="What fails is:"),
        question("the pods", "the nodes", "the disks", stem="The tool restarts:"),
        question("image", "pod", "nodes", stem="Is it an image or a pod?"),
        question(stem="word " * 90),
    ],
)
def test_a_look_alike_of_a_fault_is_left_alone(good: Question) -> None:
    assert lint(good) == []


def test_a_question_of_kind_order_or_number_has_no_key_to_give_away() -> None:
    steps = ("Never wait", "Usually build the image of the service", "Test it")
    assert lint(question(*steps, keys=0, kind="order")) == []
    number = question(
        kind="number",
        answer=2,
        tolerance=0,
        unit="hours",
        because="A reason.",
        slips=({"value": 3, "because": "A reason."},),
    )
    assert lint(number) == []


def test_forms_of_a_word_share_one_root() -> None:
    forms = content_words(
        "retrain retrains retrained retraining serve serving stop stopped policy policies"
    )
    assert set(forms) == {"retrain", "serv", "stop", "policy"}


# The bank. Three skills by eight questions fill one domain; each stem has words of its own.


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


FILE = """
- id: a-question
  skill: a-skill
  level: 3
  asks: apply
  sources: [g0.s01-start]
  stem: Which step is {word} needed?
  options:
    - {{text: No, key: true, because: A reason.}}
    - {{text: 1.10, because: A reason.}}
    - {{text: 12:30, because: A reason.}}
  status: draft
"""


def test_the_command_prints_nothing_for_a_good_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(FILE.format(word="**not**"))
    assert main([str(file)]) == 0
    assert capsys.readouterr().out == ""


def test_the_command_prints_file_id_and_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(FILE.format(word="not"))
    assert main([str(file)]) == 1
    assert capsys.readouterr().out.startswith(f"{file}: a-question: the question turns on")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- id: x\n  stem: y", "x: skill: Field required"),
        ("- just words", "entry 1: question: "),
        ("- [", "-: cannot be read: "),
        ("just words", "-: not a list of questions"),
    ],
)
def test_the_command_names_what_is_no_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(text)
    assert main([str(file)]) == 1
    assert f"{file}: {message}" in capsys.readouterr().out

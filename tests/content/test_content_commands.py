"""The commands around content: `check` refuses it when bad, `reviewsheet` hides the keys, `testbank` judges the bank."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError

from assessment.core.blind_review import LETTERS, shown_options
from assessment.core.loading import load_content
from assessment.core.robots import HEADER, ROBOTS
from roadmap.core.loading import load_roadmap
from tests.content.small import Files

SERVE, WATCH = "questions/serving.yaml", "questions/monitoring.yaml"


@pytest.fixture
def installed(files: Files, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Small content in the place of the project's own."""
    monkeypatch.setattr(load_content, "__defaults__", (files.assessment,))
    monkeypatch.setattr(load_roadmap, "__defaults__", (files.roadmap,))
    return files


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


# check


def test_check_accepts_good_content(installed: Files) -> None:
    assert "no issues" in printed("check")


def test_check_refuses_bad_content_with_file_line_and_reason(installed: Files) -> None:
    installed.edit(SERVE, "level: 3", "level: 6")
    installed.edit("domains/serving.yaml", "weight: core", "weight: heavy")
    with pytest.raises(SystemCheckError) as caught:
        printed("check")
    said = str(caught.value)
    assert "(assessment.E001) assessment/content/questions/serving.yaml:4: 'level' must be" in said
    assert "(assessment.E001) assessment/content/domains/serving.yaml:6: 'weight' must be" in said


def test_check_refuses_a_bad_roadmap(installed: Files) -> None:
    installed.edit("roadmap/steps/serving.yaml", "[local-endpoint]", "[rocket]")
    with pytest.raises(
        SystemCheckError, match=r"\(roadmap.E001\) roadmap/content/steps/serving.yaml:16"
    ):
        printed("check")


def test_check_reports_a_bad_assessment_once(installed: Files) -> None:
    installed.edit(SERVE, "level: 3", "level: 6")
    with pytest.raises(SystemCheckError) as caught:
        printed("check")
    assert str(caught.value).count("'level' must be") == 1
    assert "roadmap.E001" not in str(caught.value)


# reviewsheet


@pytest.fixture
def with_canaries(installed: Files) -> Files:
    """Content whose reasons and answers can be recognised wherever they turn up."""
    for name in (SERVE, WATCH):
        path = installed.path(name)
        lines = [
            line.partition("because:")[0] + "because: REASON-CANARY" if "because:" in line else line
            for line in path.read_text("utf-8").splitlines()
        ]
        path.write_text("\n".join(lines) + "\n", "utf-8")
    installed.edit(SERVE, "answer: 6", "answer: 654321")
    return installed


def test_the_sheet_prints_questions_without_keys_and_reasons(with_canaries: Files) -> None:
    text = printed("reviewsheet", "--domain", "all")
    for question in load_content().all_questions:
        assert question.stem in text
        assert all(option.text in text for option in question.options)
    for secret in ("CANARY", "654321", "key", "true", "mean-tells-all", "0.17", "2500"):
        assert secret not in text


def test_the_sheet_of_a_domain_holds_only_its_questions(installed: Files) -> None:
    text = printed("reviewsheet", "--domain", "serving")
    assert "## slow-first-request" in text
    assert "## steps-after-an-alert" not in text


def test_the_sheet_of_drafts_holds_only_drafts(installed: Files) -> None:
    text = printed("reviewsheet", "--domain", "all", "--drafts")
    assert text.count("\n## ") == 1
    assert "## inputs-moved-results-stable" in text


def test_an_unknown_domain_is_named(installed: Files) -> None:
    with pytest.raises(CommandError, match="There is no domain 'cooking'"):
        printed("reviewsheet", "--domain", "cooking")


def answers_in(folder: Path, text: str) -> str:
    path = folder / "answers.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def test_answers_are_compared_with_the_keys(installed: Files, tmp_path: Path) -> None:
    first = next(q for q in load_content().all_questions if q.id == "slow-first-request")
    shown = shown_options(first)
    right = LETTERS[shown.index(first.keys[0])]
    wrong = LETTERS[shown.index(first.others[0])]
    check = ("reviewsheet", "--domain", "serving", "--check")
    agreed = answers_in(tmp_path, f"slow-first-request: {right}\nseconds-for-a-batch: 6.2\n")
    assert printed(*check, agreed) == "2 of 2 agreed.\n"
    other = answers_in(tmp_path, f"slow-first-request: {wrong}\n")
    assert printed(*check, other).splitlines() == [
        f"slow-first-request: reviewer said {wrong}, the key is {right}",
        "seconds-for-a-batch: no answer",
        "0 of 2 agreed.",
    ]


@pytest.mark.parametrize("text", ["- a\n", "a: [\n", "a: 1\na: 2\n", ""])
def test_answers_that_cannot_be_read_are_refused(
    installed: Files, tmp_path: Path, text: str
) -> None:
    with pytest.raises(CommandError):
        printed("reviewsheet", "--domain", "serving", "--check", answers_in(tmp_path, text))


# testbank


def test_the_table_of_the_real_bank_has_a_line_for_every_robot() -> None:
    lines = printed("testbank").splitlines()
    assert lines[0] == HEADER
    assert [line[:22].strip() for line in lines[1 : len(ROBOTS) + 1]] == [
        name for name, _ in ROBOTS
    ]
    assert lines[len(ROBOTS) + 1].startswith("The key is the longest option in ")
    assert lines[-1].endswith("live questions; nothing to object.")


def test_a_thin_bank_fails_and_says_what_is_missing(installed: Files) -> None:
    with pytest.raises(CommandError) as caught:
        printed("testbank")
    said = str(caught.value).splitlines()
    assert "domain serving: 2 live questions, write at least 20 more" in said
    assert "skill drift-detection: 0 live questions, write at least 3 more" in said


def test_a_bank_that_a_robot_beats_fails_and_names_the_robot(installed: Files) -> None:
    with pytest.raises(CommandError, match="the robot “first option” beats chance"):
        printed("testbank")


def test_a_bank_without_live_questions_fails_with_words(installed: Files) -> None:
    for name in (SERVE, WATCH):
        path = installed.path(name)
        lines = path.read_text("utf-8").splitlines()
        drafted = ["  status: draft" if "reviewed:" in line else line for line in lines]
        path.write_text("\n".join(drafted) + "\n", "utf-8")
    with pytest.raises(CommandError, match="domain serving: 0 live questions"):
        printed("testbank")


@pytest.mark.parametrize("command", [("testbank",), ("reviewsheet", "--domain", "all")])
def test_commands_refuse_bad_content_with_file_and_line(
    installed: Files, command: tuple[str, ...]
) -> None:
    installed.edit(SERVE, "level: 3", "level: 6")
    with pytest.raises(CommandError, match=r"assessment/content/questions/serving\.yaml:4: "):
        printed(*command)

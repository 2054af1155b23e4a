"""What is read becomes entries that know their place; what is wrong in one is reported there."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from assessment.core.yaml_source import (
    ContentError,
    Located,
    Problem,
    parse_list,
    parse_one,
)
from tests.core.yaml_files import NESTED, source_of


class Tool(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    hours: int = 1


def test_a_file_with_one_entry_gives_one_value_that_knows_its_place(tmp_path: Path) -> None:
    problems: list[Problem] = []
    (tool,) = parse_one(Tool, source_of(tmp_path, "id: saw\nhours: 3\n"), problems)
    assert tool.value == Tool(id="saw", hours=3)
    assert tool.problem("is blunt", "hours") == Problem("page.yaml", 2, "is blunt")
    assert tool.problem("is blunt") == Problem("page.yaml", 1, "is blunt")
    assert problems == []


def test_wrong_entries_are_left_out_and_each_fault_is_reported(tmp_path: Path) -> None:
    problems: list[Problem] = []
    content = "- id: saw\n- hours: many\n  lnegth: 2\n- plain\n- id: axe\n  hours: 2\n"
    tools = parse_list(Tool, source_of(tmp_path, content), problems)
    assert [tool.value.id for tool in tools] == ["saw", "axe"]
    assert sorted(str(problem) for problem in problems) == [
        "page.yaml:2: 'hours' must be a whole number, not 'many'",
        "page.yaml:2: missing key 'id'",
        "page.yaml:3: unknown key 'lnegth'",
        "page.yaml:4: must be a set of `key: value` lines",
    ]


@pytest.mark.parametrize("content", ["id: saw\n", "saw\n", "---\n"])
def test_a_file_of_entries_must_hold_a_list(tmp_path: Path, content: str) -> None:
    problems: list[Problem] = []
    assert parse_list(Tool, source_of(tmp_path, content), problems) == []
    assert [problem.message for problem in problems] == [
        "must hold a list (each entry begins with `- `)"
    ]


@pytest.mark.parametrize("content", ["- id: saw\n", "saw\n"])
def test_a_file_of_one_entry_must_hold_keys(tmp_path: Path, content: str) -> None:
    problems: list[Problem] = []
    assert parse_one(Tool, source_of(tmp_path, content), problems) == []
    assert [problem.message for problem in problems] == ["must be a set of `key: value` lines"]


def test_a_long_wrong_value_is_shown_in_part(tmp_path: Path) -> None:
    problems: list[Problem] = []
    parse_one(Tool, source_of(tmp_path, f"id: saw\nhours: {'x' * 500}\n"), problems)
    assert problems[0].message == f"'hours' must be a whole number, not '{'x' * 60}'"


def test_an_error_lists_each_problem_once_by_file_and_line() -> None:
    late, early, other = Problem("b", 9, "x"), Problem("b", 2, "y"), Problem("a", 5, "z")
    error = ContentError([late, early, other, late])
    assert error.problems == (other, early, late)
    assert str(error) == "a:5: z\nb:2: y\nb:9: x"


def test_an_entry_points_at_its_own_part_of_the_file(tmp_path: Path) -> None:
    source = source_of(tmp_path, NESTED)
    entry: Located[Tool] = Located(Tool(id="second"), source, (1,))
    assert entry.problem("is odd", "parts", 1) == Problem("page.yaml", 11, "is odd")

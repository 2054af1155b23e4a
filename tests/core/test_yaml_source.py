"""Content files are read as text with line numbers, and whatever could do harm is refused."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.yaml_source import (
    MAX_BYTES,
    MAX_DEPTH,
    Problem,
    read,
)
from tests.core.yaml_files import NESTED, source_of, written


def refusals(folder: Path, content: str | bytes) -> list[str]:
    """What is wrong with a file that must be refused, as `line: message`."""
    problems: list[Problem] = []
    assert read(written(folder, content), "page.yaml", problems) is None
    assert {problem.file for problem in problems} == {"page.yaml"}
    return [f"{problem.line}: {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    ("written_as", "text"),
    [
        ("no", "no"),
        ("No", "No"),
        ("true", "true"),
        ("1.10", "1.10"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2026-11-21", "2026-11-21"),
        ("null", "null"),
        ("~", "~"),
        ("", ""),
        ("'5'", "5"),
        ('"a\\tb"', "a\tb"),
        ("! 5", "5"),
        ("=", "="),
        ("Überwachung 😀", "Überwachung 😀"),
    ],
)
def test_I05_every_scalar_is_text(tmp_path: Path, written_as: str, text: str) -> None:
    assert source_of(tmp_path, f"value: {written_as}\n").data == {"value": text}


def test_keys_are_text_too(tmp_path: Path) -> None:
    assert source_of(tmp_path, "no: a\n1.10: b\nnull: c\n").data == {
        "no": "a",
        "1.10": "b",
        "null": "c",
    }


def test_block_scalars_keep_their_lines(tmp_path: Path) -> None:
    source = source_of(tmp_path, "kept: |\n  one\n    two\n\nfolded: >\n  one\n  two\n")
    assert source.data == {"kept": "one\n  two\n", "folded": "one two\n"}


@pytest.mark.parametrize("content", ["\ufeffid: a\n", "id: a\r\n", "%YAML 1.1\n---\nid: a\n...\n"])
def test_marks_and_line_ends_of_other_editors_do_no_harm(tmp_path: Path, content: str) -> None:
    assert source_of(tmp_path, content).data == {"id": "a"}


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), 3),
        ((0,), 3),
        ((0, "id"), 3),
        ((0, "tags"), 4),
        ((0, "tags", 1), 4),
        ((1,), 5),
        ((1, "parts"), 6),
        ((1, "parts", 0), 7),
        ((1, "parts", 0, "name"), 7),
        ((1, "parts", 0, "text"), 8),
        ((1, "parts", 1), 11),
        ((1, "last"), 12),
        ((2,), 13),
    ],
)
def test_each_part_knows_the_line_it_begins_on(
    tmp_path: Path, keys: tuple[str | int, ...], line: int
) -> None:
    assert source_of(tmp_path, NESTED).line(keys) == line


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((1, "parts", 0, "missing"), 7),
        ((1, "missing", 3, "deeper"), 5),
        ((9,), 3),
        (("missing",), 3),
    ],
)
def test_a_part_that_is_not_there_has_the_line_of_the_part_around_it(
    tmp_path: Path, keys: tuple[str | int, ...], line: int
) -> None:
    assert source_of(tmp_path, NESTED).line(keys) == line


def test_the_data_of_a_nested_page_is_complete(tmp_path: Path) -> None:
    assert source_of(tmp_path, NESTED).data == [
        {"id": "first", "tags": ["red", "blue"]},
        {
            "id": "second",
            "parts": [{"name": "inner", "text": "long\ntext\n"}, "plain"],
            "last": "end",
        },
        "third",
    ]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("a: 1\nb: &name 2\n", "2: anchor &name: content files have no anchors"),
        ("a: &name [1]\n", "1: anchor &name"),
        ("a: 1\n&name b: 2\n", "2: anchor &name"),
        ("a: 1\nb: *name\n", "2: alias *name: content files have no aliases"),
        ("a: 1\n*name : 2\n", "2: alias *name"),
        ("a:\n  <<: *name\n", "2: alias *name"),
        ("a: !!str 5\n", "1: tag tag:yaml.org,2002:str: content files have no tags"),
        ("a: 1\nb: !secret x\n", "2: tag !secret"),
        ("a: !!map {b: c}\n", "1: tag tag:yaml.org,2002:map"),
        ("!!str a: 5\n", "1: tag tag:yaml.org,2002:str"),
        ("a: !!python/object/apply:os.system ['true']\n", "1: tag tag:yaml.org,2002:python/object"),
        ("a: 1\n---\nb: 2\n", "2: begins a second document; a content file holds one"),
        ("a: 1\n? [b, c]\n: d\n", "2: a key must be a word"),
        ("{a: b}: c\n", "1: a key must be a word"),
        ("", "1: is empty"),
        ("# nothing but a comment\n", "1: is empty"),
        ("a: 1\nb: [1\nc: 2\n", "3: is not valid YAML: did not find expected ',' or ']'"),
        ("a:\n\tb: 1\n", "2: is not valid YAML: found character that cannot start any token"),
        ("a: 1\nb: c: d\n", "2: is not valid YAML: mapping values are not allowed"),
        ("a: 1\nb: @c\n", "2: is not valid YAML"),
        ("a: 1\nb: \x01\n", "2: holds characters that YAML does not allow"),
        (b"a: 1\nb: \xff\n", "2: is not UTF-8 text; save it as UTF-8"),
        ("a: ü\n".encode("latin-1"), "1: is not UTF-8 text"),
        ("a: b\n".encode("utf-16"), "1: is not UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "1: is not UTF-8 text"),
        (b"\x00\x00\x00\x00", "1: holds characters that YAML does not allow"),
    ],
)
def test_I05_V1_5_2_a_file_is_refused_with_line_and_reason(
    tmp_path: Path, content: str | bytes, refusal: str
) -> None:
    found = refusals(tmp_path, content)
    assert len(found) == 1
    assert found[0].startswith(refusal)


def test_the_line_of_a_forbidden_character_counts_characters_not_bytes(tmp_path: Path) -> None:
    content = "é: " + "é" * 20 + "\n" * 10 + "b: \x01\n" + "\n" * 40
    assert refusals(tmp_path, content) == ["11: holds characters that YAML does not allow"]


def test_I05_every_repeated_key_is_reported_where_it_stands(tmp_path: Path) -> None:
    content = "a: 1\nb:\n  c: 1\n  c: 2\na: 2\nd: [{e: 1, e: 2}]\na: 3\n"
    assert refusals(tmp_path, content) == [
        "4: key 'c' is given twice",
        "5: key 'a' is given twice",
        "6: key 'e' is given twice",
        "7: key 'a' is given twice",
    ]


def test_the_same_key_in_different_places_is_not_a_repetition(tmp_path: Path) -> None:
    source = source_of(tmp_path, "a: {a: 1}\nb: [{a: 1}, {a: 1}]\n")
    assert source.data == {"a": {"a": "1"}, "b": [{"a": "1"}, {"a": "1"}]}


def test_nesting_may_be_as_deep_as_the_limit(tmp_path: Path) -> None:
    data = source_of(tmp_path, "[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    for _ in range(MAX_DEPTH - 1):
        assert len(data) == 1
        data = data[0]
    assert data == []


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
@pytest.mark.parametrize("times", [MAX_DEPTH + 1, 200_000])
def test_I05_nesting_beyond_the_limit_is_refused_at_once(
    tmp_path: Path, opening: str, times: int
) -> None:
    (found,) = refusals(tmp_path, opening * times)
    assert found in ("1: is nested more than 12 deep", "1: a key must be a word")


def test_I05_a_bomb_of_aliases_is_refused_at_its_first_anchor(tmp_path: Path) -> None:
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 23):
        bomb.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
    assert refusals(tmp_path, "\n".join(bomb)) == [
        "1: anchor &a0: content files have no anchors",
    ]


def test_I05_V5_2_1_a_file_too_large_is_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not_be_read(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    path = tmp_path / "page.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", must_not_be_read)
    problems: list[Problem] = []
    assert read(path, "page.yaml", problems) is None
    assert problems == [
        Problem("page.yaml", 1, "50,000,000 bytes; a content file has at most 1,000,000")
    ]


def test_a_file_just_within_the_limit_is_read(tmp_path: Path) -> None:
    content = "a: b\n#"
    assert source_of(tmp_path, content.ljust(MAX_BYTES, "x")).data == {"a": "b"}


def test_a_file_that_is_not_there_is_a_problem_and_not_an_exception(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read(tmp_path / "page.yaml", "page.yaml", problems) is None
    assert read(tmp_path, "folder", problems) is None
    assert [str(problem) for problem in problems] == [
        "page.yaml:1: cannot be read: No such file or directory",
        "folder:1: cannot be read: Is a directory",
    ]


def test_problems_of_other_files_do_not_make_a_good_file_bad(tmp_path: Path) -> None:
    problems = [Problem("other.yaml", 1, "is empty")]
    assert read(written(tmp_path, "a: b\n"), "page.yaml", problems) is not None
    assert len(problems) == 1


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8)
PAGES = st.recursive(
    WORDS,
    lambda parts: (
        st.lists(parts, min_size=1, max_size=3)
        | st.dictionaries(WORDS, parts, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


def flow(page: Any) -> str:
    """Write a page as YAML with every word in quotes."""
    if isinstance(page, dict):
        return "{" + ", ".join(f"'{key}': {flow(value)}" for key, value in page.items()) + "}"
    if isinstance(page, list):
        return "[" + ", ".join(map(flow, page)) + "]"
    return f"'{page}'"


@settings(deadline=None, max_examples=40, derandomize=True)
@given(page=PAGES)
def test_what_is_written_is_what_is_read(page: Any, tmp_path_factory: Any) -> None:
    folder: Path = tmp_path_factory.mktemp("page")
    assert source_of(folder, flow([page])).data == [page]

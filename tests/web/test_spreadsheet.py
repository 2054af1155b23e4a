"""Tables for spreadsheets keep every value and run none."""

import csv
from io import StringIO

import pytest

from roadmap.spreadsheet import cell, table


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", " =1", '"=1', "'=1", "\n=1"),
        # Of double width, and behind what is not to be seen.
        *("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)", "\u2003=1", "\ufeff=1", "\u200b =1"),
    ],
)
def test_I03_V1_2_10_what_could_be_a_formula_becomes_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "text"), [(12, "12"), (None, ""), ("a-b", "a-b"), ("", "")])
def test_everything_else_stays(value: object, text: str) -> None:
    assert cell(value) == text


def test_I03_commas_quotes_and_lines_survive() -> None:
    body = table(["a", "b"], [['say "hi", then', "two\nlines"]])
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""))) == [
        ["a", "b"],
        ['say "hi", then', "two\nlines"],
    ]

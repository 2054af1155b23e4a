"""Tables for spreadsheets: CSV by RFC 4180, in which no cell can become a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

# Signs as programs for spreadsheets know them, also of double width, also behind what they pass over.
FORMULA = re.compile(r"[\t\r\n\0]|[\s\"'\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def cell(value: object) -> str:
    """A value as text; what a spreadsheet could take for a formula gets an apostrophe in front (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) else text


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole table in UTF-8, with the mark that makes spreadsheets read it as such."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")

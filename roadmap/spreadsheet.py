"""Tables for spreadsheets: CSV by RFC 4180, in which no cell can become a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def cell(value: object) -> str:
    """A value as text; what a spreadsheet could take for a formula gets an apostrophe in front (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    bare = text.lstrip(" \"'\u00a0")
    return (
        f"'{text}"
        if text.startswith(STARTS_A_FORMULA) or bare.startswith(STARTS_A_FORMULA)
        else text
    )


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole table in UTF-8, with the mark that makes spreadsheets read it as such."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")

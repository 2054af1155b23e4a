"""Invitations by the list: which lines of it are addresses."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from assessment.models.people import normalise_email

HEADS = ("email", "e-mail", "mail", "e-mail address", "email address")
LONGEST = 254  # characters of an address
LONGEST_LINE = 10_000
SHOWN = 80  # characters of a bad line that are shown


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be used. number: from 1, as an editor counts."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True)
class Addresses:
    """What a list comes to: addresses without doubles in their order, and every line that is none."""

    good: tuple[str, ...]
    bad: tuple[BadLine, ...]


def read_addresses(text: str) -> Addresses:
    """Read CSV text: addresses in the column headed as such, or in the first; empty lines are passed over."""
    lines = text.splitlines()
    column, first = _column(lines)
    seen: dict[str, int] = {}
    bad: list[BadLine] = []
    for number, line in enumerate(lines[first:], start=first + 1):
        if not line.strip(' \t,;"'):
            continue
        cells = _cells(line)
        address = normalise_email(cells[column]) if column < len(cells) else ""
        reason = _reason(address, seen)
        if reason:
            bad.append(BadLine(number, line[:SHOWN], reason))
        else:
            seen[address] = number
    return Addresses(tuple(seen), tuple(bad))


def _column(lines: Sequence[str]) -> tuple[int, int]:
    """In which column the addresses are, and in which line they begin (both from 0)."""
    heads = [cell.strip().lower() for cell in _cells(lines[0])] if lines else []
    found = [place for place, head in enumerate(heads) if head in HEADS]
    return (found[0], 1) if found else (0, 0)


def _cells(line: str) -> list[str]:
    # Line by line: an unclosed quotation mark spoils its own line and no other.
    line = line[:LONGEST_LINE]  # no reader of CSV takes a field of any length
    separator = ";" if line.count(";") > line.count(",") else ","
    return next(csv.reader([line], delimiter=separator), [])


def _reason(address: str, seen: dict[str, int]) -> str:
    """Why an address cannot be used; empty when it can."""
    if not address:
        return "There is no address in this line."
    if address in seen:
        return f"The same address as in line {seen[address]}."
    try:
        validate_email(address)
    except ValidationError:
        return "This is not an e-mail address."
    return "This address is too long." if len(address) > LONGEST else ""

"""Percentiles, the table they are printed in, and what must hold of them."""

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.load.browser import LOST, Entry

PERCENTS = (50, 95, 99)
SHOWN = 20  # faults that are printed at the most


@dataclass(frozen=True)
class Times:
    """How long requests of one kind took, in milliseconds."""

    number: int
    at: Mapping[int, float]  # by per cent
    worst: float

    @classmethod
    def of(cls, entries: Iterable[Entry], what: str) -> "Times":
        taken = sorted(entry.seconds * 1000 for entry in entries if entry.what == what)
        return cls(
            len(taken), {p: _percentile(taken, p) for p in PERCENTS}, max(taken, default=0.0)
        )


def _percentile(ordered: Sequence[float], percent: int) -> float:
    """The smallest value that so many per cent of all are not above; 0 of none."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0


def errors(entries: Iterable[Entry]) -> list[str]:
    """Requests that the site failed: answered with 500 or above, or not at all."""
    return [
        f"{entry.what} got {entry.status or 'no answer'} after {entry.seconds:.1f} s"
        for entry in entries
        if entry.status >= 500 or entry.status == LOST
    ]


def row(name: str, cells: Iterable[object], widths: Sequence[int] = (9,) * 8) -> str:
    """One line of a table in Markdown."""
    shown = [f"{cell:,.0f}" if isinstance(cell, float) else str(cell) for cell in cells]
    padded = (f"{cell:>{width}}" for cell, width in zip(shown, widths, strict=False))
    return f"| {name:<34} | {' | '.join(padded)} |"


def times_table(kinds: Mapping[str, Times]) -> str:
    """A table in Markdown of how long requests took, in milliseconds."""
    head = ["number", *(f"p{p} ms" for p in PERCENTS), "worst"]
    lines = [row("request", head), row("---", ["---:"] * len(head))]
    for name, times in kinds.items():
        if times.number:
            cells = [times.number, *(times.at[p] for p in PERCENTS), times.worst]
            lines.append(row(name, cells))
    return "\n".join(lines)


def verdict(faults: Sequence[str]) -> None:
    """Print what does not hold and leave with 1, or say that all holds."""
    for fault in faults[:SHOWN]:
        print(f"FAULT: {fault}")
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN} more")
    print("All of it holds." if not faults else f"{len(faults)} fault(s).")
    sys.exit(1 if faults else 0)

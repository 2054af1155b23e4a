"""Answers without a pause, or at a pace for hours: python -m tests.load.steady. How many a second, and whether anything grows.

`--minutes 480 --learners 200 --pause 10` is a day of a class; without options it is ten minutes as fast as it goes.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.load.browser import Entry
from tests.load.crowd import TAKEN, Crowd
from tests.load.database import fresh_database, on_postgres
from tests.load.figures import errors, verdict
from tests.load.site import Site

PER_SECOND = 100  # answers, at least, where nobody pauses
GROWTH = 0.10  # of memory, from the end of the first fifth
SLOWER = 0.20  # of the middle answer, the last fifth beside the second
JOURNAL = 64  # MiB that SQLite's journal may take
SAMPLES = 200


@dataclass(frozen=True)
class Sample:
    at: float
    memory: int  # bytes
    journal: int


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--learners", type=int, default=48, help="each may answer 3,000 a day")
    parser.add_argument("--pause", type=float, default=0, help="seconds before each answer")
    parser.add_argument(
        "--short", action="store_true", help="a quarter of a minute, no goals of time"
    )
    return parser.parse_args()


def watch(site: Site, seconds: float) -> list[Sample]:
    """Look at the server again and again for so long."""
    from django.db import connection

    journal = Path(f"{connection.settings_dict['NAME']}-wal")
    found, began = [], time.monotonic()
    while time.monotonic() - began < seconds:
        size = journal.stat().st_size if journal.exists() else 0
        found.append(Sample(time.monotonic(), site.memory(), size))
        time.sleep(seconds / SAMPLES)
    return found


def fifths(log: list[Entry], samples: list[Sample]) -> list[list[float]]:
    """Milliseconds of each answer, in five equal stretches of time."""
    began, ended = samples[0].at, samples[-1].at
    parts: list[list[float]] = [[] for _ in range(5)]
    for entry in log:
        if entry.what == "answer" and entry.status in TAKEN and began <= entry.at < ended:
            parts[int(5 * (entry.at - began) / (ended - began))].append(entry.seconds * 1000)
    return parts


def main() -> None:
    args = arguments()
    seconds = 15.0 if args.short else args.minutes * 60
    with fresh_database():
        from tests.load.stored import faults

        with Site() as site:
            crowd = Crowd(site.port, number=args.learners, pause=args.pause)
            with crowd.working():
                samples = watch(site, seconds)
        parts = fifths(crowd.log, samples)
        rate = sum(map(len, parts)) / (samples[-1].at - samples[0].at)
        before, after = (median(part) for part in (parts[1], parts[-1]))
        settled, last = samples[len(samples) // 5].memory, samples[-1].memory
        journal = max(sample.journal for sample in samples) / 2**20
        engine = "PostgreSQL" if on_postgres() else "SQLite"
        print(f"{engine}: {rate:.0f} answers a second for {seconds / 60:.1f} minutes")
        print(
            f"the middle answer took {before:.1f} ms in the second fifth, {after:.1f} ms in the last"
        )
        print(f"memory: {settled / 2**20:.0f} MiB after a fifth, {last / 2**20:.0f} MiB at the end")
        print(f"SQLite's journal: {journal:.1f} MiB at the most")
        missed = [f"the journal took {journal:.0f} MiB"] if journal > JOURNAL else []
        if not args.short:
            missed += [f"memory grew by {last / settled - 1:.0%}"] * (last > settled * (1 + GROWTH))
            missed += [f"answers are {after / before - 1:.0%} slower"] * (
                after > before * (1 + SLOWER)
            )
            missed += [f"only {rate:.0f} a second"] * (not args.pause and rate < PER_SECOND)
        verdict([*missed, *errors(crowd.log), *crowd.faults, *faults(crowd.acknowledged)])


if __name__ == "__main__":
    main()

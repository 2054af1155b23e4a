"""The database goes away under load: python -m tests.load.outage. Nothing is claimed that is not stored, and all comes back alone.

On SQLite the disk fills up; on PostgreSQL (DATABASE_URL) the server crashes and is started again.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.load.breaking import Postgres, small_disk
from tests.load.crowd import Crowd
from tests.load.database import fresh_database
from tests.load.figures import verdict
from tests.load.site import Site

BACK = 5.0  # seconds after the end of the fault in which answers are taken again
BACK_ON_A_BUSY_MACHINE = 15.0
PATIENCE = 120.0  # seconds until a full disk shows: what is free inside the files is used up first


@contextmanager
def breakable_database() -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """A fresh database, with what breaks and what mends it."""
    server = os.environ.get("DATABASE_URL", "")
    if server.startswith("postgres"):
        with fresh_database():
            postgres = Postgres(server)
            yield postgres.stop, postgres.start
    else:
        with small_disk() as disk, fresh_database(disk.folder):
            yield disk.fill, disk.free


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outages", type=int, default=5)
    parser.add_argument("--lasting", type=float, default=20, help="seconds")
    parser.add_argument("--learners", type=int, default=8)
    parser.add_argument("--answers", type=int, default=100, help="taken between outages")
    parser.add_argument("--short", action="store_true", help="one short outage, with patience")
    return parser.parse_args()


def break_and_mend(
    crowd: Crowd, lasting: float, break_it: Callable[[], None], mend_it: Callable[[], None]
) -> float:
    """One outage; the seconds from its end until an answer is taken. Raises TimeoutError where nobody notices it."""
    before = crowd.unavailable
    break_it()
    began = time.monotonic()
    while crowd.unavailable < before + len(crowd.learners):
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"{crowd.unavailable - before} pages of the outage")
        time.sleep(0.05)
    time.sleep(lasting)
    mend_it()
    return crowd.wait_for(1, since=time.monotonic())


def main() -> None:
    args = arguments()
    outages, lasting, answers = args.outages, args.lasting, args.answers
    if args.short:
        outages, lasting, answers = 1, 3, 20
    with breakable_database() as (break_it, mend_it):
        from django.db import connection

        from tests.load.stored import faults

        back = []
        with Site() as site:
            crowd = Crowd(site.port, number=args.learners)
            with crowd.working():
                for _ in range(outages):
                    crowd.wait_for(answers, since=time.monotonic())
                    back.append(break_and_mend(crowd, lasting, break_it, mend_it))
                crowd.wait_for(answers, since=time.monotonic())
        connection.close()  # what this process was connected to was away meanwhile
        print(f"{outages} outages of {lasting:.0f} s or more under {args.learners} learners")
        print(f"{len(crowd.acknowledged)} answers acknowledged, {crowd.unavailable} pages of 503")
        print(f"back {max(back):.1f} s after the end of the outage at the latest")
        late = BACK_ON_A_BUSY_MACHINE if args.short else BACK
        slow = [f"back only after {seconds:.1f} s" for seconds in back if seconds > late]
        verdict([*crowd.faults, *faults(crowd.acknowledged), *slow])


if __name__ == "__main__":
    main()

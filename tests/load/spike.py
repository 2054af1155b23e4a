"""2,000 learners start within a minute: python -m tests.load.spike, on four servers behind a balancer, PostgreSQL and a cache.

They are signed in already, as by single sign-on; each starts, answers a few questions with time to think, and finishes.
"""

import argparse
import os
from contextlib import ExitStack
from functools import partial
from random import Random

from tests.load.breaking import SKIPPED, Cache
from tests.load.database import fresh_database, on_postgres
from tests.load.figures import Times, errors, times_table, verdict
from tests.load.learner import Learner
from tests.load.lesson import Class, Shape
from tests.load.proxy import Proxy
from tests.load.site import Site

KINDS = ["start", "begin", "answer", "finish", "report"]
GOAL = 1000  # milliseconds of 95 in 100 starts, and answers
CORES = 8  # six for the servers and two for the database; with fewer, times are printed and held to nothing
ERRORS = 0.001  # share of requests that may fail


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=2000)
    parser.add_argument("--within", type=float, default=60, help="seconds in which they start")
    parser.add_argument("--items", type=int, default=5)
    parser.add_argument("--think", type=float, default=20, help="mean seconds for a question")
    parser.add_argument("--servers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="a small crowd")
    return parser.parse_args()


def attend(group: Class, learner: Learner) -> None:
    """From Start to the report."""
    group.arrive(learner.random)
    learner.open_start()
    learner.press_start("quick")
    group.think(learner.random)
    learner.begin()
    for _ in range(group.shape.items):
        group.think(learner.random)
        learner.answer()
    learner.finish()


def missed(kinds: dict[str, Times]) -> list[str]:
    return [
        f"{what} takes {kinds[what].at[95]:.0f} ms at p95; the goal is {GOAL}"
        for what in ("start", "answer")
        if kinds[what].at[95] > GOAL
    ]


def main() -> None:
    args = arguments()
    shape = Shape(args.learners, args.within, args.items, args.think, args.seed)
    if args.short:
        shape = Shape(learners=40, spread=5, items=3, think=1, seed=1)
    with ExitStack() as opened:
        cache = opened.enter_context(Cache())
        os.environ["CACHE_URL"] = cache.address
        opened.enter_context(fresh_database())
        if not on_postgres():
            print("NOT TESTED: several servers need PostgreSQL (tests/bin/with-postgres)")
            raise SystemExit(SKIPPED)
        from tests.load import seed
        from tests.load.stored import faults
        from tests.load.weights import browser_of

        sites = [opened.enter_context(Site()) for _ in range(args.servers)]
        balancer = opened.enter_context(Proxy(*(site.port for site in sites)))
        learners = []
        for n, person in enumerate(seed.learners(shape.learners)):
            browser = browser_of(balancer.port, person)
            learners.append(Learner(browser, person.email, "", Random(f"{shape.seed}:{n}")))
        group = Class(shape)
        for thread in group.live(partial(attend, group, one) for one in learners):
            thread.join()
        log = [entry for learner in learners for entry in learner.browser.log]
        cpu = sum(site.cpu_seconds() for site in sites)
        memory = sum(site.memory() for site in sites) / 2**20
        acknowledged = [one for learner in learners for one in learner.acknowledged]
        kinds = {what: Times.of(log, what) for what in KINDS}
        failed = errors(log)
        print(f"{shape}, {args.servers} servers\n\n{times_table(kinds)}\n")
        print(
            f"{len(log)} requests, {len(failed)} failed; {len(acknowledged)} answers acknowledged"
        )
        print(f"CPU of the servers: {cpu:.0f} s; memory: {memory:.0f} MiB")
        too_many = failed if len(failed) > ERRORS * len(log) else []
        slow = missed(kinds) if not args.short and (os.cpu_count() or 1) >= CORES else []
        # Whoever met one of the few errors that are tolerated goes home; nobody else does.
        gone = group.faults if len(group.faults) > len(failed) else []
        few = (shape.learners - len(group.faults)) * shape.items - len(acknowledged)
        lacking = [f"{few} answers less than were to be given"] if few > 0 else []
        verdict([*too_many, *gone, *slow, *lacking, *faults(acknowledged)])


if __name__ == "__main__":
    main()

"""A class that starts at nine: python -m tests.load.classroom. Nobody gets an error, no answer is lost, nobody waits long."""

import argparse
from collections.abc import Callable
from functools import partial
from random import Random
from threading import Event, Thread

from tests.load.browser import Browser, Entry
from tests.load.database import fresh_database
from tests.load.figures import Times, errors, times_table, verdict
from tests.load.learner import Acknowledged, Learner
from tests.load.lesson import EARLY, Class, Shape, attend, attend_bare, watch, work_early
from tests.load.site import Site

SHORT = Shape(learners=20, spread=8, items=8, think=1, seed=1)
GOALS = {  # milliseconds, by kind of request and per cent
    ("sign-in", 95): 4000,
    ("start", 95): 1500,
    ("answer", 50): 50,
    ("answer", 95): 200,
    ("answer", 99): 500,
    (EARLY, 95): 500,
}
KINDS = [
    "sign-in",
    "start",
    "begin",
    "answer",
    EARLY,
    "next question",
    "reload",
    "back",
    "finish",
    "report",
    "mentor",
    "export",
]


def run_class(shape: Shape) -> tuple[list[Entry], list[Acknowledged], list[str]]:
    """The class on the site: the record, what was acknowledged, and what went wrong."""
    from tests.load import seed

    people = seed.learners(shape.learners + shape.early)
    lead, cohort = seed.mentor(people)
    log: list[Entry] = []
    group, over = Class(shape), Event()
    with Site() as site:
        learners = [
            Learner(
                Browser(site.port, log),
                person.email,
                seed.PASSWORD,
                Random(f"{shape.seed}:{n}"),
                htmx=n % 10 != 0,
            )
            for n, person in enumerate(people)
        ]
        others, early = learners[: shape.learners], learners[shape.learners :]
        teacher = Learner(Browser(site.port, log), lead.email, seed.PASSWORD, Random(shape.seed))
        for one in (teacher, *early):
            one.sign_in()
        for one in early:
            one.what = EARLY
            one.start("thorough")
        before = site.cpu_seconds()
        watching = Thread(target=watch, args=[teacher.browser, cohort.pk, over])
        watching.start()
        lives: list[Callable[[], None]] = [partial(work_early, group, one) for one in early]
        for thread in group.live([*lives, *(partial(attend, group, one) for one in others)]):
            thread.join()
        over.set()
        watching.join()
        cpu = site.cpu_seconds() - before
        each = cpu / len(learners)
        print(f"CPU of the server: {cpu:.1f} s, {each:.2f} s for each learner,", end=" ")
        print(f"{each / 3.6:.2f} core hours for 1,000; memory: {site.memory() / 2**20:.0f} MiB")
    return log, [one for learner in learners for one in learner.acknowledged], group.faults


def run_bare_class(shape: Shape) -> list[Entry]:
    """The same class where Django does nothing but store; its people are those of the site."""
    from assessment.models import User
    from tests.load import seed
    from tests.load.bare.models import make_table

    make_table()
    emails = User.objects.filter(email__startswith="learner").values_list("email", flat=True)
    log: list[Entry] = []
    group = Class(shape)
    with Site(settings="tests.load.bare.settings") as site:
        lives = [
            partial(
                attend_bare,
                group,
                Browser(site.port, log),
                email,
                seed.PASSWORD,
                Random(f"{shape.seed}:{n}"),
            )
            for n, email in enumerate(emails[: shape.learners])
        ]
        for thread in group.live(lives):
            thread.join()
    if failed := group.faults + errors(log):
        raise SystemExit(f"the bare view failed: {failed}")
    return log


def missed_goals(log: list[Entry]) -> list[str]:
    found = {what: Times.of(log, what) for what, _ in GOALS}
    return [
        f"{what} takes {found[what].at[percent]:.0f} ms at p{percent}; the goal is {goal}"
        for (what, percent), goal in GOALS.items()
        if found[what].at[percent] > goal
    ]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--spread", type=float, default=60, help="seconds in which they sign in")
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--think", type=float, default=5, help="mean seconds for a question")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="a small class, no goals of time")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    shape = Shape(args.learners, args.spread, args.items, args.think, args.seed)
    shape = SHORT if args.short else shape
    with fresh_database():
        from tests.load.stored import faults

        log, acknowledged, failed = run_class(shape)
        bare = run_bare_class(shape)
        table = {what: Times.of(log, what) for what in KINDS}
        table |= {f"bare Django: {w}": Times.of(bare, w) for w in ("sign-in", "start", "answer")}
        print(f"\n{shape}\n\n{times_table(table)}\n")
        print(f"{len(log)} requests, {len(acknowledged)} acknowledged answers")
        if len(acknowledged) < shape.learners * shape.items:
            failed.append(f"{shape.learners * shape.items} answers were to be given")
        slow = [] if args.short else missed_goals(log)
        verdict([*failed, *errors(log), *faults(acknowledged), *slow])


if __name__ == "__main__":
    main()

"""What an answer costs beside a bare Django view, on the same server in the same run: python -m tests.load.cost, or make bench."""

import argparse
from collections.abc import Callable
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from tests.load.browser import Browser
from tests.load.database import fresh_database
from tests.load.figures import row, verdict
from tests.load.learner import Learner
from tests.load.site import Site

if TYPE_CHECKING:
    from assessment.models import User

WARM, ANSWERS = 6, 50  # of the 60 questions of an assessment
LIMIT = 2.0  # times the CPU of the bare view
LIMIT_ON_A_BUSY_MACHINE = 2.4  # where few rounds have to do


def store(browser: Browser, email: str) -> Callable[[], object]:
    """Has a bare view store one row after the other, of somebody signed in."""
    from tests.factories import PASSWORD

    fields = browser.get("/sign-in/", "page").forms[0].filled()
    who = {"login": [email], "password": [PASSWORD]}
    fields = browser.post("/sign-in/", fields | who, "sign-in").forms[0].filled()
    position = 0

    def act() -> None:
        nonlocal position
        position += 1
        sent = fields | {"position": [str(position)], "given": ["1"]}
        assert browser.post("/answer/", sent, "answer").status == 200

    return act


def cpu_per_act(site: Site, act: Callable[[], object]) -> float:
    """CPU milliseconds of the whole server for one act, on average."""
    before = site.cpu_seconds()
    for _ in range(ANSWERS):
        act()
    return (site.cpu_seconds() - before) / ANSWERS * 1000


def rate_everything(person: "User") -> None:
    """Ratings in every domain, which make an answer cost the most."""
    from assessment import actions
    from assessment.access import Person
    from assessment.models import Assessment, Domain

    levels = {pk: n % 5 for n, pk in enumerate(Domain.objects.values_list("pk", flat=True))}
    actions.rate(Assessment.objects.get(learner=person), levels, by=Person(user=person))


def compare(people: list["User"]) -> tuple[list[float], list[float]]:
    """CPU milliseconds of an answer and of the bare view, in turn, one round for each of the people.

    Only answers are counted: a round is one assessment, short of its end.
    """
    from tests.load.bare.models import make_table
    from tests.load.weights import browser_of

    make_table()
    ours, bares = [], []
    with Site() as site, Site(settings="tests.load.bare.settings") as bare:
        storing = store(Browser(bare.port), people[0].email)
        for person in people:
            learner = Learner(browser_of(site.port, person), "", "", Random(person.pk))
            learner.open_start()
            learner.press_start("thorough")
            rate_everything(person)
            learner.begin()
            for act in (learner.answer, storing):  # warm: each worker has read what it keeps
                for _ in range(WARM):
                    act()
            ours.append(cpu_per_act(site, learner.answer))
            bares.append(cpu_per_act(bare, storing))
    return ours, bares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--short", action="store_true", help="few rounds, with patience")
    args = parser.parse_args()
    rounds, limit = (6, LIMIT_ON_A_BUSY_MACHINE) if args.short else (args.rounds, LIMIT)
    with fresh_database():
        from tests.load import seed
        from tests.load.weights import over_budget, weights, weights_table

        people = seed.learners(rounds + 1 + seed.MENTEES)
        lead, _ = seed.mentor(people[rounds + 1 :])
        ours, bares = compare(people[:rounds])
        with Site() as site:
            found = weights(site.port, people[rounds], lead)
    # Noise only adds, and to both in turn: the middle round of each is what it costs.
    times = median(ours) / median(bares)
    print(row("CPU of the server", ["ms"]), row("---", ["---:"]), sep="\n")
    print(row("an answer, and the next question", [f"{median(ours):.2f}"]))
    print(row("a bare Django view", [f"{median(bares):.2f}"]))
    print(row("times", [f"{times:.2f}"]), "\n", weights_table(found), sep="\n")
    costly = [f"an answer costs {times:.2f} times the bare view; the limit is {limit}"]
    verdict([*(costly if times > limit else []), *over_budget(found)])


if __name__ == "__main__":
    main()

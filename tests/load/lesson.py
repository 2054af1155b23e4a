"""How a class of learners arrives, starts together and answers, each at their own pace."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from threading import Barrier, BrokenBarrierError, Event, Thread

from tests.load.browser import Browser, NoAnswer
from tests.load.learner import Learner, Unexpected

RELOADS, DOUBLE_CLICKS, BACKS = 0.05, 0.02, 0.01  # shares of the questions
START_WITHIN = 1.0  # seconds in which everybody presses Start
POLL = 5.0  # seconds between two looks of the mentor at the list of mentees
EARLY = "answer while others sign in"


@dataclass(frozen=True)
class Shape:
    """learners, who sign in within `spread` seconds; items: questions that each answers, with `think` seconds on average."""

    learners: int
    spread: float
    items: int
    think: float
    seed: int

    @property
    def early(self) -> int:
        """How many more learners answer questions already while the class signs in."""
        return max(2, self.learners // 20)


class Class:
    """Everybody of a class at once, each in a thread of their own; what goes wrong is collected."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.faults: list[str] = []
        self.started = Event()
        self.nine = Barrier(shape.learners, action=self.started.set)

    def live(self, lives: Iterable[Callable[[], None]]) -> list[Thread]:
        """Begin some lives; join the threads to see their end."""
        threads = [Thread(target=self._live, args=[life]) for life in lives]
        for thread in threads:
            thread.start()
        return threads

    def _live(self, life: Callable[[], None]) -> None:
        try:
            life()
        except (NoAnswer, Unexpected) as error:
            self.faults.append(str(error))
            self.nine.abort()  # the others do not wait for somebody who will not come
            self.started.set()

    def arrive(self, random: Random) -> None:
        time.sleep(random.uniform(0, self.shape.spread))

    def wait_for_nine(self, random: Random) -> None:
        try:
            self.nine.wait()
        except BrokenBarrierError as error:
            raise Unexpected("somebody could not sign in") from error
        time.sleep(random.uniform(0, START_WITHIN))

    def think(self, random: Random) -> None:
        time.sleep(random.expovariate(1 / self.shape.think) if self.shape.think else 0)


def attend(group: Class, learner: Learner) -> None:
    """One learner's lesson, from signing in to the report."""
    random = learner.random
    group.arrive(random)
    learner.sign_in()
    learner.open_start()
    group.wait_for_nine(random)
    learner.press_start()
    group.think(random)
    learner.begin()
    for number in range(group.shape.items):
        group.think(random)
        if random.random() < RELOADS:
            learner.reload()
        if random.random() < BACKS:
            learner.back()
        if not learner.answer(twice=random.random() < DOUBLE_CLICKS):
            raise Unexpected(f"no question after {number + 1} answers")
    learner.finish()


def work_early(group: Class, learner: Learner) -> None:
    """One who has started before the class, and answers until all are signed in."""
    more = True
    while more and not group.started.is_set():
        group.think(learner.random)
        more = learner.answer()


def attend_bare(group: Class, browser: Browser, email: str, password: str, random: Random) -> None:
    """The same lesson where Django does nothing but store."""
    group.arrive(random)
    fields = browser.get("/sign-in/", "page").forms[0].filled()
    page = browser.post("/sign-in/", fields | {"login": [email], "password": [password]}, "sign-in")
    fields = page.forms[0].filled()
    group.wait_for_nine(random)
    browser.post("/begin/", fields, "start")
    for number in range(group.shape.items):
        group.think(random)
        sent = fields | {"position": [str(number + 1)], "given": [str(random.randint(1, 4))]}
        browser.post("/answer/", sent, "answer")


def watch(browser: Browser, cohort: int, over: Event) -> None:
    """The mentor looks at the list of mentees again and again, and takes the cohort's table once while all are at work."""
    exported = False
    while not over.wait(POLL):
        browser.get("/mentor/", "mentor")
        if not exported:
            browser.get(f"/cohorts/{cohort}/people.csv", "export")
            exported = True

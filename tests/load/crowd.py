"""Learners who answer one question after the other without a pause, and come back whenever the site does."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from threading import Event, Thread

from tests.load.browser import Browser, Entry, NoAnswer
from tests.load.learner import Acknowledged, Conflict, Learner, Refused, Unavailable, Unexpected

AGAIN = 0.1  # seconds until a learner tries again what failed
TICK = 0.02
TAKEN = (200, 302)
LENGTH = "thorough"


class Crowd:
    """Learners with accounts who answer until the block of `working` ends.

    ports: where the site is; the learners are spread over them. pause: seconds before each answer. What no learner should see, not even during a fault, is
    collected in `faults`; how often the page of an outage came is counted in `unavailable`.
    """

    def __init__(self, *ports: int, number: int, pause: float = 0.0) -> None:
        from tests.load import seed

        self.log: list[Entry] = []
        self.faults: list[str] = []
        self.unavailable = 0
        self.pause = pause
        self.over = Event()
        self.learners = [
            Learner(
                Browser(ports[n % len(ports)], self.log),
                person.email,
                seed.PASSWORD,
                Random(n),
                htmx=n % 2 == 0,
            )
            for n, person in enumerate(seed.learners(number))
        ]

    @contextmanager
    def working(self) -> Iterator[None]:
        """Everyone signs in, and answers until the block ends."""
        for learner in self.learners:
            learner.sign_in()
            learner.start(LENGTH)
        threads = [Thread(target=self._work, args=[learner]) for learner in self.learners]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def _work(self, learner: Learner) -> None:
        start = partial(learner.start, LENGTH)
        act: Callable[[], bool] = learner.answer
        while not self.over.wait(self.pause):
            try:
                act = learner.answer if act() else start
                continue
            except Refused as error:
                self.unavailable += 1
                act = partial(learner.press_again, error.page)
            except Unavailable:
                self.unavailable += 1
                act = learner.resume
            except (NoAnswer, Conflict):  # stored or not: the assessment knows
                act = learner.resume
            except Unexpected as error:
                self.faults.append(str(error))
                act = learner.resume
            time.sleep(AGAIN)

    @property
    def acknowledged(self) -> list[Acknowledged]:
        return [one for learner in self.learners for one in learner.acknowledged]

    def taken_since(self, moment: float) -> list[float]:
        """When answers were taken that were sent after a moment of time.monotonic()."""
        entries = list(self.log)
        mine = (e for e in entries if e.what == "answer" and e.status in TAKEN)
        return [e.at for e in mine if e.at - e.seconds > moment]

    def wait_for(self, number: int, *, since: float, patience: float = 60.0) -> float:
        """Wait until so many answers were taken after a moment; seconds to the first of them. Raises TimeoutError."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            found = self.taken_since(since)
            if len(found) >= number:
                return min(found) - since
            time.sleep(TICK)
        raise TimeoutError(f"{number} answers were not taken within {patience:.0f} seconds")

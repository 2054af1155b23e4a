"""The server of the cache is killed, or hangs, under load: python -m tests.load.cacheless. Nobody notices, guessing stays limited.

What a site promises without its cache: answers go on to be stored, whoever is signed in stays so, the right password lets in and
wrong ones are counted in the database meanwhile; and when the server is back it is used again, by every process, without a hand.
"""

import argparse
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from config.cache import PAUSE
from tests.load.breaking import Cache
from tests.load.browser import Browser
from tests.load.crowd import Crowd
from tests.load.database import fresh_database
from tests.load.figures import errors, verdict
from tests.load.learner import Learner
from tests.load.outage import BACK, BACK_ON_A_BUSY_MACHINE
from tests.load.site import PATIENCE, Site

IN_A_ROW = 20  # pages that ask the cache, one after the other, before it counts as used again
SIGN_IN = "/accounts/login/"
TRIES = "*tries:account:*"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outages", type=int, default=4, help="in turn a kill and a hang")
    parser.add_argument("--learners", type=int, default=8)
    parser.add_argument("--answers", type=int, default=300, help="taken in and between outages")
    parser.add_argument("--short", action="store_true", help="two short outages, with patience")
    return parser.parse_args()


def lets_in(learner: Learner, password: str) -> bool:
    """Whether a new browser gets into the account of a learner with a password."""
    browser = Browser(learner.browser.port, learner.browser.log)
    form = browser.get(SIGN_IN, "page").forms.to(r"^/accounts/login")
    assert form, "no form to sign in"
    fields = form.filled() | {"login": [learner.email], "password": [password]}
    page = browser.post(SIGN_IN, fields, "sign-in")
    return page.status == 302 and browser.get("/account/", "page", follow=False).status == 200


def guessing(learner: Learner) -> Iterator[str]:
    """What is wrong with how the site meets somebody who guesses the password of an account from one address."""
    from django.conf import settings

    most = settings.PASSWORD_TRIES["account"][0]
    if not lets_in(learner, learner.password):
        yield "the right password did not let in"
    with ThreadPoolExecutor(2) as pool:
        if any(pool.map(lambda n: lets_in(learner, f"wrong {n}"), range(most))):
            yield "a wrong password let in"
    if lets_in(learner, learner.password):
        yield f"{most} wrong passwords did not stop somebody who guesses"


def back_in_use(site: Site, cache: Cache) -> float:
    """Seconds until many pages in a row asked the cache again. Raises TimeoutError."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        first = time.monotonic()
        if all(_is_asked(site, cache) for _ in range(IN_A_ROW)):
            return first - began
    raise TimeoutError("the cache is not used again")


def _is_asked(site: Site, cache: Cache) -> bool:
    before = cache.reads()
    return site.is_ready() and cache.reads() > before


def break_and_mend(
    site: Site, cache: Cache, crowd: Crowd, victims: list[Learner], answers: int, *, hangs: bool
) -> tuple[float, list[str]]:
    """One outage; the seconds from its end until the cache is used again, and what was wrong.

    victims: whose passwords are guessed. hangs: the cache stays connected and says nothing; otherwise it is killed.
    """
    (cache.hang if hangs else cache.kill)()
    broken = time.monotonic()
    wrong = [f"without the cache, {fault}" for fault in guessing(victims[0])]
    crowd.wait_for(answers, since=broken)
    (cache.go_on if hangs else cache.start)()
    back = back_in_use(site, cache)
    time.sleep(
        PAUSE
    )  # a process that found it dead just before the start counts in the table until then
    wrong += [f"with the cache back, {fault}" for fault in guessing(victims[1])]
    if not cache.holds(TRIES):
        wrong.append("wrong passwords are not counted in the cache again")
    return back, wrong


def signed_out(crowd: Crowd) -> list[str]:
    """Learners whose browser is not signed in any more."""
    return [
        f"{learner.email} is signed out"
        for learner in crowd.learners
        if learner.browser.get("/account/", "page", follow=False).status != 200
    ]


def main() -> None:
    args = arguments()
    outages, answers, learners = args.outages, args.answers, args.learners
    if args.short:
        outages, answers, learners = 2, 40, 4
    with Cache() as cache:
        os.environ["CACHE_URL"] = cache.address
        with fresh_database():
            from tests.load.stored import faults

            with Site() as site:
                crowd = Crowd(site.port, number=max(learners, 2 * outages))
                back, wrong = [], []
                with crowd.working():
                    for n in range(outages):
                        crowd.wait_for(answers, since=time.monotonic())
                        victims = crowd.learners[2 * n : 2 * n + 2]
                        seconds, found = break_and_mend(
                            site, cache, crowd, victims, answers, hangs=n % 2 == 1
                        )
                        back.append(seconds)
                        wrong += found
                    crowd.wait_for(answers, since=time.monotonic())
                wrong += [*errors(crowd.log), *crowd.faults, *signed_out(crowd)]
            print(
                f"{outages} outages of the cache, kills and hangs in turn, under {len(crowd.learners)} learners"
            )
            print(
                f"{len(crowd.acknowledged)} answers acknowledged, {len(errors(crowd.log))} requests failed"
            )
            print(f"used again {max(back):.1f} s after the end of the outage at the latest")
            late = BACK_ON_A_BUSY_MACHINE if args.short else BACK
            wrong += [
                f"used again only after {seconds:.1f} s" for seconds in back if seconds > late
            ]
            verdict([*wrong, *faults(crowd.acknowledged)])


if __name__ == "__main__":
    main()

"""Two servers behind a balancer, on one database: python -m tests.load.machines. One is killed, then each is restarted in turn.

A kill costs nobody more than the request under way, and what was acknowledged stays; the restarts, each by SIGHUP and by
SIGTERM after its connections have ended, cost nobody anything.
"""

import argparse
import signal
import time

from tests.load.browser import LOST
from tests.load.crowd import Crowd
from tests.load.database import fresh_database
from tests.load.figures import errors, verdict
from tests.load.proxy import Proxy
from tests.load.site import PATIENCE, TICK, Site


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=16)
    parser.add_argument("--answers", type=int, default=300, help="taken between two events")
    parser.add_argument("--rounds", type=int, default=5, help="kills, and restarts of each server")
    parser.add_argument("--short", action="store_true")
    return parser.parse_args()


def kill_one(site: Site, crowd: Crowd) -> list[str]:
    """kill -9 of a whole server, and its return; who lost more than one request by it."""
    under_way = len(crowd.learners)
    before = sum(entry.status == LOST for entry in list(crowd.log))
    site.kill()
    crowd.wait_for(under_way, since=time.monotonic())
    site.start()
    lost = sum(entry.status == LOST for entry in list(crowd.log)) - before
    return [f"{lost} requests were lost by one kill"] if lost > under_way else []


def reload_workers(site: Site) -> None:
    """New workers for old ones, by SIGHUP, while the port stays open."""
    old = set(site.workers())
    site.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + PATIENCE
    while old & set(site.workers()) or not site.workers():
        if time.monotonic() > until:
            raise TimeoutError("workers did not go after SIGHUP")
        time.sleep(TICK)


def restart(site: Site, proxy: Proxy) -> None:
    """A restart by SIGTERM: no new connections first, then the end, then the start."""
    proxy.drain(site.port)
    until = time.monotonic() + PATIENCE
    while proxy.open_to(site.port):
        if time.monotonic() > until:
            raise TimeoutError("connections did not end")
        time.sleep(TICK)
    site.stop()
    site.start()
    proxy.restore(site.port)


def main() -> None:
    args = arguments()
    rounds, answers = (1, 40) if args.short else (args.rounds, args.answers)
    with fresh_database():
        from tests.load.stored import faults

        found: list[str] = []
        with Site() as one, Site() as two, Proxy(one.port, two.port) as proxy:
            crowd = Crowd(proxy.port, number=args.learners)
            with crowd.working():
                for _ in range(rounds):
                    crowd.wait_for(answers, since=time.monotonic())
                    found += kill_one(two, crowd)
                killed = len(crowd.log)
                cut = sum(entry.status == LOST for entry in crowd.log)
                for _ in range(rounds):
                    for site in (one, two):
                        crowd.wait_for(answers, since=time.monotonic())
                        reload_workers(site)
                        crowd.wait_for(answers, since=time.monotonic())
                        restart(site, proxy)
                crowd.wait_for(answers, since=time.monotonic())
        calm = crowd.log[killed:]
        print(f"{rounds} kills of one of two servers: {cut} requests cut off, all given again")
        print(f"{4 * rounds} restarts: {len(errors(calm))} of {len(calm)} requests failed")
        print(f"{len(crowd.acknowledged)} answers acknowledged")
        fives = [e for e in errors(crowd.log[:killed]) if "no answer" not in e]
        verdict([*found, *fives, *errors(calm), *crowd.faults, *faults(crowd.acknowledged)])


if __name__ == "__main__":
    main()

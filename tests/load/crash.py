"""kill -9 of all workers under load: python -m tests.load.crash. No acknowledged answer is lost, and the site is back at once."""

import argparse
import time

from tests.load.crowd import Crowd
from tests.load.database import fresh_database
from tests.load.figures import verdict
from tests.load.site import Site

BACK = 5.0  # seconds in which the site has to be back
BACK_ON_A_BUSY_MACHINE = 20.0
REST = 0.3  # seconds of work between kills at the least


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--learners", type=int, default=8)
    parser.add_argument("--answers", type=int, default=210, help="taken before each kill")
    parser.add_argument("--short", action="store_true", help="three kills, with patience")
    return parser.parse_args()


def kill_again_and_again(site: Site, crowd: Crowd, kills: int, answers: int) -> list[float]:
    """Kill all workers so many times; after each time the seconds until an answer is taken again."""
    back = []
    since = time.monotonic()
    for _ in range(kills):
        crowd.wait_for(answers, since=since)
        time.sleep(REST)
        site.kill_workers()
        since = time.monotonic()
        back.append(crowd.wait_for(1, since=since))
    crowd.wait_for(answers, since=since)
    return back


def main() -> None:
    args = arguments()
    kills, answers = (3, 20) if args.short else (args.kills, args.answers)
    with fresh_database():
        from tests.load.stored import faults

        with Site() as site:
            crowd = Crowd(site.port, number=args.learners)
            with crowd.working():
                back = kill_again_and_again(site, crowd, kills, answers)
        lost = sum(entry.status == 0 for entry in crowd.log)
        print(f"{kills} kills of all workers under {args.learners} learners without a pause")
        print(f"{len(crowd.acknowledged)} answers acknowledged, {lost} requests cut off")
        print(
            f"back after {sorted(back)[len(back) // 2]:.1f} s (median), {max(back):.1f} s (worst)"
        )
        late = BACK_ON_A_BUSY_MACHINE if args.short else BACK
        slow = [f"back only after {seconds:.1f} s" for seconds in back if seconds > late]
        verdict([*crowd.faults, *faults(crowd.acknowledged), *slow])


if __name__ == "__main__":
    main()

"""What happens on the site of DATABASE_URL during a drill: python -m tests.drills.acts write|forget|look …"""

import sys
import time
from itertools import count
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from django.test.utils import setup_test_environment
from django.urls import reverse

from assessment.actions import delete_account
from assessment.core.responses import Outcome
from assessment.models import Assessment, Response, User
from tests import factories
from tests.care.visit import sign_in


def write(name: str, acknowledged: Path) -> None:
    """Answer questions until killed, and write down each answer that was acknowledged, with the time.

    Each assessment is another learner's: nobody may start as many in a day.
    """
    with acknowledged.open("w") as told:
        for number in count():
            who = factories.user(email=f"{name}-{number}@example.net")
            run = factories.asking(who)
            while not run.is_finished:
                position = run.position
                run = factories.answered(run, who, Outcome.RIGHT)
                told.write(f"{time.time()} {run.pk} {position}\n")
                told.flush()


def forget(word: str) -> None:
    """Delete an account."""
    delete_account(User.objects.get(email=f"{word}@example.org"))


def look(before: float, *acknowledged: Path) -> None:
    """Every answer acknowledged before a time is there; Anna is gone, Bert is there and finds his report."""
    lines = [line.split() for path in acknowledged for line in path.read_text().splitlines()]
    due = {(run, int(position)) for at, run, position in lines if float(at) < before}
    stored = {
        (str(run), position)
        for run, position in Response.objects.values_list("assessment", "position")
    }
    assert due, "nothing was written before the backup: the drill proves nothing"
    missing = due - stored
    assert not missing, f"{len(missing)} of {len(due)} acknowledged answers are gone"
    assert not User.objects.filter(email="anna@example.org").exists()
    client = sign_in("bert@example.org")
    run = Assessment.objects.finished().filter(learner__email="bert@example.org")[0]
    assert client.get(reverse("roadmap:report", args=[run.pk])).status_code == 200
    later = sum(
        (run, int(position)) in stored for at, run, position in lines if float(at) >= before
    )
    print(
        f"{len(due)} answers acknowledged before the backup: all there; "
        f"{later} of {len(lines) - len(due)} later ones too"
    )


if __name__ == "__main__":
    setup_test_environment()
    act, *arguments = sys.argv[1:]
    if act == "write":
        write(arguments[0], Path(arguments[1]))
    elif act == "forget":
        forget(arguments[0])
    else:
        look(float(arguments[0]), *map(Path, arguments[1:]))

"""How long the page "What if" takes to answer a change, with ten assessments: `python -m tests.bench.what_if [requests]`."""

import os
import sys
from statistics import median, quantiles
from time import perf_counter

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import django

django.setup()

from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.urls import reverse

from assessment.core import loading
from assessment.core.responses import Outcome
from assessment.core.stopping import Length
from assessment.models import Assessment
from roadmap.actions import load_all_content
from roadmap.core import loading as roadmap_loading
from roadmap.library import current_library
from tests import factories

ASSESSMENTS = 10
QUERIES = {
    "another role": "role={role}",
    "two roles": "role={role}&second={second}",
    "two roles and changes": "role={role}&second={second}&level-networking=architect&weight-networking=3",
}


def requests(client: Client, run: Assessment, pattern: str, count: int) -> list[float]:
    """Milliseconds of each request; every one asks for other roles."""
    roles, address = list(current_library().roles), reverse("roadmap:what_if", args=[run.pk])
    taken = []
    for n in range(count):
        query = pattern.format(role=roles[n % len(roles)], second=roles[(n + 7) % len(roles)])
        start = perf_counter()
        answer = client.get(f"{address}?{query}", headers={"HX-Request": "true"})
        taken.append(1000 * (perf_counter() - start))
        assert answer.status_code == 200
    return taken


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    load_all_content(loading.CONTENT, roadmap_loading.CONTENT)
    learner = factories.user(email="lena@example.org")
    client = factories.signed_in(learner)
    for pattern in ((Outcome.RIGHT, Outcome.WRONG), (Outcome.UNKNOWN,)):
        for _ in range(ASSESSMENTS // 2):
            run = factories.finished(learner, *pattern, length=Length.STANDARD)
        for name, query in QUERIES.items():
            requests(client, run, query, 5)  # warms up
            taken = requests(client, run, query, count)
            said = "/".join(outcome.value for outcome in pattern)
            print(
                f"{said}, {learner.assessments.count()} assessments, {name}: "
                f"median {median(taken):.1f} ms, 95th percentile {quantiles(taken, n=20)[-1]:.1f} ms"
            )
    teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()

"""How long the page "What if" takes to answer a change, with ten assessments: `python -m tests.bench.what_if [requests]`."""

import os
import sys
from collections.abc import Sequence
from statistics import median, quantiles
from time import perf_counter, process_time

import django
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse

from assessment.core import loading
from assessment.core.responses import Outcome
from assessment.core.stopping import Length
from roadmap.core import loading as roadmap_loading

QUERIES = {
    "another role": "role={role}",
    "two roles": "role={role}&second={second}",
    "two roles and changes": "role={role}&second={second}&level-networking=architect&weight-networking=3",
}
LEARNERS = {
    "half right": (Outcome.RIGHT, Outcome.WRONG),
    "nothing known": (Outcome.UNKNOWN,),
}


def timed(
    client: Client, address: str, query: str, roles: Sequence[str], count: int
) -> list[tuple[float, float]]:
    """Milliseconds by the clock and of the processor for each request of the fragment, each for other roles (slugs)."""
    taken = []
    for n in range(count):
        asked = query.format(role=roles[n % len(roles)], second=roles[(n + 7) % len(roles)])
        start, busy = perf_counter(), process_time()
        answer = client.get(f"{address}?{asked}", headers={"HX-Request": "true"})
        taken.append((1000 * (perf_counter() - start), 1000 * (process_time() - busy)))
        assert answer.status_code == 200
    return taken


def measure(count: int) -> None:
    """Print the times of each kind of request for each kind of learner, who has ten assessments."""
    # What reads models can be imported only after Django is set up.
    from roadmap.actions import load_all_content
    from roadmap.library import current_library
    from tests import factories

    load_all_content(loading.CONTENT, roadmap_loading.CONTENT)
    roles = list(current_library().roles)
    for name, outcomes in LEARNERS.items():
        learner = factories.user(email=f"{name.replace(' ', '-')}@example.org")
        client = factories.signed_in(learner)
        runs = [factories.finished(learner, *outcomes, length=Length.STANDARD) for _ in range(10)]
        address = reverse("roadmap:what_if", args=[runs[-1].pk])
        for kind, query in QUERIES.items():
            timed(client, address, query, roles, 5)  # fills what is kept in memory
            clock, processor = zip(*timed(client, address, query, roles, count), strict=True)
            print(
                f"{name}, {kind}: median {median(clock):.1f} ms, "
                f"95th percentile {quantiles(clock, n=20)[-1]:.1f} ms by the clock; "
                f"{median(processor):.1f} and {quantiles(processor, n=20)[-1]:.1f} ms of the processor"
            )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    try:
        measure(count)
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()

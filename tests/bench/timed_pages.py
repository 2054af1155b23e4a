"""One request of a page, measured: milliseconds, queries, bytes and the memory it takes."""

import os
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases


@dataclass(frozen=True)
class Page:
    """What one request took. peak: megabytes of Python's memory above what there was before."""

    ms: float
    queries: list[str]
    size: int
    peak: float

    def line(self, what: str) -> str:
        return (
            f"{what}: {len(self.queries)} queries, {self.size / 1000:.1f} kB, "
            f"{self.ms:.0f} ms, {self.peak:.1f} MB"
        )


def opened(client: Client, address: str, *, again: Callable[[], None] = lambda: None) -> Page:
    """Open a page twice, once for its time and once for its queries and memory; `again` makes the second like the first."""
    start = perf_counter()
    client.get(address)
    ms = 1000 * (perf_counter() - start)
    again()
    tracemalloc.start()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert answer.status_code == 200
    queries = [query["sql"] for query in seen.captured_queries]
    return Page(ms, queries, len(answer.content), peak)


def on_a_database(measure: Callable[[], None]) -> None:
    """Call a function on a database of its own, with the project's content, that is gone afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.setdefault(
        "LOG_LEVEL", "WARNING"
    )  # a line for each request would be most of the output
    django.setup()
    made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    try:
        # What reads models can be imported only after Django is set up.
        from assessment.core import loading
        from roadmap.actions import load_all_content
        from roadmap.core import loading as roadmap_loading

        load_all_content(loading.CONTENT, roadmap_loading.CONTENT)
        print(f"on {connection.vendor}")
        measure()
    finally:
        teardown_databases(made, verbosity=0)

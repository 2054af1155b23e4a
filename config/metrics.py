"""Figures for operators, in the format of Prometheus, from all processes of this machine."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hmac import compare_digest
from math import inf
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = {"GET", "HEAD", "POST"}
SLOW = 1.0  # seconds; one of the bounds below

REQUESTS = Counter("waymark_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "waymark_request_seconds",
    "Time until the answer was ready.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, SLOW, 2.5, 5.0, 10.0),
)
MAILS_FAILED = Counter("waymark_mails_failed", "Mails that the mail server did not take.")
DATABASE_ERRORS = Counter("waymark_database_errors", "Requests that failed in the database.")


def saw_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    method = method if method in METHODS else "other"
    REQUESTS.labels(route, method, f"{status // 100}xx").inc()
    SECONDS.labels(route).observe(seconds)


def saw_fault(error: BaseException | None) -> None:
    """Count a request that ended in an exception, if the database raised it."""
    if isinstance(error, DatabaseError):
        DATABASE_ERRORS.inc()


@require_safe
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for who brings METRICS_TOKEN; where none is set there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    if not compare_digest(request.headers.get("Authorization", "").encode(), wanted):
        return HttpResponse("", status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """Of all processes of the server where it counts for them together (config/gunicorn.py), else of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


@dataclass(frozen=True)
class RouteTimes:
    """How long a route took since the server started; `usual` is the bound that 95 of 100 answers kept."""

    route: str
    answers: int
    slow: int
    usual: float

    @property
    def is_bounded(self) -> bool:
        return self.usual < inf


def slowest_routes(most: int) -> list[RouteTimes]:
    """Routes that took longer than SLOW at least once on this machine, the worst first."""
    bounds: dict[str, dict[float, float]] = defaultdict(dict)
    for sample in _samples("waymark_request_seconds_bucket"):
        bounds[sample.labels["route"]][float(sample.labels["le"])] = sample.value
    times = [_times(route, reached) for route, reached in bounds.items()]
    return sorted((t for t in times if t.slow), key=lambda t: (-t.slow, t.route))[:most]


def _times(route: str, reached: dict[float, float]) -> RouteTimes:
    total = max(reached.values())
    usual = min(bound for bound, count in reached.items() if count >= 0.95 * total)
    return RouteTimes(route, int(total), int(total - reached[SLOW]), usual)


def faults() -> int:
    """Answers with a 5xx status since the server started, on this machine."""
    found = _samples("waymark_requests_total")
    return int(sum(sample.value for sample in found if sample.labels["status"] == "5xx"))


def _samples(name: str) -> Iterator[Any]:
    return (s for family in _registry().collect() for s in family.samples if s.name == name)

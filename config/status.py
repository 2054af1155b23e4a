"""One page for staff: what runs here, since when, and what went wrong."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessment.models import ContentVersion, ReportedProblem
from assessment.problem_admin import queue_address
from config import health, metrics
from config.models import FailedMail

SLOWEST = 10
MAILS = 20
MOST_REPORTED = 5
RECENTLY = timedelta(days=7)


@dataclass(frozen=True)
class Database:
    """What the site stores its data in: the engine with its version, and the size in bytes."""

    engine: str
    size: int


@dataclass(frozen=True)
class ReportedQuestion:
    """A question by its id, with the number of its open reports and the page that has them."""

    question: str
    reports: int
    address: str


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """The state of the site, for staff; for everybody else there is no such page."""
    if not admin.site.has_permission(request):
        raise Http404
    return render(request, "status.html", _state())


def _state() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    failed = FailedMail.objects.all()
    return {
        "version": settings.VERSION,
        "content": ContentVersion.objects.first(),
        "migrations": len(executor.loader.applied_migrations),
        "pending": executor.migration_plan(executor.loader.graph.leaf_nodes()),
        "database": _database(),
        "cache": settings.CACHES["default"]["BACKEND"].rpartition(".")[2],
        "cache_answers": health.cache_answers(),
        "slow": metrics.slowest_routes(SLOWEST),
        "slow_from": metrics.SLOW,
        "faults": metrics.faults(),
        "problems": ReportedProblem.objects.open().aggregate(
            number=Count("pk"), oldest=Min("reported_at")
        ),
        "most_reported": _most_reported(),
        "queue": queue_address(),
        "mails": failed[:MAILS],
        "mails_lately": failed.filter(at__gte=timezone.now() - RECENTLY).count(),
    }


def _most_reported() -> list[ReportedQuestion]:
    by_question = ReportedProblem.objects.open().order_by().values_list("question__slug")
    most = by_question.annotate(number=Count("pk")).order_by("-number", "question__slug")
    return [
        ReportedQuestion(slug, number, queue_address(slug)) for slug, number in most[:MOST_REPORTED]
    ]


def _database() -> Database:
    sizes = {
        "sqlite": "SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    with connection.cursor() as cursor:
        cursor.execute(sizes[connection.vendor])
        (size,) = cursor.fetchone()
    number = ".".join(str(part) for part in connection.get_database_version())
    return Database(f"{connection.display_name} {number}", size)

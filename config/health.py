"""Two addresses for a load balancer: is the process alive, and can it serve?"""

import logging

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assessment.models import ContentVersion

log = logging.getLogger(__name__)


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, is migrated and holds content, and the cache answers; otherwise 503."""
    text, status = _state()
    return HttpResponse(text, status=status, content_type="text/plain")


_migrated = False  # once true it stays true for the life of the process


def _state() -> tuple[str, int]:
    global _migrated
    try:
        if not _migrated:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not _migrated:
            return "migrations missing\n", 503
        if not ContentVersion.objects.exists():
            return "content missing\n", 503
    except DatabaseError:
        return "database unavailable\n", 503
    if not cache_answers():
        return "cache unavailable\n", 503
    return "ready\n", 200


def cache_answers() -> bool:
    """Whether the cache can be asked."""
    try:
        cache.get("readyz")
    except Exception as error:  # each kind of cache has its own
        log.error("the cache does not answer", extra={"facts": {"error": type(error).__name__}})
        return False
    return True

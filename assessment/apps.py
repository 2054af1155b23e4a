"""The assessment app."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from assessment import checks  # noqa: F401 - registers them

        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(*, using: str, **kwargs: Any) -> None:
    """The shared cache has its table wherever migrations ran, so that counting tries needs no further step."""
    call_command("createcachetable", settings.CACHE_TABLE, database=using, verbosity=0)

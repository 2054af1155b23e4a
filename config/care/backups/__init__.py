"""Copies of the whole database: made while the site runs, read back at once, and put back on an empty one."""

from types import ModuleType

from django.db import connection

from config.care.backups import postgres, sqlite


def engine() -> ModuleType:
    """What knows the site's engine: `dump`, `read_back`, `load` and `clear`."""
    return {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]

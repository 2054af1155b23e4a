"""Databases by their address, for commands that work on another one than the site's."""

import os
import subprocess
import sys
from typing import Any

import dj_database_url
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def connect(alias: str, url: str) -> Any:
    """Make a database known under an alias. Raises ValueError for an address that is none."""
    known = connections.configure_settings({DEFAULT_DB_ALIAS: {**dj_database_url.parse(url)}})
    connections.settings[alias] = known[DEFAULT_DB_ALIAS]
    return connections[alias]


def migrate(url: str) -> None:
    """Bring the schema of a database to that of this code, in a process whose only database it is.

    A migration that moves data may speak to the site's own database, whatever it is told. Raises CalledProcessError.
    """
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--noinput", "--verbosity", "0"],
        check=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
    )


def waiting_migrations(alias: str) -> list[str]:
    """What `migrate` would do to a database."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def tables(alias: str) -> list[str]:
    """The tables that a database has."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def is_used(alias: str, *, besides: tuple[str, ...] = ()) -> bool:
    """Whether any table has a row."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for name in set(tables(alias)) - set(besides):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")
            if cursor.fetchone():
                return True
    return False

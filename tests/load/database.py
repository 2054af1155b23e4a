"""An empty database with tables and content, for one run; SQLite unless DATABASE_URL names a server of PostgreSQL."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.load.site import HOST


@contextmanager
def fresh_database(
    folder: Path | None = None, *, settings: str = "config.settings"
) -> Iterator[str]:
    """The address of a new database, with Django set up on it with some settings; gone afterwards.

    On PostgreSQL (see tests/bin/with-postgres) a database beside the one that DATABASE_URL names; otherwise a file in
    `folder`, or in a new one.
    """
    server = os.environ.get("DATABASE_URL", "")
    if server.startswith("postgres"):
        name = f"load_{os.getpid()}"
        _in_server(server, f"CREATE DATABASE {name}")
        try:
            yield _set_up(urlunsplit(urlsplit(server)._replace(path=f"/{name}")), settings)
        finally:
            _close()
            _in_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        return
    with tempfile.TemporaryDirectory(prefix="load-") as made:
        yield _set_up(f"sqlite:///{folder or made}/load.sqlite3", settings)
        _close()


def on_postgres() -> bool:
    from django.db import connection

    return bool(connection.vendor == "postgresql")


def _in_server(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _set_up(address: str, settings: str) -> str:
    os.environ |= {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": "load",
        "SITE_URL": f"http://{HOST}",
        "LOG_LEVEL": "WARNING",
    }
    import django
    from django.core.management import call_command

    django.setup()
    from assessment.core import loading
    from roadmap.actions import load_all_content
    from roadmap.core import loading as roadmap_loading

    call_command("migrate", interactive=False, verbosity=0)
    load_all_content(loading.CONTENT, roadmap_loading.CONTENT)
    call_command("collectstatic", interactive=False, verbosity=0)
    return address


def _close() -> None:
    """Let go of every connection of this process, those that wait in the pool too."""
    from django.db import connection

    connection.close()
    if on_postgres():
        connection.close_pool()

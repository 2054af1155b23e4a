"""Sites beside the one of the tests: databases of their own, worked on by processes of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("DATABASE_URL", "")  # of the tests: `tests/bin/with-postgres` sets it
HAS_POSTGRES = SERVER.startswith("postgres")


def sqlite(folder: Path, name: str = "site") -> str:
    """The address of a new SQLite database."""
    return f"sqlite:///{folder / name}.sqlite3"


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a new, empty database on the server of the tests; it is gone afterwards."""
    name, parts = f"site_{uuid4().hex[:12]}", urlsplit(SERVER)
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(create)
    try:
        # urlunsplit drops the slashes of an address without a host
        yield urlunsplit(("postgres", parts.netloc, f"/{name}", parts.query, ""))
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(drop)


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of a new, empty database of the engine that the tests run on."""
    if HAS_POSTGRES:
        with postgres() as url:
            yield url
    else:
        yield sqlite(folder)


def start(url: str, *command: str, ledger: Path | None = None) -> subprocess.Popen[str]:
    """Start `manage.py …` (or a module: `-m …`) on a database."""
    program = command if command[0] == "-m" else (str(ROOT / "manage.py"), *command)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_LEDGER": str(ledger or ""),
    }
    return subprocess.Popen(
        [sys.executable, *program],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(url: str, *command: str, ledger: Path | None = None, ok: bool = True) -> str:
    """Run it to its end; what it printed. ok: whether it has to succeed."""
    process = start(url, *command, ledger=ledger)
    told, _ = process.communicate()
    assert (process.returncode == 0) is ok, told
    return told


def prepare(url: str) -> None:
    """Tables and content."""
    run(url, "migrate", "--noinput", "-v", "0")
    run(url, "loadcontent")

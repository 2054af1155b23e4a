"""Backups of SQLite: a copy of the file by SQLite's own means, consistent while others write."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from config.care.backups.manifest import Broken

WAIT = 60  # seconds for whoever holds a lock


def dump(path: Path) -> Mapping[str, int]:
    """Write the database to a file; how many rows each table had at that moment. Raises Broken."""
    with _opened(_site()) as source, _opened(path) as copy:
        source.execute("BEGIN")  # from here on it reads one state, whatever is written meanwhile
        rows = _rows(source)
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
    return rows


def read_back(path: Path) -> Mapping[str, int]:
    """How many rows each table of a backup has; every page of it is read. Raises Broken."""
    with _opened(path) as copy:
        _check(copy)
        return _rows(copy)


def load(path: Path) -> Mapping[str, int]:
    """Put a backup in the place of the database; how many rows each table has then. Raises Broken."""
    connection.close()
    with _opened(path) as copy, _opened(_site()) as target:
        copy.backup(target)
        _check(target)
        return _rows(target)


def clear() -> None:
    """Nothing to do: `load` replaces every page."""


def _site() -> Path:
    return Path(connection.settings_dict["NAME"])


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as opened:
            yield opened
    except sqlite3.Error as error:
        raise Broken(f"{path.name}: {error}") from None


def _check(database: sqlite3.Connection) -> None:
    (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise Broken(f"The database is damaged: {verdict}")
    if found := database.execute("PRAGMA foreign_key_check").fetchone():
        raise Broken(f"The database is damaged: a row of {found[0]} points at nothing.")


def _rows(database: sqlite3.Connection) -> Mapping[str, int]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = sorted(name for (name,) in database.execute(named))
    return {
        table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables
    }

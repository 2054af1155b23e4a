"""Backups of PostgreSQL: pg_dump in its custom format, of one moment, while others write."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg import pq
from psycopg.conninfo import make_conninfo

from config.care.backups.manifest import Broken

COPY = re.compile(rb"COPY (?:\"?\w+\"?\.)?\"?(\w+)\"? \(.*\) FROM stdin;\n")
END = b"\\.\n"


def dump(path: Path) -> Mapping[str, int]:
    """Write the database to a file; how many rows each table had at that moment. Raises Broken."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        rows = _rows(cursor)
        _run(
            *("pg_dump", "--format=custom", "--no-owner", "--no-privileges"),
            *(f"--snapshot={snapshot}", f"--file={path}", f"--dbname={_address()}"),
        )
    return rows


def read_back(path: Path) -> Mapping[str, int]:
    """How many rows each table of a backup has; every byte of it is read. Raises Broken."""
    rows: dict[str, int] = {}
    table = ""
    with subprocess.Popen(
        [_tool("pg_restore"), "--file=-", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        for line in reading.stdout:
            if table and line == END:
                table = ""
            elif table:
                rows[table] += 1
            elif found := COPY.fullmatch(line):
                table = found[1].decode()
                rows[table] = 0
        told = reading.stderr.read().decode(errors="replace")
    if reading.returncode or table:
        raise Broken(f"The backup cannot be read back: {told.strip() or 'it ends in a table'}")
    return rows


def load(path: Path) -> Mapping[str, int]:
    """Put a backup into the empty database, all or nothing; how many rows each table has then. Raises Broken."""
    _run(
        *("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
        *(f"--dbname={_address()}", str(path)),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        return _rows(cursor)


def clear() -> None:
    """Drop every table."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if names:
            quoted = ", ".join(map(connection.ops.quote_name, names))
            cursor.execute(f"DROP TABLE {quoted} CASCADE")


def _rows(cursor: Any) -> Mapping[str, int]:
    rows = {}
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        (rows[table],) = cursor.fetchone()
    return rows


def _address() -> str:
    """How PostgreSQL's own programs find the site's database; the password goes by the environment."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()} - {"password"}
    params = connection.get_connection_params()
    return make_conninfo(**{key: value for key, value in params.items() if key in known})


def _run(program: str, *arguments: str) -> None:
    password = connection.settings_dict.get("PASSWORD")
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(
        [_tool(program), *arguments], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise Broken(f"{program}: {done.stderr.strip()}")


def _tool(program: str) -> str:
    """Where a program of PostgreSQL is: on the path, or where Debian keeps the newest one."""
    if found := shutil.which(program):
        return found
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    if not newest:
        raise Broken(f"{program} is needed (Debian: apt-get install postgresql-client).")
    return str(newest[-1])

"""Puts a snapshot into a database whose schema is that of the snapshot."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

HERE = Path(__file__).parent
Snapshot = dict[str, Any]


def named(name: str) -> Snapshot:
    """A snapshot: its migrations, and rows by table."""
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


def tables(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    return {table: rows for table, rows in snapshot.items() if table != "migrations"}


def load(snapshot: Snapshot, url: str) -> None:
    """Store every row as it is; PostgreSQL reads the texts that SQLite keeps of times, numbers and JSON."""
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as site:
            for table, rows in tables(snapshot).items():
                columns = ", ".join(f'"{column}"' for column in rows[0])
                marks = ", ".join("?" for _ in rows[0])
                into = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
                site.executemany(into, [tuple(row.values()) for row in rows])
        return
    with psycopg.connect(url, options="-c timezone=UTC") as site:
        cursor = psycopg.ClientCursor(site)
        for table, rows in tables(snapshot).items():
            into = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, rows[0])),
                sql.SQL(", ").join(sql.Placeholder() for _ in rows[0]),
            )
            for row in rows:
                cursor.execute(into, [None if v is None else str(v) for v in row.values()])
            if isinstance(rows[0]["id"], int):
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                    [table, max(row["id"] for row in rows)],
                )


def counts(url: str, names: list[str]) -> dict[str, int]:
    """How many rows tables have."""
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as site:
            return {n: site.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in names}
    with psycopg.connect(url) as server:
        count = sql.SQL("SELECT count(*) FROM {}")
        found = {n: server.execute(count.format(sql.Identifier(n))).fetchone() for n in names}
        return {name: row[0] for name, row in found.items() if row}


def values(url: str, table: str, columns: list[str]) -> list[tuple[Any, ...]]:
    """Some columns of every row, in order of the first."""
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as site:
            query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1"
            return site.execute(query).fetchall()
    with psycopg.connect(url) as server:
        chosen = sql.SQL("SELECT {} FROM {} ORDER BY 1").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
        )
        return server.execute(chosen).fetchall()

"""All rows of the site from one database into another, and the proof that they are the same."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from graphlib import TopologicalSorter
from typing import Any

from django.core.management.color import no_style
from django.db import connections
from django.db.models import Model

from config.care.personal import all_models

CHUNK = 2000  # rows in memory at a time
MODULUS = 2**256


@dataclass(frozen=True)
class Fingerprint:
    """How many rows a table has, and a hash of them all that does not depend on their order."""

    rows: int = 0
    total: int = 0

    def with_row(self, row: tuple[Any, ...]) -> "Fingerprint":
        text = json.dumps([canonical(value) for value in row], ensure_ascii=True, sort_keys=True)
        number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        return Fingerprint(self.rows + 1, (self.total + number) % MODULUS)

    def __str__(self) -> str:
        return f"{self.total:064x}"


def canonical(value: Any) -> Any:
    """A value as it is the same on every engine: times in UTC, whole numbers as such whether written 2 or 2.0."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: canonical(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [canonical(inner) for inner in value]
    if isinstance(value, date) or not isinstance(value, (str, int, float, type(None))):
        return str(value)
    return value


def in_order() -> list[type[Model]]:
    """Every table after those it points at."""
    graph = {
        model: {
            f.related_model
            for f in model._meta.concrete_fields
            if f.related_model and f.related_model is not model
        }
        for model in all_models()
    }
    return list(TopologicalSorter(graph).static_order())


def rows_of(model: type[Model], alias: str) -> Iterator[tuple[Any, ...]]:
    """Every row of a table as values of Python, a chunk at a time."""
    names = [field.attname for field in model._meta.concrete_fields]
    found = model._base_manager.using(alias).order_by().values_list(*names)
    return found.iterator(chunk_size=CHUNK)


def fingerprint(model: type[Model], alias: str) -> Fingerprint:
    """Of a table as it is in a database."""
    print_ = Fingerprint()
    for row in rows_of(model, alias):
        print_ = print_.with_row(row)
    return print_


def copy_table(model: type[Model], source: str, target: str) -> Fingerprint:
    """Copy every row into the same, empty table in PostgreSQL, as it is stored; of what was read the fingerprint."""
    connection, fields = connections[target], model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    print_ = Fingerprint()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows_of(model, source):
            print_ = print_.with_row(row)
            values = zip(fields, row, strict=True)
            copy.write_row([field.get_db_prep_save(value, connection) for field, value in values])
    return print_


def set_sequences(alias: str) -> None:
    """Let every table number its next row after the last that it has."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), in_order()):
            cursor.execute(line)

"""Queries that Django builds once, for pages that cannot wait: building one takes it ten times as long as asking."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet


class Parameter(Expression):
    """A value that a prepared query gets each time it is asked, by name; field: what it is compared with."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, *_: Any) -> tuple[str, list["Parameter"]]:  # type: ignore[override]
        return "%s", [self]

    def of(self, values: dict[str, Any]) -> Any:
        """Its value as the database wants it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


@dataclass(frozen=True)
class _Built:
    """What Django makes of a query on one kind of database: SQL, its parameters, and how to read what comes back."""

    model: type[Model]
    fields: list[str]
    sql: str
    parameters: tuple[Any, ...]
    converters: Any


class Prepared:
    """build: makes the query, with a Parameter where a value will be; called once for each kind of database."""

    def __init__(self, build: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self.built: dict[str, _Built] = {}

    def rows(self, **values: Any) -> list[list[Any]]:
        """The rows of a query for values."""
        built = self._built()
        given = [p.of(values) if isinstance(p, Parameter) else p for p in built.parameters]
        with connection.cursor() as cursor:
            cursor.execute(built.sql, given)
            found = [list(row) for row in cursor.fetchall()]
        for place, (converters, expression) in built.converters:
            for row in found:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
        return found

    def first(self, **values: Any) -> Any:
        """The first object of a query for whole objects, or None."""
        found = self.rows(**values)
        built = self._built()
        return built.model.from_db("default", built.fields, found[0]) if found else None

    def _built(self) -> _Built:
        if connection.vendor not in self.built:
            query = self.build()
            compiler = query.query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            selected = [expression for expression, _, _ in compiler.select]
            self.built[connection.vendor] = _Built(
                query.model,
                [field.attname for field in query.model._meta.concrete_fields],
                sql,
                parameters,
                list(compiler.get_converters(selected).items()),
            )
        return self.built[connection.vendor]

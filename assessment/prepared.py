"""Queries that Django builds once, for pages that cannot wait: building one takes it ten times as long as asking."""

from collections.abc import Callable
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


class Prepared:
    """build: makes the query, with a Parameter where a value will be; called once for each kind of database."""

    def __init__(self, build: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self.build = build
        self.built: dict[str, tuple[type[Model], str, tuple[Any, ...]]] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query for values, as they come from the database."""
        _, *query = self._filled(values)
        with connection.cursor() as cursor:
            cursor.execute(*query)
            return list(cursor.fetchall())

    def first(self, **values: Any) -> Any:
        """The first object of a query for objects, or None."""
        model, sql, parameters = self._filled(values)
        return next(iter(model._default_manager.raw(sql, parameters)), None)

    def _filled(self, values: dict[str, Any]) -> tuple[type[Model], str, list[Any]]:
        if connection.vendor not in self.built:
            query = self.build()
            self.built[connection.vendor] = (
                query.model,
                *query.query.get_compiler(connection=connection).as_sql(),
            )
        model, sql, parameters = self.built[connection.vendor]
        return model, sql, [p.of(values) if isinstance(p, Parameter) else p for p in parameters]

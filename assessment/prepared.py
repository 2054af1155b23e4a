"""Queries that Django builds once, for pages that cannot wait: building one takes it ten times as long as asking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql import UpdateQuery


class Parameter(Expression):
    """A value that a prepared query gets each time it is asked: one of a field, by the field's name or as `called`."""

    def __init__(self, model: type[Model], field: str, *, called: str = "") -> None:
        super().__init__(output_field=model._meta.get_field(field))
        self.name = called or field

    def as_sql(self, *_: Any) -> tuple[str, list["Parameter"]]:  # type: ignore[override]
        return "%s", [self]

    def of(self, values: Mapping[str, Any]) -> Any:
        """Its value as the database wants it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


@dataclass(frozen=True)
class _Built:
    """What Django makes of a query on one kind of database: SQL, its parameters, and how to read what comes back."""

    model: type[Model]
    fields: list[str]
    annotations: list[str]
    sql: str
    parameters: tuple[Any, ...]
    converters: Any

    def given(self, values: Mapping[str, Any]) -> list[Any]:
        """The parameters with values for those that have a name."""
        return [p.of(values) if isinstance(p, Parameter) else p for p in self.parameters]


class Prepared:
    """build: makes the query, with a Parameter where a value will be; called once for each kind of database.

    sets: for an update, the fields that get new values, by their names.
    """

    def __init__(
        self, build: Callable[[], "QuerySet[Any, Any]"], *, sets: Sequence[str] = ()
    ) -> None:
        self.build, self.sets = build, sets
        self.built: dict[str, _Built] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query for values."""
        built = self._built()
        with connection.cursor() as cursor:
            cursor.execute(built.sql, built.given(values))
            found = [list(row) for row in cursor.fetchall()]
        for place, (converters, expression) in built.converters:
            for row in found:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
        return [tuple(row) for row in found]

    def first(self, **values: Any) -> Any:
        """The first object of a query for whole objects, with its annotations, or None."""
        found = self.rows(**values)
        if not found:
            return None
        built, row = self._built(), found[0]
        made = built.model.from_db("default", built.fields, row[: len(built.fields)])
        for name, value in zip(built.annotations, row[len(built.fields) :], strict=True):
            setattr(made, name, value)
        return made

    def update(self, **values: Any) -> int:
        """Change the rows of an update; how many there were."""
        built = self._built()
        with connection.cursor() as cursor:
            cursor.execute(built.sql, built.given(values))
            return cursor.rowcount

    def _built(self) -> _Built:
        if connection.vendor not in self.built:
            query = self.build()
            made = query.query
            if self.sets:
                made = made.chain(UpdateQuery)
                made.add_update_values({f: Parameter(query.model, f) for f in self.sets})
            compiler = made.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            selected = [expression for expression, _, _ in compiler.select or ()]
            self.built[connection.vendor] = _Built(
                query.model,
                [field.attname for field in query.model._meta.concrete_fields],
                list(made.annotation_select),
                sql,
                parameters,
                list(compiler.get_converters(selected).items()),
            )
        return self.built[connection.vendor]

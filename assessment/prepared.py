"""Queries that Django builds once, for pages that cannot wait: building one takes it ten times as long as asking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery


class Parameter(Expression):
    """A value that a prepared query gets each time it is asked: one of a field, by the field's name or as `called`."""

    def __init__(self, model: type[Model], field: str, *, called: str = "") -> None:
        found: Any = model._meta.get_field(field)
        while found.is_relation:
            found = found.target_field
        super().__init__(output_field=found)
        self.name = called or field

    def as_sql(self, *_: Any) -> tuple[str, list["Parameter"]]:  # type: ignore[override]
        return "%s", [self]

    def of(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Any:
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

    def given(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """The parameters with values for those that have a name."""
        return [
            p.of(values, connection) if isinstance(p, Parameter) else p for p in self.parameters
        ]


class Prepared:
    """build: makes the query, with a Parameter where a value will be; called once for each kind of database.

    sets: for an update, the fields that get new values, by their names. creates: for a new row, all fields that get one.
    """

    def __init__(
        self,
        build: Callable[[], "QuerySet[Any, Any]"],
        *,
        sets: Sequence[str] = (),
        creates: Sequence[str] = (),
    ) -> None:
        self.build, self.sets, self.creates = build, sets, creates
        self.built: dict[str, _Built] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query for values."""
        # The connection itself: what stands for it everywhere looks it up again at each access.
        connection = connections[DEFAULT_DB_ALIAS]
        built = self._built(connection)
        with connection.cursor() as cursor:
            cursor.execute(built.sql, built.given(values, connection))
            fetched: list[tuple[Any, ...]] = cursor.fetchall()
        if not built.converters:
            return fetched
        found = [list(row) for row in fetched]
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
        built, row = self._built(connections[DEFAULT_DB_ALIAS]), found[0]
        made = built.model.from_db(DEFAULT_DB_ALIAS, built.fields, row[: len(built.fields)])
        for name, value in zip(built.annotations, row[len(built.fields) :], strict=True):
            setattr(made, name, value)
        return made

    def create(self, **values: Any) -> None:
        """Store a new row. Raises IntegrityError."""
        self._execute(values)

    def update(self, **values: Any) -> int:
        """Change the rows of an update; how many there were."""
        return self._execute(values)

    def _execute(self, values: Mapping[str, Any]) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        built = self._built(connection)
        with connection.cursor() as cursor:
            cursor.execute(built.sql, built.given(values, connection))
            return cursor.rowcount

    def _built(self, connection: BaseDatabaseWrapper) -> _Built:
        if connection.vendor not in self.built:
            query = self.build()
            made = query.query
            if self.sets:
                made = made.chain(UpdateQuery)
                made.add_update_values({f: Parameter(query.model, f) for f in self.sets})
            if self.creates:
                made = _new_row(query.model, self.creates)
            compiler = made.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()[0] if self.creates else compiler.as_sql()
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


def _new_row(model: type[Model], names: Sequence[str]) -> InsertQuery:
    """A query that stores one row, with a Parameter for each of these fields."""
    query, row = InsertQuery(model), model()
    fields = [model._meta.get_field(name) for name in names]
    for field in fields:
        setattr(row, field.attname, Parameter(model, field.name))
    query.insert_values(fields, [row])
    return query

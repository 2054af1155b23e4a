"""Switches off what keeps parallel requests apart, and gives them time to meet, to see that race tests then fail."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import current_thread, main_thread
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from assessment.prepared import Prepared
from tests import factories

PAUSE = 0.02  # seconds before each write, in which the others read
WRITES = ("INSERT", "UPDATE", "DELETE")
Guard = Callable[[], AbstractContextManager[None]]


@contextmanager
def _slow_writes() -> Iterator[None]:
    """Let every connection that another thread opens meanwhile wait before it writes."""

    def pause(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(WRITES):
            time.sleep(PAUSE)
        return execute(sql, *rest)

    def opened(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
        if current_thread() is not main_thread() and pause not in connection.execute_wrappers:
            connection.execute_wrappers.append(pause)

    connection_created.connect(opened)
    try:
        yield
    finally:
        connection_created.disconnect(opened)


@contextmanager
def _without(patch: Callable[[pytest.MonkeyPatch], None]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch, _slow_writes():
        patch(monkeypatch)
        if connection.vendor == "sqlite":
            # There a transaction holds the only lock from its beginning: without transactions nothing is held.
            monkeypatch.setattr(transaction, "atomic", lambda *args, **kwargs: nullcontext())
        yield


def no_locks() -> AbstractContextManager[None]:
    """Rows that are read to be changed are held against nobody."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_: rows.all())

    return _without(patch)


def no_conditions() -> AbstractContextManager[None]:
    """An update looks first which rows fit, and then writes these back whole, whatever happened meanwhile."""

    def look_then_write(rows: models.QuerySet[Any], **values: object) -> int:
        fitting = list(rows.all())
        time.sleep(PAUSE)
        for row in fitting:
            for name, value in values.items():
                setattr(row, name, value)
            row.save(force_update=True)
        return len(fitting)

    def look_then_write_prepared(update: Prepared, **values: object) -> int:
        found = Prepared(update.build).first(**values)
        time.sleep(PAUSE)
        if found is None:
            return 0
        for name in update.sets:
            setattr(found, name, values[name])
        found.save(force_update=True)
        return 1

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(models.QuerySet, "update", look_then_write)
        monkeypatch.setattr(Prepared, "update", look_then_write_prepared)

    return _without(patch)


@contextmanager
def neither_locks_nor_conditions() -> Iterator[None]:
    """Both are off, and no transaction holds what it wrote: where one of them would be enough."""
    with no_locks(), no_conditions(), pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(transaction, "atomic", lambda *args, **kwargs: nullcontext())
        yield


def no_second_look() -> AbstractContextManager[None]:
    """What is there is changed and what is not is made, whoever made it meanwhile; and nothing is held."""

    def change_or_make(rows: models.QuerySet[Any], defaults: dict[str, Any], **key: object) -> None:
        if not rows.filter(**key).update(**defaults):
            rows.create(**key, **defaults)

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_: rows.all())
        monkeypatch.setattr(models.QuerySet, "update_or_create", change_or_make)

    return _without(patch)


@contextmanager
def loose_cache() -> Iterator[None]:
    """The cache looks first whether an entry is there, and then writes it."""

    def look_then_add(cache: BaseCache, name: str, value: object, seconds: int) -> bool:
        if cache.get(name) is not None:
            return False
        time.sleep(PAUSE)
        cache.set(name, value, seconds)
        return True

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(type(caches["default"]), "add", look_then_add)
        yield


def no_constraint(model: type[models.Model], name: str, otherwise: Guard = _slow_writes) -> Guard:
    """The database does not refuse what must be there once. otherwise: what else is switched off."""
    constraint = next(c for c in model._meta.constraints if c.name == name)

    @contextmanager
    def removed() -> Iterator[None]:
        there = model._meta.constraints
        model._meta.constraints = [c for c in there if c != constraint]
        with _schema() as editor:
            editor.remove_constraint(model, constraint)
        try:
            with otherwise():
                yield
        finally:
            factories.forget_everyone()  # or two of the same would keep it from coming back
            model._meta.constraints = there
            with _schema() as editor:
                editor.add_constraint(model, constraint)

    return removed


@contextmanager
def _schema() -> Iterator[Any]:
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        yield editor

"""The shared cache: a table that migrations make, or a server whose outage nobody notices."""

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from assessment.models import User
from config.cache import RedisOrDatabaseCache
from tests import factories

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def outage(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose cache server is down."""
    monkeypatch.setattr(RedisOrDatabaseCache, "asked_again_at", 0.0)
    backend = "config.cache.RedisOrDatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": NOBODY_LISTENS}}


def test_migrating_makes_the_table_and_does_so_once(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE shared_cache")
    for _ in range(2):
        call_command("migrate", verbosity=0)
        cache.set("key", "value")
    assert cache.get("key") == "value"


@pytest.mark.usefixtures("outage")
def test_C05_with_the_cache_down_the_right_password_lets_in_and_wrong_ones_are_throttled(
    learner: User,
) -> None:
    def status(password: str) -> int:
        data = {"login": learner.email, "password": password}
        return Client().post("/accounts/login/", data).status_code

    began = time.monotonic()
    assert status(factories.PASSWORD) == 302
    assert [status("wrong") for _ in range(12)] == [200] * 12
    assert status(factories.PASSWORD) == 200
    assert time.monotonic() - began < 10


@pytest.mark.usefixtures("outage")
def test_C05_a_cache_that_is_down_costs_one_question_in_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from redis.connection import Connection

    asked = []
    connect = Connection.connect
    monkeypatch.setattr(Connection, "connect", lambda self: asked.append(1) or connect(self))
    for _ in range(20):
        cache.get("key")
    assert len(asked) == 1


@pytest.mark.usefixtures("outage")
def test_every_operation_has_the_table_to_fall_back_on() -> None:
    assert cache.add("a", 1, 60)
    assert not cache.add("a", 2, 60)
    assert cache.incr("a") == 2
    assert cache.get_many(["a", "b"]) == {"a": 2}
    cache.set_many({"b": 1})
    assert cache.has_key("b")
    assert cache.touch("b", 60)
    cache.delete("a")
    cache.delete_many(["b"])
    assert cache.get("a", "gone") == "gone"
    cache.set("a", 1)
    cache.clear()
    assert cache.get("a") is None

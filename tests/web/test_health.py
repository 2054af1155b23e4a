"""Two addresses for a load balancer: alive, and ready to serve."""

from statistics import median
from time import perf_counter

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from assessment.models import ContentVersion
from config import health


class Pending:
    """An executor of migrations that has something left to do."""

    class loader:
        class graph:
            @staticmethod
            def leaf_nodes() -> list[str]:
                return ["the last one"]

    def __init__(self, connection: object) -> None: ...

    def migration_plan(self, nodes: list[str]) -> list[str]:
        return nodes


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)


def test_O01_the_process_is_alive_without_a_database() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_O01_it_is_ready_when_migrated_and_loaded(db: None) -> None:
    for _ in range(2):  # found out, and remembered
        response = Client().get("/readyz")
        assert (response.status_code, response.content) == (200, b"ready\n")


def test_O01_it_is_not_ready_while_migrations_are_missing(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "MigrationExecutor", Pending)
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations missing\n")


def test_O01_it_is_not_ready_without_content(db: None) -> None:
    ContentVersion.objects.all().delete()
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"content missing\n")


@pytest.mark.parametrize("known_as_migrated", [True, False])
def test_O01_it_is_not_ready_while_the_database_is_away(
    db: None, monkeypatch: pytest.MonkeyPatch, *, known_as_migrated: bool
) -> None:
    def away(*args: object) -> None:
        raise OperationalError("could not connect to secret-host")

    monkeypatch.setattr(health, "_migrated", known_as_migrated)
    monkeypatch.setattr(health, "MigrationExecutor", away)
    monkeypatch.setattr(ContentVersion.objects, "exists", away)
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"database unavailable\n")


def test_O01_both_are_plain_text_that_nothing_keeps(db: None) -> None:
    for place in ("/healthz", "/readyz"):
        response = Client().get(place)
        assert response.headers["Content-Type"] == "text/plain"
        assert "no-store" in response.headers["Cache-Control"]
        assert not response.cookies
        assert Client().post(place).status_code == 405


def test_O01_it_is_not_ready_while_the_cache_is_away(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise ConnectionError("no route to secret-host")

    monkeypatch.setattr(cache, "get", away)
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"cache unavailable\n")


@pytest.mark.parametrize("place", ["/healthz", "/readyz"])
def test_O01_a_balancer_may_ask_by_number_without_tls_and_as_often_as_it_likes(
    db: None, settings: pytest.FixtureRequest, place: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client, took = Client(headers={"host": "10.1.2.3:8000"}), []
    for _ in range(100):
        began = perf_counter()
        assert client.get(place).status_code == 200
        took.append(perf_counter() - began)
    assert median(took) < 0.05


def test_O01_being_ready_is_asked_with_two_queries(
    db: None, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    Client().get("/readyz")
    with django_assert_max_num_queries(2):
        Client().get("/readyz")

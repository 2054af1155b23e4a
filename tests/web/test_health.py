"""Two addresses for a load balancer: alive, and ready to serve."""

import pytest
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


def test_the_process_is_alive_without_a_database() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_it_is_ready_when_migrated_and_loaded(db: None) -> None:
    for _ in range(2):  # found out, and remembered
        response = Client().get("/readyz")
        assert (response.status_code, response.content) == (200, b"ready\n")


def test_it_is_not_ready_while_migrations_are_missing(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "MigrationExecutor", Pending)
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations missing\n")


def test_it_is_not_ready_without_content(db: None) -> None:
    ContentVersion.objects.all().delete()
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"content missing\n")


@pytest.mark.parametrize("known_as_migrated", [True, False])
def test_it_is_not_ready_while_the_database_is_away(
    db: None, monkeypatch: pytest.MonkeyPatch, *, known_as_migrated: bool
) -> None:
    def away(*args: object) -> None:
        raise OperationalError("could not connect to secret-host")

    monkeypatch.setattr(health, "_migrated", known_as_migrated)
    monkeypatch.setattr(health, "MigrationExecutor", away)
    monkeypatch.setattr(ContentVersion.objects, "exists", away)
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"database unavailable\n")


def test_both_are_plain_text_that_nothing_keeps(db: None) -> None:
    for place in ("/healthz", "/readyz"):
        response = Client().get(place)
        assert response.headers["Content-Type"] == "text/plain"
        assert "no-store" in response.headers["Cache-Control"]
        assert not response.cookies
        assert Client().post(place).status_code == 405

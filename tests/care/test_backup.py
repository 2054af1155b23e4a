"""Backups: whole or loudly none, put back only where nothing is lost by it; on the engine that the tests run on."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.care.backups.manifest import beside
from tests.care import sites

pytestmark = pytest.mark.drill

ALL_ROWS = (
    "from config.care.copying import fingerprint, in_order\n"
    "print({m._meta.label: str(fingerprint(m, 'default')) for m in in_order()})"
)
sqlite_only = pytest.mark.skipif(sites.HAS_POSTGRES, reason="of SQLite alone")
postgres_only = pytest.mark.skipif(not sites.HAS_POSTGRES, reason="of PostgreSQL alone")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with people."""
    with sites.database(tmp_path_factory.mktemp("site")) as url:
        sites.prepare(url)
        sites.run(url, "-m", "tests.care.many", "10")
        yield url


@pytest.fixture(scope="module")
def backup(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "site.backup"
    assert "read back whole" in sites.run(site, "backup", str(path))
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The database of a new machine."""
    with sites.database(tmp_path) as url:
        yield url


def rows(url: str) -> str:
    return sites.run(url, "shell", "-v", "0", "-c", ALL_ROWS).strip().splitlines()[-1]


def restore(url: str, backup: Path, *more: str, ok: bool = True) -> str:
    return sites.run(url, "restore", str(backup), *(more or ("--without-ledger",)), ok=ok)


def test_every_row_is_back(site: str, backup: Path, empty: str) -> None:
    assert "rows of" in restore(empty, backup)
    assert rows(empty) == rows(site)


def test_a_backup_is_for_nobody_else_on_the_machine(backup: Path) -> None:
    for path in (backup, beside(backup)):
        assert path.stat().st_mode & 0o077 == 0


def test_a_backup_never_overwrites_one(site: str, backup: Path) -> None:
    before = backup.read_bytes()
    assert "exists already" in sites.run(site, "backup", str(backup), ok=False)
    assert backup.read_bytes() == before


def test_a_database_that_is_in_use_is_not_overwritten_unless_told_so(
    backup: Path, empty: str
) -> None:
    sites.run(empty, "migrate", "--noinput", "-v", "0")
    before = rows(empty)
    assert "is not empty" in restore(empty, backup, ok=False)
    assert rows(empty) == before
    restore(empty, backup, "--replace", "--without-ledger")
    assert rows(empty) != before


def test_a_backup_that_was_changed_later_is_refused(
    backup: Path, empty: str, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    assert "cannot be read" in restore(empty, changed, ok=False)
    beside(changed).write_bytes(beside(backup).read_bytes())
    assert "not what was written" in restore(empty, changed, ok=False)
    beside(changed).write_text("[]")
    assert "no manifest" in restore(empty, changed, ok=False)


def test_a_missing_ledger_stops_the_restore_before_it_begins(
    backup: Path, empty: str, tmp_path: Path
) -> None:
    told = restore(empty, backup, "--ledger", str(tmp_path / "none"), ok=False)
    assert "There is no ledger" in told
    (tmp_path / "none").touch()
    assert "0 entries" in restore(empty, backup, "--ledger", str(tmp_path / "none"))


@sqlite_only
def test_a_damaged_database_gives_no_backup(site: str, tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite3"
    with sqlite3.connect(site.removeprefix("sqlite:///")) as whole, sqlite3.connect(path) as copy:
        whole.backup(copy)
        (page,) = copy.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'assessment_response'"
        ).fetchone()
        (size,) = copy.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    told = sites.run(sites.sqlite(tmp_path, "damaged"), "backup", str(tmp_path / "b"), ok=False)
    assert "NO BACKUP was made" in told
    assert not list(tmp_path.glob("b*"))


@postgres_only
@pytest.mark.parametrize("fault", ["truncate -s -3000 $file", "exit 1", "sed -i 's/a/b/g' $file"])
def test_a_dump_that_went_wrong_gives_no_backup(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    from config.care.backups.postgres import _tool

    dump = tmp_path / "bin" / "pg_dump"
    dump.parent.mkdir()
    real = _tool("pg_dump")
    dump.write_text(
        f'#!/bin/bash\n"{real}" "$@" || exit\nfile=$(printf "%s\\n" "$@" | sed -n "s/--file=//p")\n{fault}\n'
    )
    dump.chmod(0o755)
    monkeypatch.setenv("PATH", f"{dump.parent}:{os.environ['PATH']}")
    assert "NO BACKUP was made" in sites.run(site, "backup", str(tmp_path / "b"), ok=False)
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]

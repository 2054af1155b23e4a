"""From SQLite to PostgreSQL: every row arrives, or nothing does, and people go on where they were."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest

from config.care.copying import Fingerprint, canonical, in_order
from tests.care import sites

pytestmark = pytest.mark.drill

needs_postgres = pytest.mark.skipif(
    not sites.HAS_POSTGRES,
    reason="NOT TESTED: moving to PostgreSQL needs one (tests/bin/with-postgres; .ci/run does)",
)


@pytest.fixture
def source(tmp_path: Path) -> str:
    url = sites.sqlite(tmp_path)
    sites.prepare(url)
    sites.run(url, "-m", "tests.care.many", "40")
    return url


@pytest.fixture
def target() -> Iterator[str]:
    with sites.postgres() as url:
        yield url


def move(source: str, target: str, *, ok: bool = True) -> str:
    return sites.run(source, "movedatabase", "--to", target, ok=ok)


@needs_postgres
def test_D02_every_row_arrives_as_it_was(source: str, target: str) -> None:
    told = move(source, target)
    counted = {
        name: int(n.replace(",", ""))
        for name, n in re.findall(r"^(\w+) +([\d,]+)  \w{16}$", told, re.MULTILINE)
    }
    with sqlite3.connect(source.removeprefix("sqlite:///")) as old, psycopg.connect(target) as new:
        for model in in_order():
            table = model._meta.db_table
            (before,) = old.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            (after,) = new.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            assert before == after == counted[table], table
        assert new.execute("SELECT count(*) FROM assessment_response").fetchone()[0] > 700
        # what nobody could do again arrives as it was
        started = "SELECT min(started_at) FROM assessment_assessment"
        moved = new.execute(started).fetchone()[0]
        stored = datetime.fromisoformat(old.execute(started).fetchone()[0]).replace(tzinfo=UTC)
        assert moved == stored
    assert "counts and hashes equal" in told


@needs_postgres
def test_D02_people_stay_signed_in_can_sign_in_and_the_next_row_of_a_table_has_a_number(
    source: str, target: str
) -> None:
    old = sites.run(source, "-m", "tests.care.session").strip().splitlines()[-1]
    move(source, target)
    sites.run(target, "-m", "tests.care.visit", old)


@needs_postgres
def test_D02_a_database_with_rows_in_it_is_refused_and_left_as_it_is(
    source: str, target: str
) -> None:
    with psycopg.connect(target) as new:
        new.execute("CREATE TABLE somebody_elses (number int)")
        new.execute("INSERT INTO somebody_elses VALUES (1)")
    assert "is not empty" in move(source, target, ok=False)
    with psycopg.connect(target) as new:
        assert new.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone() == (1,)


@needs_postgres
def test_D02_a_row_that_arrives_changed_undoes_the_move(source: str, target: str) -> None:
    sites.run(target, "migrate", "--noinput", "-v", "0")
    with psycopg.connect(target) as new:
        new.execute(
            "CREATE FUNCTION spoil() RETURNS trigger AS "
            "$$ BEGIN NEW.text := NEW.text || '!'; RETURN NEW; END $$ LANGUAGE plpgsql"
        )
        new.execute(
            "CREATE TRIGGER spoil BEFORE INSERT ON roadmap_note FOR EACH ROW EXECUTE FUNCTION spoil()"
        )
    assert "roadmap_note is not the same" in move(source, target, ok=False)
    with psycopg.connect(target) as new:
        assert new.execute("SELECT count(*) FROM assessment_user").fetchone() == (0,)
        new.execute("DROP TRIGGER spoil ON roadmap_note")
    assert "counts and hashes equal" in move(source, target)


@needs_postgres
def test_a_database_that_is_not_up_to_date_is_not_moved(source: str, target: str) -> None:
    with sqlite3.connect(source.removeprefix("sqlite:///")) as old:
        old.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert "Run migrate first: 1" in move(source, target, ok=False)


def test_what_is_no_postgres_is_refused(tmp_path: Path) -> None:
    url = sites.sqlite(tmp_path)
    sites.run(url, "migrate", "--noinput", "-v", "0")
    assert "PostgreSQL" in move(url, sites.sqlite(tmp_path, "other"), ok=False)
    assert "--to" in move(url, "nothing://at-all", ok=False)


def test_a_fingerprint_tells_rows_apart_and_not_their_order() -> None:
    rows = [(1, "a", None), (2, "b", {"x": [1.5, True]})]
    there, back = Fingerprint(), Fingerprint()
    for row in rows:
        there = there.with_row(row)
    for row in reversed(rows):
        back = back.with_row(row)
    assert there == back
    assert Fingerprint().with_row(rows[0]) != there
    assert Fingerprint().with_row((1, "a", "")) != Fingerprint().with_row((1, "a", None))
    twice = Fingerprint().with_row(rows[0]).with_row(rows[0])
    assert twice != Fingerprint()


def test_a_value_is_the_same_on_every_engine() -> None:
    moment = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert canonical(moment) == canonical(moment.astimezone(timezone(timedelta(hours=2))))
    assert canonical({"a": 2.0}) == canonical({"a": 2})
    assert canonical(0.1) == 0.1
    assert canonical("2") != canonical(2)

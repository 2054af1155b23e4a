"""Moves the site from SQLite to PostgreSQL, and proves it."""

import resource
import time
from argparse import ArgumentParser
from subprocess import CalledProcessError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction

from config.care.copying import Fingerprint, copy_table, fingerprint, in_order, set_sequences
from config.care.engines import connect, is_used, migrate, waiting_migrations

TARGET = "target"
# What `migrate` writes by itself.
BY_MIGRATE = ("django_migrations", "django_content_type", "auth_permission")


class Command(BaseCommand):
    help = (
        "Copy this site's SQLite database into an empty PostgreSQL database, and prove that every row arrived. "
        "Stop the site before: nothing can be written to SQLite while it runs."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            required=True,
            metavar="URL",
            help="postgres://user@host/name; the password may be in PGPASSWORD or a .pgpass file",
        )

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        began = time.monotonic()
        if connection.vendor != "sqlite":
            raise CommandError("DATABASE_URL has to name the SQLite database to move from.")
        if waiting := waiting_migrations(DEFAULT_DB_ALIAS):
            raise CommandError(f"Run migrate first: {len(waiting)} migration(s) wait.")
        self._prepare(to)
        try:
            rows = self._move()
        except (DatabaseError, ValueError) as error:
            raise CommandError(f"Nothing was moved: {error}") from None
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.stdout.write(
            f"{rows:,} rows moved, counts and hashes equal: {time.monotonic() - began:.1f} s, at the most "
            f"{memory:.0f} MB of memory.\nNow set DATABASE_URL to the new address, keep SECRET_KEY as it is (people "
            "stay signed in), start the site, and keep the SQLite file until you trust it."
        )

    def _prepare(self, url: str) -> None:
        try:
            target = connect(TARGET, url)
        except ValueError as error:
            raise CommandError(f"--to: {error}") from None
        if target.vendor != "postgresql":
            raise CommandError("--to has to name a PostgreSQL database.")
        try:
            used = is_used(TARGET, besides=BY_MIGRATE)
        except DatabaseError as error:
            raise CommandError(f"The new database does not answer: {error}") from None
        if used:
            raise CommandError("The new database is not empty: nothing was changed there.")
        try:
            migrate(url)
        except CalledProcessError:
            raise CommandError("The tables could not be made in the new database.") from None

    def _move(self) -> int:
        """Copy and compare in one transaction of either side: it all arrives, or nothing does."""
        total = 0
        # SQLite's write lock is taken here and held to the end.
        with transaction.atomic(), transaction.atomic(using=TARGET):
            _empty()
            read = {model: copy_table(model, DEFAULT_DB_ALIAS, TARGET) for model in in_order()}
            set_sequences(TARGET)
            connections[TARGET].check_constraints()
            self.stdout.write(f"{'table':38}{'rows':>10}  hash of the rows")
            for model, before in read.items():
                after = fingerprint(model, TARGET)
                self._compare(model._meta.db_table, before, after)
                total += after.rows
        connections[TARGET].cursor().execute("ANALYZE")
        return total

    def _compare(self, table: str, before: Fingerprint, after: Fingerprint) -> None:
        if before != after:
            raise CommandError(
                f"{table} is not the same: {before.rows:,} rows {before}, then {after.rows:,} rows {after}. "
                "Nothing was moved."
            )
        self.stdout.write(f"{table:38}{after.rows:10,}  {str(after)[:16]}")


def _empty() -> None:
    """Take out what `migrate` wrote by itself: these rows come with the numbers that they have."""
    target = connections[TARGET]
    names = ", ".join(target.ops.quote_name(model._meta.db_table) for model in in_order())
    with target.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names}")

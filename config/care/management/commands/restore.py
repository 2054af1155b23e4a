"""Puts a backup in the place of an empty database, and deletes again what had been deleted since."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connection

from config.care.backups import engine
from config.care.backups.manifest import Broken, read
from config.care.engines import tables


class Command(BaseCommand):
    help = (
        "Put a backup into this site's empty database, bring it to this code's schema, and delete and withdraw again "
        "what the ledger of deletions names. Stop the site before."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="its manifest has to lie beside it"
        )
        parser.add_argument(
            "--replace", action="store_true", help="throw away what is in the database now"
        )
        parser.add_argument(
            "--ledger",
            action="append",
            metavar="FILE",
            help="a ledger of deletions, or a log with its lines; can be given several times "
            "(default: that of this site, DELETION_LEDGER)",
        )
        parser.add_argument(
            "--without-ledger",
            action="store_true",
            help="nothing was ever deleted, or the ledger is lost: what was deleted since the backup is back then",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        began = time.monotonic()
        ledgers = [] if options["without_ledger"] else _ledgers(options["ledger"])
        try:
            manifest = read(file)
            manifest.check_file(file, connection.vendor)
            if tables(DEFAULT_DB_ALIAS):
                if not options["replace"]:
                    raise CommandError(
                        "The database is not empty: nothing was changed. --replace throws away what is in it."
                    )
                engine().clear()
            manifest.check_rows(engine().load(file))
        except Broken as error:
            raise CommandError(f"NOT RESTORED. {error}") from None
        self.stdout.write(
            f"{sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables are back, as of {manifest.made_at}."
        )
        call_command("migrate", interactive=False, verbosity=0)
        if ledgers:
            call_command("reapplydeletions", *ledgers, stdout=self.stdout)
        self.stdout.write(f"Restored in {time.monotonic() - began:.1f} s.")


def _ledgers(named: list[str] | None) -> list[str]:
    """The ledgers to go by. Raises CommandError when one is missing: better before than after."""
    ledgers = named or [settings.DELETION_LEDGER]
    for ledger in ledgers:
        if not Path(ledger).is_file():
            raise CommandError(
                f"There is no ledger of deletions at {ledger}. Name it with --ledger, or say --without-ledger."
            )
    return ledgers

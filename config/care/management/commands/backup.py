"""Writes a backup of the database while the site runs, and reads it back."""

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from config.care.backups import engine
from config.care.backups.manifest import Broken, Manifest, beside, compare, hash_of, write


class Command(BaseCommand):
    help = "Write a backup of the database, and a manifest beside it; exit status 1 when what was written is not whole."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        began, made_at = time.monotonic(), timezone.now()
        if file.exists() or beside(file).exists():
            raise CommandError(f"{file} exists already: nothing was written.")
        before = os.umask(0o077)  # it holds what people keep here: for nobody else on this machine
        part = file.with_name(f"{file.name}.part")
        try:
            part.unlink(missing_ok=True)
            rows = engine().dump(part)
            compare(rows, engine().read_back(part))
            manifest = Manifest(connection.vendor, made_at.isoformat(), hash_of(part), rows)
            _to_disk(part)
            write(manifest, file)
            part.rename(file)
        except (Broken, OSError) as error:
            part.unlink(missing_ok=True)
            beside(file).unlink(missing_ok=True)
            raise CommandError(f"NO BACKUP was made. {error}") from None
        finally:
            os.umask(before)
        size = file.stat().st_size / 1e6
        self.stdout.write(
            f"{file}: {sum(rows.values()):,} rows of {len(rows)} tables, {size:.1f} MB, read back whole, "
            f"{time.monotonic() - began:.1f} s."
        )


def _to_disk(path: Path) -> None:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())

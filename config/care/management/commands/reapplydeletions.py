"""Deletes and withdraws again, after an older backup was restored, what the ledger of deletions names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessment.actions.ledger import read
from config.care.reapplying import reapply


class Command(BaseCommand):
    help = "After an older backup was restored: delete and withdraw again what had been deleted or withdrawn since."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="ledgers, or logs that hold their lines (default: the ledger of this site, DELETION_LEDGER)",
        )

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        lines: list[str] = []
        for file in files or [Path(settings.DELETION_LEDGER)]:
            try:
                lines += file.read_text("utf-8", "replace").splitlines()
            except OSError as error:
                raise CommandError(f"The ledger {file} cannot be read: {error.strerror}.") from None
        entries = list(read(lines))
        done = reapply(entries)
        told = ", ".join(f"{number} {kind}" for kind, number in sorted(done.items()) if number)
        self.stdout.write(f"{len(entries)} entries; done again: {told or 'nothing'}.")

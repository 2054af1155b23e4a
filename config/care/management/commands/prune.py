"""Deletes what has been kept long enough."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.care.retention import prune


class Command(BaseCommand):
    help = "Delete what has been kept long enough (docs/retention.md). Run it every night; with --dry-run it only counts."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how much it would be")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for done in prune(timezone.now(), dry_run=dry_run):
            number = "kept" if done.number is None else f"{done.number:,}"
            self.stdout.write(f"{number:>9}  {done.what}")
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")

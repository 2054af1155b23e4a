"""Loads all content files into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.core.loading import CONTENT as ASSESSMENT_CONTENT
from assessment.core.yaml_source import ContentError
from roadmap.actions import load_all_content
from roadmap.core.loading import CONTENT as ROADMAP_CONTENT


class Command(BaseCommand):
    help = "Load the content files into the database. Prints what changed; changes nothing when any file is wrong."
    requires_system_checks = ()  # it reads and checks the same files itself

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--assessment", type=Path, default=ASSESSMENT_CONTENT, metavar="FOLDER")
        parser.add_argument("--roadmap", type=Path, default=ROADMAP_CONTENT, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changes = load_all_content(options["assessment"], options["roadmap"])
        except ContentError as error:
            found = len(error.problems)
            raise CommandError(f"{error}\n{found} problem(s); the database is as it was.") from None
        shown = changes if options["verbosity"] > 1 else changes[:20]
        for line in shown:
            self.stdout.write(line)
        if len(changes) > len(shown):
            self.stdout.write(f"… and {len(changes) - len(shown)} more (--verbosity 2 shows all)")
        self.stdout.write(f"{len(changes)} change(s)." if changes else "Content is up to date.")

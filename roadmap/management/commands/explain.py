"""Does the calculation of a downloaded result again, from its file alone; it needs no database."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roadmap.core.recomputing import TOLERANCE, Compared, check
from roadmap.core.worksheet import MAX_BYTES, NotAWorksheet, read


class Command(BaseCommand):
    help = "Calculate a downloaded result again from its file alone. Exit status 1: numbers differ; 2: not such a file."
    requires_system_checks = ()  # neither the content nor the database is asked

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a waymark-….json")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                data = opened.read(MAX_BYTES + 1)  # one more than is taken
            sheet = read(data)
            found = check(sheet)
        except OSError as error:
            raise CommandError(
                f"The file cannot be read: {error.strerror}.", returncode=2
            ) from None
        except NotAWorksheet as error:
            raise CommandError(
                f"This is not a result of Waymark in a format that it knows.\n{error}", returncode=2
            ) from None
        self.stdout.write(
            f"{sheet.role}, {sheet.finished_on}: {len(sheet.responses)} answers, content "
            f"{sheet.content.version}, measurement {sheet.measurement.version}."
        )
        wide = options["verbosity"] > 1
        shown = found if wide else [one for one in found if one.name == "score" or one.differs]
        self._table(shown)
        if not wide:
            self.stdout.write("(--verbosity 2 shows every number)")
        differing = sum(one.differs for one in found)
        if differing:
            raise CommandError(
                f"{differing:,} of {len(found):,} numbers differ by more than {TOLERANCE:g}."
            )
        self.stdout.write(f"All {len(found):,} numbers are what the file's inputs come out as.")

    def _table(self, shown: Sequence[Compared]) -> None:
        width = max(len(one.domain) for one in shown)
        self.stdout.write(
            f"{'domain':{width}}  {'number':21}  {'stored':>14}  {'recomputed':>14}  {'difference':>10}"
        )
        for one in shown:
            self.stdout.write(_line(one, width))


def _line(one: Compared, width: int) -> str:
    stored, recomputed = (
        value if isinstance(value, str) else f"{value:.7f}"
        for value in (one.stored, one.recomputed)
    )
    mark = "  differs" if one.differs else ""
    return (
        f"{one.domain:{width}}  {one.name:21}  {stored:>14}  {recomputed:>14}  "
        f"{one.difference:10.1e}{mark}"
    )

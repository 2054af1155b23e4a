"""Says what finished assessments would come out as with the newest measurement; it never writes."""

from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessment.bank import current_bank
from assessment.models import Assessment
from roadmap.rescoring import Change, rescored


class Command(BaseCommand):
    help = "Say what finished assessments would come out as with the newest measurement. Stored results are never changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the last day that counts",
        )
        parser.add_argument("--dry-run", action="store_true", help="required: nothing is written")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dry_run"]:
            raise CommandError(
                "Stored results are never changed. Add --dry-run to see what they would be."
            )
        runs = Assessment.objects.finished().filter(finished_at__gte=_midnight(options["since"]))
        if options["until"]:
            runs = runs.filter(finished_at__lt=_midnight(options["until"] + timedelta(days=1)))
        bank = current_bank()
        found = rescored(runs.order_by("finished_at", "pk"), bank)
        if not found.assessments:
            self.stdout.write("No assessment was finished in that time.")
            return
        self.stdout.write(
            f"{found.assessments:,} finished assessments, measured with version "
            f"{bank.measurement_version} (changes of scores in points):"
        )
        width = max(map(len, found.domains))
        self.stdout.write(
            f"{'domain':{width}}  {'n':>7}  {'mean':>6}  {'RMSE':>5}  {'levels':>15}  {'verdicts':>15}"
        )
        for name, change in (*found.domains.items(), ("all", found.overall)):
            if change.results:
                self.stdout.write(f"{name:{width}}  {_row(change)}")
        self.stdout.write("Nothing was written: stored results are never changed.")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _row(change: Change) -> str:
    return (
        f"{change.results:7,}  {change.mean:+6.1f}  {change.rmse:5.1f}  "
        f"{_share(change.levels, change.results):>15}  {_share(change.verdicts, change.judged):>15}"
    )


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.1%})" if whole else "-"

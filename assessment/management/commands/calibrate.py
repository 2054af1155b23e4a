"""Learns questions and population from finished first attempts and makes it the new measurement version."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from assessment.bank import current_bank
from assessment.calibrating import Move, archive_size, learn, moves, publish
from assessment.core.population import summary
from assessment.core.prior import Prior

MIN_ATTEMPTS = 50
SHOWN = 15


class Command(BaseCommand):
    help = "Learn from finished first attempts. Writes a new measurement version; stored results never change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--min-attempts",
            type=int,
            default=MIN_ATTEMPTS,
            metavar="N",
            help=f"do nothing with fewer first attempts (default {MIN_ATTEMPTS})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        size, least = archive_size(), max(1, options["min_attempts"])
        self.stdout.write(f"{size}.")
        if size.attempts < least:
            self.stdout.write(f"Too few to learn from: at least {least:,} are needed.")
            return
        bank = current_bank()
        calibration = learn(bank)
        found = moves(calibration, bank)
        visible = [move for move in found if move.is_visible]
        self.stdout.write(
            f"{len(visible):,} of {len(found):,} questions with answers would move (in thetas):"
        )
        self._table(visible if options["verbosity"] > 1 else visible[:SHOWN])
        if len(visible) > SHOWN and options["verbosity"] < 2:
            self.stdout.write(f"… and {len(visible) - SHOWN:,} less (--verbosity 2 shows all)")
        self._population(bank.prior, calibration.prior)
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was written.")
            return
        version = publish(calibration, bank, note=f"Learnt from {size}.")
        if version is None:
            self.stdout.write("Nothing new to learn: the newest measurement says the same.")
        else:
            self.stdout.write(
                f"Measurement {version.number} is in use from now on; stored results stay."
            )

    def _table(self, shown: list[Move]) -> None:
        if not shown:
            return
        width = max(len(move.question) for move in shown)
        self.stdout.write(
            f"{'question':{width}}  {'band':12}  {'n':>6}  {'difficulty':>23}  {'slope':>14}"
        )
        for move in shown:
            old, new = move.difficulty
            flat, steep = move.slope
            self.stdout.write(
                f"{move.question:{width}}  {move.band:12}  {move.answers:6,}  "
                f"{old:+.2f} → {new:+.2f} (sd {move.difficulty_sd:.2f})  {flat:.2f} → {steep:.2f}"
            )

    def _population(self, old: Prior, new: Prior) -> None:
        before, after = summary(old), summary(new)
        rows = [
            ("mean of the domains", before.mean, after.mean),
            ("sd of a domain", before.sd, after.sd),
            ("correlation of two domains", before.correlation, after.correlation),
            ("rating bias", before.bias, after.bias),
            ("sd of the rating bias", before.bias_sd, after.bias_sd),
        ]
        rows += [
            (f"raters: {rater.slope:g} × theta ± {rater.noise:g}", was, rater.share)
            for was, rater in zip(before.shares, new.raters, strict=True)
        ]
        self.stdout.write("\nThe population (thetas; raters in shares of 1):")
        for name, was, now in rows:
            self.stdout.write(f"{name:28}  {was:+.2f} → {now:+.2f}")
        self.stdout.write("")

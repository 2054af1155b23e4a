"""Sends the mails about what is new to who wants them; a scheduler calls it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roadmap.digests import send_due


class Command(BaseCommand):
    help = (
        "Send mails about what is new to who asked for them, each at most once a day or week however often this runs. "
        "Call it once a day or once an hour. It fails when the mail server did not take every mail."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tally = send_due(timezone.now())
        self.stdout.write(
            f"{tally.sent:,} sent, {tally.failed:,} not taken, {tally.quiet:,} with nothing new."
        )
        if tally.failed:
            raise CommandError("Mails that were not taken go out with the next period's.")

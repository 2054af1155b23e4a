"""Lets made-up learners take whole assessments on the loaded content and reports how exact the results are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.bank import current_bank
from assessment.core.simulation import Accuracy, accuracy
from assessment.core.stopping import Length
from roadmap.forms import DEFAULT_ROLE
from roadmap.models import Role

HEADER = "length       questions    RMSE  in 95 %  top-3 gaps  decisions  most shown"


class Command(BaseCommand):
    help = "Simulate whole assessments on the loaded content for known abilities; prints RMSE (theta), coverage, gaps, exposure."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--learners", type=int, default=200)
        parser.add_argument("--role", default=DEFAULT_ROLE)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        role = Role.objects.targets().filter(slug=options["role"]).first()
        if role is None:
            raise CommandError(f"There is no target role {options['role']!r}.")
        bank = current_bank()
        aim = bank.aim(role.aims())
        self.stdout.write(f"{options['learners']} made-up learners, {role}, seed {options['seed']}")
        self.stdout.write(HEADER)
        for length in Length:
            found = accuracy(
                bank.prior,
                bank.items,
                aim,
                questions=length.questions,
                learners=options["learners"],
                seed=options["seed"],
            )
            self.stdout.write(line(length.value, found))


def line(name: str, found: Accuracy) -> str:
    return (
        f"{name:12} {found.questions:9.1f} {found.rmse:7.3f} {found.coverage:8.3f} {found.gap_recall:11.3f}"
        f" {found.decisions:10.3f} {found.exposure:11.2f}"
    )

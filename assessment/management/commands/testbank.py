"""Runs the test-wise robots over the live bank and checks that it covers what it should."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.core.lint import lint_bank
from assessment.core.loading import load_content
from assessment.core.robots import HEADER, key_lengths, run
from assessment.core.yaml_source import ContentError

# The mistakes that guide g4 lists; the other misconceptions are implied in the guides.
LISTED_IN = "g4.s28-common-mistakes"


class Command(BaseCommand):
    help = "Print how test-wise robots do on the live questions; fails when one beats chance or the bank is too thin."
    requires_system_checks = ()  # it reads and checks the content itself

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = load_content()
        except ContentError as error:
            raise CommandError(str(error)) from None
        live = [question for question in content.all_questions if question.status == "live"]
        scores = run(live)
        self.stdout.write(HEADER)
        for score in scores:
            self.stdout.write(str(score))
        if lengths := key_lengths(live):
            self.stdout.write(str(lengths))
        problems = [
            f"the robot “{score.name}” beats chance" for score in scores if score.beats_chance
        ]
        problems += lint_bank(
            live,
            {domain.id: [skill.id for skill in domain.skills] for domain in content.domains},
            [m.id for m in content.misconceptions if LISTED_IN in m.sources],
        )
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"{len(live)} live questions; nothing to object.")

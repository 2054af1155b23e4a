"""Prints questions for a blind review, and compares the reviewer's answers with the keys."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.core.blind_review import compare, sheet
from assessment.core.loading import load_content
from assessment.core.yaml_source import ContentError, Problem, read


class Command(BaseCommand):
    help = (
        "Print the questions of a domain without keys; with --check, compare answers with the keys."
    )
    requires_system_checks = ()  # it reads and checks the content itself

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--domain", required=True, help="a domain id, or `all`")
        parser.add_argument("--check", type=Path, metavar="ANSWERS.yaml")
        parser.add_argument(
            "--drafts", action="store_true", help="only what nobody has reviewed yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = load_content()
        except ContentError as error:
            raise CommandError(str(error)) from None
        if options["domain"] == "all":
            questions = content.all_questions
        elif options["domain"] in content.questions:
            questions = content.questions[options["domain"]]
        else:
            raise CommandError(f"There is no domain {options['domain']!r}.")
        if options["drafts"]:
            questions = tuple(q for q in questions if q.status == "draft")
        if options["check"] is None:
            self.stdout.write("\n".join(sheet(questions)))
            return
        problems: list[Problem] = []
        answers = read(options["check"], str(options["check"]), problems)
        if answers is None or not isinstance(answers.data, dict):
            raise CommandError(
                "\n".join(map(str, problems)) or "Answers must be `id: answer` lines."
            )
        result = compare(questions, answers.data)
        for line in (*result.disagreed, *(f"{identity}: no answer" for identity in result.missing)):
            self.stdout.write(line)
        self.stdout.write(f"{result.agreed} of {result.asked} agreed.")

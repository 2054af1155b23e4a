"""Prints the map of personal data."""

from typing import Any

from django.core.management.base import BaseCommand

from config.care.data_map import page


class Command(BaseCommand):
    help = "Print the map of personal data: which table holds what about whom. docs/data-map.md is its output."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")

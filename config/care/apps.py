"""The Django app for what happens to people's data; it has no tables of its own."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "config.care"

    def ready(self) -> None:
        from config.care import checks  # noqa: F401 - registers them

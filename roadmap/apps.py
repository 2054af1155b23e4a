"""The roadmap app."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"

    def ready(self) -> None:
        from roadmap import checks  # noqa: F401 - registers them

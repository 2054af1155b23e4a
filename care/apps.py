"""The Django app for what happens to people's data; it has no tables of its own."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "care"

"""The site as an app: what it keeps about its own working, and what it writes down about sign-ins."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = "This site"

    def ready(self) -> None:
        from django.conf import settings

        from config import reporting, watching

        watching.begin()
        if settings.SENTRY_DSN:
            reporting.begin(settings.SENTRY_DSN, release=settings.VERSION)

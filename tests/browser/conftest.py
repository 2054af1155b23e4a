"""A real browser in front of the real site: pages that report everything a visitor should never see."""

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from assessment.models import User
from tests import factories

HERE = Path(__file__).parent
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 10_000  # milliseconds that an element may take to appear

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=QUIET, chromium_sandbox=False
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a running site on the test database, whose content stays between tests."""
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = lambda application: (
        application
    )  # WhiteNoise serves files, as it does on a site
    server.start()
    yield server.url
    with django_db_blocker.unblock():
        server.stop()


class Problems(list[str]):
    """What went wrong behind the pages of one browser context, except the answers that the test means to get."""

    def __init__(
        self,
        context: BrowserContext,
        sites: Collection[str],
        provokes: Collection[int],
        *,
        offline: bool,
    ) -> None:
        super().__init__()
        self.sites = sites
        self.expected = ["net::ERR_ABORTED"]  # a page that is left stops loading its files
        self.expected += [f"responded with a status of {status} " for status in provokes]
        if offline:
            self.expected += ["ERR_INTERNET_DISCONNECTED", "htmx:afterRequest", "htmx:sendError"]
        context.on("console", self.console)
        context.on("weberror", lambda error: self.append(f"page error: {error.error}"))
        context.on("requestfailed", lambda r: self.note(f"failed: {r.url} {r.failure}"))
        context.on("request", lambda request: self.request(request.url))

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.note(f"{message.type}: {message.text} ({message.location['url']})")

    def note(self, problem: str) -> None:
        if not any(part in problem for part in self.expected):
            self.append(problem)

    def request(self, url: str) -> None:
        if not url.startswith(tuple(f"{site}/" for site in self.sites)):
            self.append(f"left the site: {url}")


@pytest.fixture
def open_page(browser: Browser, site: str, committed: None) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own; in the end no page may have met a problem.

    person: whoever is signed in, or a Django client whose cookies the browser gets. provokes: the statuses of error
    that the test means to get, about which the browser writes a line of its own. offline: the test cuts the network.
    named: by the name localhost, which passkeys need, in place of a number. leaves_for: other sites that it goes to.
    """
    opened: list[tuple[BrowserContext, Problems]] = []

    def open_one(
        *,
        js: bool = True,
        dark: bool = False,
        width: int = 1280,
        person: User | Client | None = None,
        provokes: Collection[int] = (),
        offline: bool = False,
        reduced_motion: bool = False,
        named: bool = False,
        leaves_for: Collection[str] = (),
    ) -> Page:
        base = site.replace("127.0.0.1", "localhost") if named else site
        context = browser.new_context(
            base_url=base,
            java_script_enabled=js,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if reduced_motion else "no-preference",
            viewport={"width": width, "height": 900},
        )
        context.set_default_timeout(PATIENCE)
        opened.append((context, Problems(context, (base, *leaves_for), provokes, offline=offline)))
        if person is not None:
            client = factories.signed_in(person) if isinstance(person, User) else person
            context.add_cookies(
                [
                    {"name": name, "value": cookie.coded_value, "url": base}
                    for name, cookie in client.cookies.items()
                ]
            )
        return context.new_page()

    with override_settings(SITE_URL=site):
        yield open_one
    for context, _ in opened:
        context.close()
    assert [problem for _, problems in opened for problem in problems] == []

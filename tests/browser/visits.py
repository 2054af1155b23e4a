"""What a tour of the site is made of: visits of pages in a state, and how a person gets there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve, reverse
from playwright.sync_api import Page, expect

from assessment.models import User

PROVOKED = (
    400,
    401,
    403,
    404,
    405,
    409,
    413,
    422,
    429,
    500,
)  # answers that these visits mean to get


@dataclass(frozen=True)
class Visit:
    """One page in one state. route: the name of its address, empty for an error page."""

    route: str
    state: str
    go: Callable[[Page], object]

    @property
    def name(self) -> str:
        return f"{self.route} {self.state}".strip()


@dataclass(frozen=True)
class Tour:
    """A person and the pages they look at, in this order."""

    person: User | Client | None
    visits: list[Visit]

    def walk(self, page: Page) -> Iterator[Visit]:
        """Go to one page after the other."""
        for visit in self.visits:
            visit.go(page)
            if visit.route:
                assert resolve(urlsplit(page.url).path).view_name == visit.route, visit.name
            yield visit


def at(route: str, *args: object, state: str = "") -> Visit:
    """A page as its address shows it."""
    url = reverse(route, args=args)

    def go(page: Page) -> None:
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, (url, answer.status)

    return Visit(route, state, go)


def refused(route: str, *args: object, **fields: str) -> Visit:
    """A page that shows what is wrong with what was sent."""

    def go(page: Page) -> None:
        page.goto(reverse(route, args=args))
        for name, value in fields.items():
            page.locator(f"main [name={name}]").fill(value)
        page.locator(
            "main form:has(:is(input:not([type=hidden]), textarea)) button.button"
        ).first.click()
        expect(page.locator("main .field-error, main .error-summary").first).to_be_visible()

    return Visit(route, "refused", go)


def failing(template: str, status: int) -> Visit:
    """The page of an error that cannot be had by asking."""

    def go(page: Page) -> None:
        body = render_to_string(template)
        page.route("**/failing/", lambda route: route.fulfill(body=body, status=status))
        page.goto("/failing/")
        page.unroute("**/failing/")

    return Visit("", template, go)

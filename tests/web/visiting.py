"""Goes to every address of the site."""

from django.http import HttpResponse
from django.urls import reverse

from tests.web.access_table import TABLE
from tests.web.cast import Cast
from tests.web.routes import all_routes

PAGES = sorted(
    reverse(route.name)
    for route in all_routes()
    if route.needs_no_arguments and not route.is_admin and route.name not in ("healthz", "readyz")
)
ROWS = [line.split()[:2] for line in TABLE.split("\n") if line and not line.startswith("route")]


def every_response(people: Cast, person: str) -> dict[str, HttpResponse]:
    """What a person gets at every address, redirects and refusals included."""
    client = people.client(person)
    urls = [*PAGES, *(people.url(route, of) for route, of in ROWS)]
    return {url: client.get(url) for url in urls}


def is_page(response: HttpResponse) -> bool:
    """Whether it is a page, and not a file to save or an answer without words."""
    kind = response.headers.get("Content-Type", "")
    return not response.streaming and bool(response.content) and kind.startswith("text/html")

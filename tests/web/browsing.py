"""Goes through the site as a browser would: follows links and htmx requests, and finds the forms that can be sent."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from justhtml import Element

from tests.web import html
from tests.web.access_table import TABLE
from tests.web.cast import Cast
from tests.web.routes import all_routes

ALIKE = 8  # addresses of one route with the same parameters that are followed
# What a person would type where nothing stands yet, by the name of the field.
TYPED = {
    "addresses": "ida@example.org",
    "comment": "Two are right.",
    "by_date": (date.today() + timedelta(days=60)).isoformat(),  # noqa: DTZ011
    "email": "ida@example.org",
    "evidence": "I saw it.",
    "hours_per_week": "5",
    "label": "Ida",
    "level": "2",
    "limit": "10",
    "name": "A name",
    "note": "I heard it.",
    "number": "12",
    "state": "done",
    "text": "Hello.",
}

PAGES = sorted(
    reverse(route.name)
    for route in all_routes()
    if route.needs_no_arguments and not route.is_admin and route.name not in ("healthz", "readyz")
)
ROWS = [line.split()[:2] for line in TABLE.split("\n") if line and not line.startswith("route")]


@dataclass(frozen=True)
class Form:
    """A form to be posted: where to, and what a person would send who fills in what is empty."""

    action: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def route(self) -> str:
        return resolve(urlsplit(self.action).path).view_name

    @property
    def data(self) -> dict[str, list[str]]:
        return {name: list(values) for name, values in self.fields}


@dataclass
class Tour:
    """What somebody came across: answers by address, and the forms on those pages."""

    pages: dict[str, HttpResponse] = field(default_factory=dict)
    forms: set[Form] = field(default_factory=set)

    @property
    def routes(self) -> set[str]:
        return {resolve(urlsplit(url).path).view_name for url in self.pages}


def crawl(client: Client, *starts: str) -> Tour:
    """Follow every link, every htmx request by GET and every form sent by GET, from the landing page on."""
    tour, alike = Tour(), Counter[tuple[object, ...]]()
    waiting = ["/", *starts]
    while waiting:
        url = waiting.pop()
        kind = _kind(url)
        if url in tour.pages or kind is None or alike[kind] >= ALIKE:
            continue
        alike[kind] += 1
        response = tour.pages[url] = client.get(url)
        client.get(url, headers={"HX-Request": "true"})
        if response.status_code == 302:
            waiting.append(urljoin(url, response.headers["Location"]))
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            page = html.parsed(response).query("html")[0]
            waiting += [urljoin(url, place) for place in _places(page)]
            tour.forms |= {
                _form(form, url)
                for form in page.query("form")
                if form.attrs.get("method") == "post"
            }
    return tour


def every_response(people: Cast, person: str) -> dict[str, HttpResponse]:
    """What a person gets at every address of the site, redirects and refusals included."""
    client = people.client(person)
    urls = [*PAGES, *(people.url(route, of) for route, of in ROWS)]
    return {url: client.get(url) for url in urls}


def is_page(response: HttpResponse) -> bool:
    """Whether it is a page, and not a file to save or an answer without words."""
    kind = response.headers.get("Content-Type", "")
    return not response.streaming and bool(response.content) and kind.startswith("text/html")


def _kind(url: str) -> tuple[object, ...] | None:
    """What an address has in common with others that need not all be followed; None: not a page of the site."""
    parts = urlsplit(url)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    return (found.view_name, *sorted(parse_qs(parts.query))) if not parts.netloc else None


def _places(page: Element) -> list[str]:
    links = [a.attrs["href"] for a in page.query("a[href]")]
    links += [node.attrs["hx-get"] for node in page.query("[hx-get]")]
    for form in page.query("form"):
        if form.attrs.get("method", "get") == "get":
            query = urlencode(dict(_form(form, "").fields), doseq=True)
            links.append(f"{form.attrs.get('action') or ''}?{query}")
    return [link.split("#")[0] for link in links]


def _form(form: Element, url: str) -> Form:
    sent: dict[str, list[str]] = {}
    for node in form.query("input[name], textarea[name], select[name]"):
        name, value = node.attrs["name"], _value(node)
        if node.attrs.get("type") in ("radio", "checkbox"):
            first_radio = node.attrs["type"] == "radio" and not sent.get(name)
            if "checked" in node.attrs or first_radio or name == "consent":
                sent[name] = [value]
            sent.setdefault(name, [])  # a box that stays empty
        elif name != "csrfmiddlewaretoken" and node.attrs.get("type") != "file":
            sent[name] = [value or TYPED.get(name.rpartition("-")[2], "")]
    for button in form.query("button[name]")[:1]:
        sent.setdefault(button.attrs["name"], [button.attrs.get("value") or ""])
    action = urljoin(url, form.attrs.get("action") or "")
    return Form(action, tuple((name, tuple(values)) for name, values in sorted(sent.items())))


def _value(node: Element) -> str:
    if node.name == "textarea":
        return str(node.to_text()).strip()
    if node.name == "select":
        options = node.query("option[selected]") or node.query("option")
        return str(options[0].attrs.get("value") or "") if options else ""
    return str(node.attrs.get("value") or ("on" if node.attrs.get("type") == "checkbox" else ""))

"""What holds for every page: it parses, carries the headers, has its own title, and no script or style inside."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.web import html
from tests.web.access_table import TABLE
from tests.web.cast import Cast, cast
from tests.web.routes import all_routes

PAGES = sorted(
    reverse(route.name)
    for route in all_routes()
    if route.needs_no_arguments and not route.is_admin and route.name not in ("healthz", "readyz")
)
ROWS = [line.split()[:2] for line in TABLE.split("\n") if line and not line.startswith("route")]
READERS = ("anonymous", "learner")
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def every_response(people: Cast, person: str) -> dict[str, HttpResponse]:
    """What a person gets at every address of the site, redirects and refusals included."""
    client = people.client(person)
    return {
        url: client.get(url) for url in [*PAGES, *(people.url(route, of) for route, of in ROWS)]
    }


def has_headers(response: HttpResponse) -> bool:
    headers = response.headers
    return (
        set(headers["Content-Security-Policy"].split("; ")) == POLICY
        and headers["X-Content-Type-Options"] == "nosniff"
        and headers["Referrer-Policy"] == "same-origin"
        and headers["Cross-Origin-Opener-Policy"] == "same-origin"
        and "no-store" in headers["Cache-Control"]
    )


def code_inside(response: HttpResponse) -> list[str]:
    """Inline scripts, inline styles and event handlers of a page; a script of type JSON is data, which is not run."""
    page = html.parsed(response)
    found = [f"<{node.name}>" for node in page.query("style")]
    scripts = page.query("script:not([src], [type='application/json'])")
    found += ["<script>" for _ in scripts]
    for node in page.query("*"):
        found += [name for name in node.attrs if name == "style" or re.match(r"on|hx-on", name)]
        found += [value for value in node.attrs.values() if str(value).startswith("javascript:")]
    return found


def named_outside(response: HttpResponse) -> list[str]:
    """What a page would load from, or send to, another site."""
    page = html.parsed(response)
    places = [node.attrs["src"] for node in page.query("[src]")]
    places += [node.attrs["href"] for node in page.query("link[href]")]
    places += [node.attrs["action"] for node in page.query("form[action]")]
    return [place for place in places if not re.match(r"/(?!/)", place)]


@pytest.mark.parametrize("person", READERS)
def test_every_page_parses_without_an_error(people: Cast, person: str) -> None:
    responses = every_response(people, person)
    wrong = {
        url: html.parse_errors(response)
        for url, response in responses.items()
        if response.content and response.headers["Content-Type"].startswith("text/html")
    }
    assert {url: errors for url, errors in wrong.items() if errors} == {}
    assert len(wrong) > 20


@pytest.mark.parametrize("person", [*READERS, "mentor"])
def test_every_response_carries_the_headers(people: Cast, person: str) -> None:
    responses = every_response(people, person)
    assert [url for url, response in responses.items() if not has_headers(response)] == []


@pytest.mark.parametrize("person", [*READERS, "mentor"])
def test_no_page_has_script_or_style_inside_or_names_another_site(
    people: Cast, person: str
) -> None:
    for url, response in every_response(people, person).items():
        if response.content:
            assert code_inside(response) == [], url
            assert named_outside(response) == [], url


@pytest.mark.parametrize("person", READERS)
def test_every_page_has_a_title_of_its_own_and_one_heading(people: Cast, person: str) -> None:
    client, titles = people.client(person), {}
    for url in PAGES:
        response = client.get(url)
        if response.status_code == 200:
            assert len(html.parsed(response).query("h1")) == 1, url
            assert html.parsed(response).query("html")[0].attrs["lang"] == "en"
            titles[url] = html.title(response)
    assert [url for url, title in titles.items() if "Waymark" not in title] == []
    twice = {title for title in titles.values() if list(titles.values()).count(title) > 1}
    assert {url: title for url, title in titles.items() if title in twice} == {}


def test_no_id_is_used_twice_in_a_page(people: Cast) -> None:
    for person in READERS:
        for url, response in every_response(people, person).items():
            ids = (
                [n.attrs["id"] for n in html.parsed(response).query("[id]")]
                if response.content
                else []
            )
            assert len(ids) == len(set(ids)), url


def test_every_link_within_the_site_leads_somewhere(people: Cast) -> None:
    for person in (*READERS, "mentor"):
        client, seen = people.client(person), set()
        for response in every_response(people, person).values():
            if response.status_code == 200 and response.content:
                seen |= {
                    a.attrs["href"].split("#")[0] for a in html.parsed(response).query("a[href]")
                }
        for place in sorted(seen - {""}):
            assert client.get(place).status_code in (200, 302), (person, place)


def test_cookies_are_closed_to_scripts_and_other_sites(people: Cast) -> None:
    client = Client()
    client.get("/start/")
    data = {"login": "lena@example.org", "password": "a long enough password"}
    client.post(reverse("account_login"), data)
    assert set(client.cookies) >= {"session", "csrf", "guest"}
    for name in ("session", "csrf"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
    assert settings.SESSION_COOKIE_HTTPONLY

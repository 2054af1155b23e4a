"""What holds for every page: it parses, carries the headers, has its own title, and no script or style inside."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.web import html
from tests.web.browsing import PAGES, every_response, is_page
from tests.web.cast import Cast, cast

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


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Cast]:
    """Everybody, for all tests of this file, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield cast()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def responses(people: Cast) -> dict[str, dict[str, HttpResponse]]:
    """What each person gets at every address of the site, redirects and refusals included."""
    return {person: every_response(people, person) for person in (*READERS, "mentor")}


Responses = dict[str, dict[str, HttpResponse]]


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
def test_every_page_parses_without_an_error(responses: Responses, person: str) -> None:
    wrong = {
        url: html.parse_errors(response)
        for url, response in responses[person].items()
        if is_page(response)
    }
    assert {url: errors for url, errors in wrong.items() if errors} == {}
    assert len(wrong) > 20


@pytest.mark.parametrize("person", [*READERS, "mentor"])
def test_W01_V3_4_3_every_response_carries_the_headers(responses: Responses, person: str) -> None:
    assert [url for url, response in responses[person].items() if not has_headers(response)] == []


@pytest.mark.parametrize("person", [*READERS, "mentor"])
def test_P02_V3_6_1_no_page_has_script_or_style_inside_or_names_another_site(
    responses: Responses, person: str
) -> None:
    for url, response in responses[person].items():
        if is_page(response):
            assert code_inside(response) == [], url
            assert named_outside(response) == [], url


@pytest.mark.parametrize("person", READERS)
def test_every_page_has_a_title_of_its_own_and_one_heading(
    responses: Responses, person: str
) -> None:
    titles = {}
    for url in PAGES:
        response = responses[person][url]
        if response.status_code == 200 and is_page(response):
            assert len(html.parsed(response).query("h1")) == 1, url
            assert html.parsed(response).query("html")[0].attrs["lang"] == "en"
            titles[url] = html.title(response)
    assert [url for url, title in titles.items() if "Waymark" not in title] == []
    twice = {title for title in titles.values() if list(titles.values()).count(title) > 1}
    assert {url: title for url, title in titles.items() if title in twice} == {}


def test_no_id_is_used_twice_in_a_page(responses: Responses) -> None:
    for person in READERS:
        for url, response in responses[person].items():
            if is_page(response):
                ids = [node.attrs["id"] for node in html.parsed(response).query("[id]")]
                assert len(ids) == len(set(ids)), url


def test_every_link_within_the_site_leads_somewhere(people: Cast, responses: Responses) -> None:
    open_to_all: set[str] = set()
    for person, visited in responses.items():
        client = people.client(person)
        pages = [r for r in visited.values() if r.status_code == 200 and is_page(r)]
        links = {
            a.attrs["href"].split("#")[0] for r in pages for a in html.parsed(r).query("a[href]")
        }
        for place in sorted(links - open_to_all - {""}):
            status = (visited[place] if place in visited else client.get(place)).status_code
            assert status in (200, 302), (person, place)
            if person == "anonymous" and status == 200:
                open_to_all.add(place)


def test_W01_V3_3_4_cookies_are_closed_to_scripts_and_other_sites(people: Cast) -> None:
    client = Client()
    client.get("/start/")
    data = {"login": "lena@example.org", "password": "a long enough password"}
    client.post(reverse("account_login"), data)
    assert set(client.cookies) >= {"session", "csrf", "guest"}
    for name in ("session", "csrf"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
    assert settings.SESSION_COOKIE_HTTPONLY

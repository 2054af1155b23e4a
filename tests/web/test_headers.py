"""Headers of everything the site sends: pages, fragments, files, redirects, refusals and faults, plain and under TLS."""

import re
import runpy
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import User
from tests import factories
from tests.web.browsing import PAGES, ROWS
from tests.web.cast import PEOPLE, Cast, cast
from tests.web.test_errors import urlpatterns as with_a_fault
from tests.web.test_pages import POLICY

urlpatterns = with_a_fault
STATIC = ("/static/css/base.css", "/static/js/waymark.js", "/static/img/waymark.svg")
FOR_MACHINES = ("/healthz", "/readyz")  # one word of ASCII
SITE = "https://waymark.example.org"


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def missing(response: HttpResponse) -> set[str]:
    """The protections that a response lacks, static files' caching aside."""
    sent = response.headers
    policy = set(sent.get("Content-Security-Policy", "").split("; "))
    held = {
        "policy": policy == POLICY,
        "no unsafe": "unsafe" not in sent.get("Content-Security-Policy", "unsafe"),
        "nosniff": sent.get("X-Content-Type-Options") == "nosniff",
        "referrer": sent.get("Referrer-Policy") == "same-origin",
        "opener": sent.get("Cross-Origin-Opener-Policy") == "same-origin",
        "resource": sent.get("Cross-Origin-Resource-Policy") == "same-origin",
        "no CORS": "Access-Control-Allow-Origin" not in sent,
        "no version": not {"Server", "X-Powered-By"} & set(sent.keys()),
        "type": bool(sent.get("Content-Type")) or not response_body(response),
        "charset": not sent.get("Content-Type", "").startswith("text/")
        or "charset=utf-8" in sent["Content-Type"].lower().replace('"', ""),
    }
    return {name for name, holds in held.items() if not holds}


def response_body(response: HttpResponse) -> bytes:
    return b"".join(response) if response.streaming else response.content


def put_away(response: HttpResponse) -> None:
    """Close the file that is sent; `response.close()` would end the connection to the database too."""
    for close in response._resource_closers:
        close()


ASKED: list[tuple[str, dict[str, str]]] = [
    *((method, {}) for method in ("get", "head", "post", "options", "put", "trace")),
    *product(("get", "post"), ({"HX-Request": "true"}, {"Sec-Fetch-Site": "cross-site"})),
]


def walk(people: Cast) -> Iterator[tuple[str, str, HttpResponse]]:
    """Everything that anybody can get: every route by every method, as a page and as a fragment, and files.

    Each time by a browser that has done nothing before: what one request ends or deletes is there for the next.
    """
    addresses = [*PAGES, *(people.url(route, of) for route, of in ROWS), "/nowhere/", *STATIC]
    addresses += [reverse("healthz"), reverse("readyz"), "/static/nothing.css", "/favicon.ico"]
    addresses += [
        reverse(f"admin:{page}") for page in ("index", "jsi18n", "roadmap_note_changelist")
    ]
    addresses += [reverse("admin:assessment_user_change", args=[people.users["learner"].pk])]
    for person in PEOPLE:
        cookies = people.client(person).cookies
        for url, (method, headers) in product(dict.fromkeys(addresses), ASKED):
            client = Client(raise_request_exception=False)
            client.cookies = cookies.copy()
            with transaction.atomic():
                response = getattr(client, method)(url, headers=headers)
                transaction.set_rollback(True)
            yield person, f"{method} {headers} {url}", response


@pytest.mark.drill
@pytest.mark.urls("tests.web.test_headers")
def test_W01_V3_4_4_V3_4_5_V3_4_6_V3_4_8_V3_5_8_V4_1_1_V14_3_2_everything_carries_every_header(
    people: Cast,
) -> None:
    lacking, seen = {}, set()
    for person, what, response in walk(people):
        seen.add((person, response.status_code))
        if not what.endswith(STATIC):
            assert "no-store" in response.headers["Cache-Control"], what
        lacks = missing(response) - ({"charset"} if what.endswith(FOR_MACHINES) else set())
        if lacks:
            lacking[person, what, response.status_code] = lacks
        put_away(response)
    assert lacking == {}
    assert seen >= set(product(PEOPLE, (200, 302, 403, 404, 405, 422)))


@pytest.mark.urls("tests.web.test_headers")
def test_W01_a_fault_and_a_bad_request_carry_every_header(db: None) -> None:
    client = Client(raise_request_exception=False)
    got = [
        client.get("/breaks/"),
        client.get("/", headers={"host": "evil.example"}),
        client.get("/?x=%00"),
        client.get("//evil.example/%2e%2e"),
        client.post("/start/", {}, headers={"Content-Length": "9999999"}),
    ]
    assert [response.status_code for response in got] == [500, 400, 400, 404, 413]
    assert [missing(response) for response in got] == [set()] * len(got)


def test_V3_4_2_no_other_site_may_read_anything(people: Cast) -> None:
    client = people.client("learner")
    for url in ("/me/", people.url("roadmap:explain", "learner.done"), *STATIC):
        for method in ("get", "options"):
            headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
            answer = getattr(client, method)(url, headers=headers)
            assert not [name for name in answer.headers if name.startswith("Access-Control")]
            put_away(answer)


def test_V3_2_1_V5_4_1_V5_4_2_files_are_saved_under_names_of_ours(people: Cast) -> None:
    learner, mentor = people.client("learner"), people.client("mentor")
    files = [
        learner.get(people.url(f"roadmap:{route}", "learner.done"))
        for route in ("plan_calendar", "plan_spreadsheet", "explain")
    ]
    files += [
        mentor.get(people.url("roadmap:mentee_spreadsheet", "mentorship/learner.done")),
        mentor.get(people.url("roadmap:cohort_people_file", "cohort")),
    ]
    for response in files:
        name = response.headers["Content-Disposition"]
        assert re.fullmatch(r'attachment; filename="waymark-[\w-]+\.(csv|ics|json)"', name), name
        assert response.headers["X-Content-Type-Options"] == "nosniff"


# Under TLS


@pytest.fixture
def tls(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[dict[str, Any]]:
    """The settings that a site under https has, as far as they differ."""
    monkeypatch.setenv("SITE_URL", SITE)
    file = Path(settings.BASE_DIR) / "config" / "settings.py"
    made = runpy.run_path(str(file))
    names = [name for name in made if name.startswith(("SECURE_", "SESSION_COOKIE", "CSRF_COOKIE"))]
    names += ["SECURE", "GUEST_COOKIE_NAME", "CSRF_TRUSTED_ORIGINS", "SITE_URL", "ALLOWED_HOSTS"]
    changed = {name: made[name] for name in names}
    with override_settings(**changed):
        yield changed


def over_tls(**fields: Any) -> Client:
    return Client(SERVER_NAME="waymark.example.org", **fields)


def test_V12_2_1_plain_http_is_led_to_https(tls: dict[str, Any]) -> None:
    answer = over_tls().get("/me/?a=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE}/me/?a=1")
    assert missing(answer) == set()


def test_W01_V3_4_1_under_tls_browsers_keep_to_it_for_a_year(tls: dict[str, Any]) -> None:
    for url in ("/", "/nowhere/", "/static/css/base.css", "/admin/"):
        answer = over_tls().get(url, secure=True)
        seconds = re.match(r"max-age=(\d+)", answer.headers["Strict-Transport-Security"])
        assert seconds is not None
        assert int(seconds[1]) >= 31_536_000
        put_away(answer)


def test_W01_V3_3_1_V3_3_2_V3_3_3_V3_3_4_cookies_belong_to_this_host_and_no_script(
    tls: dict[str, Any],
) -> None:
    factories.user(email="lena@example.org")
    client = over_tls()
    client.get("/start/", secure=True)
    guest = client.cookies["__Host-guest"]
    sent = {"login": "lena@example.org", "password": factories.PASSWORD}
    assert client.post(reverse("account_login"), sent, secure=True).status_code == 302
    cookies = {name: c for name, c in client.cookies.items() if c.value} | {"__Host-guest": guest}
    assert {"__Host-session", "__Host-guest"} <= set(cookies)
    for name, cookie in cookies.items():
        assert name.startswith("__Host-"), name
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name


def test_V4_1_3_a_client_cannot_claim_to_have_come_by_tls(tls: dict[str, Any]) -> None:
    """Only a proxy of ours is believed, and only where the operator has said that there is one."""
    answer = over_tls().get("/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil"})
    assert answer.status_code == 301
    assert answer.headers["Location"].startswith(SITE)


def test_a_learner_reaches_the_report_over_tls(tls: dict[str, Any], learner: User) -> None:
    run = factories.finished(learner, Outcome.RIGHT)
    client = over_tls()
    client.force_login(learner)
    url = reverse("roadmap:report", args=[run.pk])
    assert client.get(url, secure=True).status_code == 200

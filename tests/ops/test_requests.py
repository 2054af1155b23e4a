"""Every request has an id, a line in the log without anything personal, and a page that names the id when it fails."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from assessment.models import User
from config.requests import RequestMiddleware
from config.urls import urlpatterns as site
from tests import factories, second_factors
from tests.ops.lines import json_log, requests_of
from tests.web import html


def breaks(request: object, of: str) -> HttpResponse:
    raise RuntimeError("lena@example.org did not expect that")


breaks.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("breaks/<slug:of>/", breaks, name="breaks"), *site]


def test_an_id_is_new_for_each_request(client: Client, db: None) -> None:
    ids = {client.get("/method/").headers["X-Request-ID"] for _ in range(5)}
    assert len(ids) == 5
    assert all(re.fullmatch(r"[0-9a-f]{16}", known_as) for known_as in ids)


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [
        (0, "1234-abcd", False),
        (1, "1234-abcd", True),
        (1, "short", False),
        (1, "a" * 65, False),
        (1, "two words", False),
        (1, "1234-abcd\n", False),
        (1, "<b>1234abcd</b>", False),
    ],
)
def test_V4_1_3_an_id_is_taken_from_our_own_proxy_only_and_only_if_it_is_plain(
    client: Client, db: None, settings: Any, proxies: int, given: str, *, kept: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    response = client.get("/method/", headers={"X-Request-ID": given})
    assert (response.headers["X-Request-ID"] == given) is kept


def test_V16_2_1_the_line_says_who_asked_for_what_and_how_it_went(learner: User) -> None:
    client = factories.signed_in(learner)
    with json_log() as lines:
        response = client.get("/account/")
    (line,) = requests_of(lines)
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert (line["user"], line["method"]) == (str(learner.pk), "GET")
    assert (line["route"], line["status"]) == ("assessment:account", 200)
    assert 0 <= line["ms"] < 10_000


def test_V16_2_5_the_line_says_nothing_personal(learner: User) -> None:
    client = factories.signed_in(learner)
    with json_log() as lines:
        client.get("/resources/?q=lena-wants-to-leave")
        client.get("/invitation/s3cret-key/")
        client.post("/account/", {"name": "Lena Lernt"})
    told = str(lines)
    assert len(requests_of(lines)) == 3
    for said in ("lena", "Lena", "s3cret", "example.org"):
        assert said not in told


def test_V16_3_2_V16_3_3_what_was_refused_is_a_warning(learner: User, stranger: User) -> None:
    run = factories.finished(learner)
    report = reverse("roadmap:report", args=[run.pk])
    with json_log() as lines:
        factories.signed_in(stranger).get(report)
        Client(enforce_csrf_checks=True).post("/start/", {})
        Client().get("/nothing-here/")
        Client().get("/start/")
    got = [(line["route"], line["status"], line["level"]) for line in requests_of(lines)]
    assert got == [
        ("roadmap:report", 404, "WARNING"),
        ("roadmap:start", 403, "WARNING"),
        ("none", 404, "INFO"),
        ("roadmap:start", 200, "INFO"),
    ]


def test_V16_3_3_guessing_goes_on_in_the_log_when_it_is_refused(
    learner: User, settings: Any
) -> None:
    most, _ = settings.PASSWORD_TRIES["account"]
    with json_log() as lines:
        for _ in range(most + 3):
            wrong = {"login": learner.email, "password": "wrong-one"}
            Client().post("/accounts/login/", wrong)
    told = [line["message"] for line in lines if line["level"] == "WARNING"]
    assert (
        told == ["sign-in failed"] * most + ["sign-in refused after too many wrong passwords"] * 3
    )
    assert "lena" not in str(lines)


def test_V16_3_1_sign_ins_and_failures_are_told_without_a_name(learner: User) -> None:
    client = Client()
    with json_log() as lines:
        client.post("/accounts/login/", {"login": learner.email, "password": "wrong-one"})
        client.post("/accounts/login/", {"login": learner.email, "password": factories.PASSWORD})
        client.post("/accounts/logout/")
    told = [(line["message"], line.get("user")) for line in lines if "watching" in line["logger"]]
    assert told == [
        ("sign-in failed", None),
        ("signed in", str(learner.pk)),
        ("signed out", str(learner.pk)),
    ]
    assert "wrong-one" not in str(lines)
    assert "lena" not in str(lines)


def test_what_balancers_ask_and_static_files_are_not_told(db: None) -> None:
    with json_log() as lines:
        Client().get("/healthz")
        Client().get("/readyz")
        # whitenoise answers before there is a route
        RequestMiddleware(lambda request: HttpResponse())(RequestFactory().get("/static/a.css"))
    assert requests_of(lines) == []


@pytest.mark.urls("tests.ops.test_requests")
def test_V16_5_1_a_fault_is_told_with_its_id_and_so_is_the_page(db: None) -> None:
    with json_log() as lines:
        response = Client(raise_request_exception=False).get("/breaks/lena/")
    known_as = response.headers["X-Request-ID"]
    assert {line["request_id"] for line in lines} == {known_as}
    fault = next(line for line in lines if "traceback" in line)
    assert "RuntimeError" in fault["traceback"]
    assert "@example" not in str(lines)
    assert known_as in html.text(response)


def answers_with_an_error(settings: Any) -> dict[str, HttpResponse]:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    helper = factories.user(email="helper@example.org", is_staff=True)
    second_factors.with_app(helper)
    return {
        "400": Client().get("/", headers={"host": "evil.example"}),
        "403": factories.signed_in(helper).get(reverse("admin:assessment_user_changelist")),
        "403 without the form's token": Client(enforce_csrf_checks=True).post(
            "/start/", {"a": "b"}
        ),
        "405": Client().put("/start/"),
        "413": Client().post("/start/", {"role": "x" * 101}),
    }


def test_V16_5_1_the_pages_about_errors_name_the_id(db: None, settings: Any) -> None:
    for which, response in answers_with_an_error(settings).items():
        assert response.status_code == int(which[:3]), which
        known_as = response.headers["X-Request-ID"]
        assert f"the number {known_as}" in html.text(response), which


def test_A02_the_page_of_nothing_is_always_the_same_page(learner: User, stranger: User) -> None:
    run = factories.finished(learner)
    client = factories.signed_in(stranger)
    theirs = client.get(reverse("roadmap:report", args=[run.pk]))
    nothing = client.get("/nothing-here/")
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.content == nothing.content
    assert theirs.headers["X-Request-ID"] != nothing.headers["X-Request-ID"]

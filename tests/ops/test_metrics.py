"""The figures: for who brings the token, and true."""

from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from assessment.core.responses import Outcome
from assessment.models import User
from config.urls import urlpatterns as site
from tests import factories

TOKEN = "a token of operators"


def away(request: object) -> HttpResponse:
    raise OperationalError("could not connect")


away.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("away/", away, name="away"), *site]


@pytest.fixture
def _token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def figures() -> dict[str, float]:
    response = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    lines = response.content.decode().splitlines()
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }


def grown(before: dict[str, float], name: str) -> float:
    return figures().get(name, 0) - before.get(name, 0)


def test_V13_4_5_without_a_token_on_the_site_there_is_no_such_page(db: None) -> None:
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
        assert Client().get("/metrics", headers=headers).status_code == 404


@pytest.mark.usefixtures("_token")
@pytest.mark.parametrize(
    "said", ["", TOKEN, "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer ü"]
)
def test_V13_4_5_whoever_brings_no_token_or_another_one_sees_nothing(db: None, said: str) -> None:
    response = Client().get("/metrics", headers={"Authorization": said})
    assert (response.status_code, response.content) == (401, b"")


@pytest.mark.usefixtures("_token")
def test_V13_4_5_signing_in_does_not_replace_the_token(db: None) -> None:
    boss = factories.user(email="boss@example.org", is_staff=True, is_superuser=True)
    assert factories.signed_in(boss).get("/metrics").status_code == 401


@pytest.mark.usefixtures("_token")
def test_requests_are_counted_by_route_method_and_class_of_status(client: Client, db: None) -> None:
    before = figures()
    for _ in range(3):
        client.get("/method/")
    client.post("/start/", {"role": "nobody"})
    client.generic("BREW", "/method/")
    client.get("/nobody/")
    names = {
        'waymark_requests_total{method="GET",route="roadmap:method",status="2xx"}': 3,
        'waymark_requests_total{method="POST",route="roadmap:start",status="4xx"}': 1,
        'waymark_requests_total{method="other",route="none",status="4xx"}': 1,
        'waymark_requests_total{method="GET",route="none",status="4xx"}': 1,
        'waymark_request_seconds_count{route="roadmap:method"}': 3,
        'waymark_request_seconds_bucket{le="+Inf",route="roadmap:method"}': 3,
    }
    assert {name: grown(before, name) for name in names} == names


@pytest.mark.usefixtures("_token")
def test_no_name_of_a_figure_holds_an_address_that_somebody_typed(client: Client, db: None) -> None:
    client.get("/lena-was-here/?q=lena")
    client.get(reverse("roadmap:report", args=["00000000-0000-0000-0000-000000000000"]))
    told = " ".join(figures())
    assert "lena" not in told
    assert "00000000" not in told


@pytest.mark.usefixtures("_token")
def test_stored_answers_are_counted_and_refused_ones_are_not(learner: User) -> None:
    run = factories.asking(learner)
    client, take = factories.signed_in(learner), reverse("assessment:take", args=[run.pk, 1])
    before = figures()
    form = factories.posted_for(run, Outcome.RIGHT)
    assert client.post(take, form).status_code == 302
    assert client.post(take, form).status_code == 409
    assert grown(before, "waymark_answers_stored_total") == 1


@pytest.mark.usefixtures("_token")
@pytest.mark.urls("tests.ops.test_metrics")
def test_requests_that_fail_in_the_database_are_counted(db: None) -> None:
    before = figures()
    assert Client(raise_request_exception=False).get("/away/").status_code >= 500
    assert grown(before, "waymark_database_errors_total") == 1


def test_the_figures_can_be_asked_by_number_and_without_tls(db: None, settings: Any) -> None:
    settings.METRICS_TOKEN, settings.SECURE_SSL_REDIRECT = TOKEN, True
    headers = {"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7"}
    assert Client().get("/metrics", headers=headers).status_code == 200

"""When something is wrong, the page says so in the site's own style and gives nothing away."""

import re

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import path, reverse

from assessment.core.responses import Outcome
from assessment.models import User
from config.urls import urlpatterns as site
from roadmap.views import home
from tests import factories, second_factors
from tests.web import html
from tests.web.routes import all_routes
from tests.web.test_pages import code_inside, has_headers


def breaks(request: object) -> HttpResponse:
    raise RuntimeError("a secret detail")


breaks.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("breaks/", breaks), *site]


def is_ours(response: HttpResponse, status: int, title: str) -> None:
    assert response.status_code == status
    assert html.title(response) == f"{title} – Waymark"
    assert html.parsed(response).query("header.site-header .brand")
    assert html.parsed(response).query("main a.button[href='/']")
    assert html.parsed(response).query("link[rel=stylesheet]")
    assert html.parse_errors(response) == []
    assert code_inside(response) == []
    assert has_headers(response)


def test_a_page_that_is_not_there(db: None) -> None:
    is_ours(Client().get("/nowhere/"), 404, "Not found")


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/setup", "/static/../manage.py", "/admin.php"]
)
def test_nothing_else_is_served(db: None, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_host_that_is_not_ours(db: None) -> None:
    is_ours(Client().get("/", headers={"host": "evil.example"}), 400, "Bad request")


def test_a_form_without_its_token(learner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    is_ours(client.post("/start/", {"role": "mlops-engineer"}), 403, "Please try again")


def test_a_thing_that_is_not_allowed(db: None) -> None:
    helper = factories.signed_in(
        second_factors.with_app(factories.user(email="helper@example.org", is_staff=True))
    )
    is_ours(helper.get(reverse("admin:assessment_user_changelist")), 403, "Not allowed")


@pytest.mark.urls("tests.web.test_errors")
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_fault_of_ours(db: None, headers: dict[str, str]) -> None:
    response = Client(raise_request_exception=False).get("/breaks/", headers=headers)
    is_ours(response, 500, "Something went wrong")
    assert "a secret detail" not in response.content.decode()


@pytest.mark.urls("tests.web.test_errors")
def test_the_fault_page_needs_neither_database_nor_session() -> None:
    response = Client(raise_request_exception=False).get("/breaks/")
    assert response.status_code == 500


def test_debugging_is_off() -> None:
    assert not settings.DEBUG
    assert home.home.login_required is False


def test_a_body_that_cannot_be_read_is_400_in_the_sites_own_page(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/start/")
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    response = client.generic("POST", "/start/", b"a=1", content_type=kind)
    assert response.status_code == 400
    assert "made no sense" in response.content.decode()


def test_a_zero_byte_in_a_cookie_or_query_is_400(client: Client, db: None) -> None:
    for query in ("x=%00", "x=%00&x=a", "x%00=a"):
        assert client.get(f"/?{query}").status_code == 400
    client.cookies["session"] = "a\0b"
    assert client.get("/me/").status_code == 400


NUMBERED = [route.pattern for route in all_routes() if "<int:" in route.pattern]


@pytest.mark.parametrize("pattern", NUMBERED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_that_no_database_holds_is_nothing(
    learner: User, method: str, pattern: str
) -> None:
    path = re.sub(r"<int:\w+>", "9" * 30, "/" + pattern)
    path = re.sub(r"<uuid:\w+>", str(factories.asking(learner).pk), path)
    path = re.sub(r"<slug:\w+>", "networking", path)
    response = getattr(factories.signed_in(learner), method)(path)
    assert response.status_code in (302, 404, 405, 409)


def broken_database(*args: object, **kwargs: object) -> None:
    raise OperationalError("database or disk is full")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessment.actions.answer", broken_database)


def test_C05_an_answer_that_cannot_be_stored_is_kept_in_the_page_and_can_be_sent_again(
    learner: User, full_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = factories.ask(factories.asking(learner), "many")
    client = factories.signed_in(learner)
    client.raise_request_exception = False
    posted = factories.posted_for(run, Outcome.RIGHT)
    url = reverse("assessment:take", args=[run.pk, 1])
    response = client.post(url, posted)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert html.title(response) == "Not saved – Waymark"
    assert has_headers(response)
    assert not run.responses.exists()
    form = html.parsed(response).query("main form")[0]
    kept = [(i.attrs["name"], i.attrs["value"]) for i in form.query("input[type=hidden]")]
    assert sorted(kept) == sorted(
        (name, value)
        for name, values in posted.items()
        for value in (values if isinstance(values, list) else [values])
    )
    monkeypatch.undo()
    again = QueryDict(mutable=True)
    for name, value in kept:
        again.appendlist(name, value)
    response = client.post(
        form.attrs["action"], again.urlencode(), content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 302
    assert run.responses.get().outcome == "right"


def test_C05_a_page_that_cannot_be_read_offers_to_try_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roadmap.views.home.person", broken_database)
    response = Client(raise_request_exception=False).get("/me/")
    assert response.status_code == 503
    assert html.parsed(response).query("main a.button")[0].attrs["href"] == "/me/"


def test_C05_what_was_typed_to_sign_in_is_never_put_into_a_page(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allauth.account.forms.LoginForm.clean", broken_database)
    sent = {"login": learner.email, "password": factories.PASSWORD}
    response = Client(raise_request_exception=False).post("/accounts/login/", sent)
    assert response.status_code == 503
    assert factories.PASSWORD not in response.content.decode()
    assert not html.parsed(response).query("main form")

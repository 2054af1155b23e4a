"""What no page takes is turned away at once, in the site's own style: methods, and bodies larger than anything."""

import io
from time import perf_counter

import pytest
from django.test import Client
from django.urls import reverse

from config.middleware import RefusingMiddleware
from tests.web import html
from tests.web.routes import all_routes
from tests.web.test_errors import is_ours

ADDRESSES = sorted(
    {reverse(route.name) for route in all_routes() if route.needs_no_arguments and route.name}
)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"])
def test_W03_no_address_knows_another_method_than_those_of_pages(db: None, method: str) -> None:
    assert len(ADDRESSES) > 50
    for address in [*ADDRESSES, "/nothing-here/", "/static/css/base.css"]:
        response = Client().generic(method, address)
        assert response.status_code == 405, address
        assert response.headers["Allow"].startswith("GET, HEAD"), address


def test_W03_a_method_that_a_page_does_not_know_has_a_page(db: None) -> None:
    is_ours(Client().put("/start/"), 405, "Not possible")
    response = Client().post("/method/")
    is_ours(response, 405, "Not possible")
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", ["/start/", "/accounts/login/", "/nothing-here/", "/admin/"])
def test_W03_a_body_of_ten_megabytes_is_refused_within_a_second(db: None, address: str) -> None:
    began = perf_counter()
    response = Client().post(address, {"role": "x" * 10_000_000})
    assert perf_counter() - began < 1
    is_ours(response, 413, "Too much at once")


class NeverRead(io.BytesIO):
    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")


def test_W03_what_is_too_large_is_not_even_read(db: None) -> None:
    length = {"CONTENT_LENGTH": "10000000", "wsgi.input": NeverRead()}
    response = Client().generic("POST", "/start/", **length)
    assert response.status_code == 413


def test_a_body_of_a_usual_size_comes_through(db: None) -> None:
    response = Client().post("/start/", {"role": "x" * 100_000})
    assert response.status_code == 422
    assert html.errors(response)


@pytest.mark.parametrize("length", ["", "many", "-1", "¹"])
def test_a_length_that_is_no_number_is_no_fault_of_ours(db: None, length: str) -> None:
    response = Client().generic("POST", "/start/", CONTENT_LENGTH=length)
    assert response.status_code < 500


def test_it_stands_before_everything_that_reads_bodies() -> None:
    from django.conf import settings

    name = f"{RefusingMiddleware.__module__}.{RefusingMiddleware.__qualname__}"
    assert settings.MIDDLEWARE.index(name) < settings.MIDDLEWARE.index(
        "django.contrib.sessions.middleware.SessionMiddleware"
    )

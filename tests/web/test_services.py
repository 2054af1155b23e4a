"""The environment variables of a cache and of single sign-on: what fits is used, what does not stops the site from starting."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import services

OIDC = {
    "OIDC_ISSUER": "https://id.example.org/realm/",
    "OIDC_CLIENT_ID": "waymark",
    "OIDC_CLIENT_SECRET": "secret",
}


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("redis://:pass@cache.example:6379/0", "redis://:pass@cache.example:6379/0"),
        ("valkey://cache.example/1", "redis://cache.example/1"),
        ("valkeys://cache.example/1", "rediss://cache.example/1"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock"),
    ],
)
def test_a_cache_server_is_used(monkeypatch: pytest.MonkeyPatch, url: str, used: str) -> None:
    monkeypatch.setenv("CACHE_URL", url)
    assert services.shared_cache(Env())["LOCATION"] == used


def test_without_one_the_table_is_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CACHE_URL", raising=False)
    assert services.shared_cache(Env())["LOCATION"] == services.CACHE_TABLE


def test_an_issuer_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OIDC.items():
        monkeypatch.setenv(name, value)
    app = services.issuers(Env())["openid_connect"]["APPS"][0]
    assert app["settings"] == {"server_url": "https://id.example.org/realm"}
    assert app["name"] == "single sign-on"


@pytest.mark.parametrize(
    ("name", "value"),
    [("OIDC_CLIENT_SECRET", ""), ("OIDC_ISSUER", ""), ("OIDC_ISSUER", "http://id.example.org")],
)
def test_half_an_issuer_or_one_without_tls_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for variable, given in (OIDC | {name: value}).items():
        monkeypatch.setenv(variable, given)
    with pytest.raises(ImproperlyConfigured):
        services.issuers(Env())


def test_another_kind_of_cache_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_URL", "memcached://cache.example")
    with pytest.raises(ImproperlyConfigured):
        services.shared_cache(Env())

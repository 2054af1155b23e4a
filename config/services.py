"""Settings for the services that a site may have beside its database: a cache, and an issuer of single sign-on."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

# A table of the database, which `migrate` makes, counts tries where no CACHE_URL names a server, or while that is down.
CACHE_TABLE = "shared_cache"
CACHE_TABLE_OPTIONS = {"MAX_ENTRIES": 50_000}


def caches(env: Env) -> dict[str, dict[str, Any]]:
    """CACHES for CACHE_URL; raises ImproperlyConfigured for what is neither Redis nor Valkey."""
    url = env.str("CACHE_URL", "").replace("valkey", "redis", 1)
    if not url:
        backend = "django.core.cache.backends.db.DatabaseCache"
        table = {"BACKEND": backend, "LOCATION": CACHE_TABLE, "OPTIONS": CACHE_TABLE_OPTIONS}
        return {"default": table}
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured("CACHE_URL must look like redis://:password@host:6379/0")
    backend = "config.cache.RedisOrDatabaseCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": "waymark"}}


def issuers(env: Env) -> dict[str, dict[str, Any]]:
    """SOCIALACCOUNT_PROVIDERS for the one OpenID Connect issuer of OIDC_ISSUER; raises ImproperlyConfigured.

    It has to send people back to SITE_URL/accounts/oidc/sso/login/callback/
    """
    url = env.str("OIDC_ISSUER", "").rstrip("/")
    client, secret = env.str("OIDC_CLIENT_ID", ""), env.str("OIDC_CLIENT_SECRET", "")
    if not (url or client or secret):
        return {}
    if not (url and client and secret):
        raise ImproperlyConfigured(
            "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together."
        )
    if urlsplit(url).scheme != "https":
        raise ImproperlyConfigured("OIDC_ISSUER must begin with https://")
    app = {
        "provider_id": "sso",
        "name": env.str("OIDC_NAME", "single sign-on"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

"""Settings for what a site works with: its database, a cache, and an issuer of single sign-on."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

# A table of the database, which `migrate` makes, counts tries where no CACHE_URL names a server, or while that is down.
CACHE_TABLE = "shared_cache"
CACHE_TABLE_OPTIONS = {"MAX_ENTRIES": 50_000}


# --- database -------------------------------------------------------------------------------------


def database(env: Env, folder: Path) -> dict[str, Any]:
    """The database with what its engine needs; without a setting SQLite in the folder."""
    # SQLite serves one machine; `postgres://user:password@host/name` serves several. The default is in `var/`.
    found: dict[str, Any] = env.dj_db_url("DATABASE_URL", f"sqlite:///{folder / 'waymark.sqlite3'}")
    if found["ENGINE"].endswith("sqlite3"):
        found["CONN_MAX_AGE"] = None
        found["OPTIONS"] = {
            "timeout": 20,
            # Take the write lock when a transaction begins: without it, two readers that both go on to
            # write cannot both succeed, and one of them fails at once whatever the timeout.
            "transaction_mode": "IMMEDIATE",
            # FULL: an answer that was acknowledged survives a power cut.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;",
        }
    elif found["ENGINE"].endswith("postgresql"):
        found["CONN_MAX_AGE"] = 0  # the pool keeps connections
        # A connection that broke while nobody used it is replaced before a request gets it.
        found["CONN_HEALTH_CHECKS"] = True
        found.setdefault("OPTIONS", {})["pool"] = {
            # How many connections to PostgreSQL a process keeps open.
            "min_size": env.int("DATABASE_POOL_MIN", 2),
            # How many connections to PostgreSQL a process opens at the most: WEB_THREADS and a little more.
            "max_size": env.int("DATABASE_POOL_MAX", 8),
            "timeout": 5,
            # The pool waits twice as long before each new try to connect, and begins anew with the next request after
            # this time: so it is back within seconds after an outage of any length.
            "reconnect_timeout": 2,
        }
    return found


# --- cache ----------------------------------------------------------------------------------------


def caches(env: Env) -> dict[str, dict[str, Any]]:
    """CACHES for CACHE_URL; raises ImproperlyConfigured for what is neither Redis nor Valkey."""
    # Where limits on tries are counted, by all processes together: without it a table of the database;
    # `redis://:password@host:6379/0` (or `rediss://`, `valkey://`, `unix://`) is a server of that kind, and the table
    # while that is down.
    url = env.str("CACHE_URL", "").replace("valkey", "redis", 1)
    if not url:
        backend = "django.core.cache.backends.db.DatabaseCache"
        table = {"BACKEND": backend, "LOCATION": CACHE_TABLE, "OPTIONS": CACHE_TABLE_OPTIONS}
        return {"default": table}
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured("CACHE_URL must look like redis://:password@host:6379/0")
    backend = "config.cache.RedisOrDatabaseCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": "waymark"}}


# --- single sign-on -------------------------------------------------------------------------------


def issuers(env: Env) -> dict[str, dict[str, Any]]:
    """SOCIALACCOUNT_PROVIDERS for the one OpenID Connect issuer of OIDC_ISSUER; raises ImproperlyConfigured."""
    # The address of an OpenID Connect issuer, whose people may sign in here; it has to send them back to
    # SITE_URL/accounts/oidc/sso/login/callback/
    url = env.str("OIDC_ISSUER", "").rstrip("/")
    # What the issuer knows this site by.
    client = env.str("OIDC_CLIENT_ID", "")
    # What only the issuer and this site know.
    secret = env.str("OIDC_CLIENT_SECRET", "")
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
        # What the button to sign in with it is called.
        "name": env.str("OIDC_NAME", "single sign-on"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

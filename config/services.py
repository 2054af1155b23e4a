"""What a site stands on, from environment variables: its key, the database, the cache that all processes share, single sign-on."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

CACHE_TABLE = "shared_cache"
CACHE_TABLE_OPTIONS = {"MAX_ENTRIES": 50_000}

# --- the site -------------------------------------------------------------------------------------


def secret_key(env: Env, file: Path, *, debug: bool) -> str:
    """The key, or the one that `make run` wrote outside git. Raises ImproperlyConfigured without either."""
    # Signs sessions and links: at least 50 random characters. Without it, the file `var/secret_key` that `make run` writes.
    key: str = env.str("SECRET_KEY", "") or (file.read_text().strip() if file.exists() else "")
    if not key and debug:
        return "only-for-debugging"
    if not key:
        raise ImproperlyConfigured(f"Set SECRET_KEY, or run `make run` once: it writes {file}.")
    return key


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


def shared_cache(env: Env) -> dict[str, Any]:
    """The cache. Raises ImproperlyConfigured for an address of another kind."""
    # Where limits on tries are counted, by all processes together: without it a table of the database;
    # `redis://:password@host:6379/0` (or `rediss://`, `valkey://`, `unix://`) is a server of that kind, and the table
    # while that is down.
    url = env.str("CACHE_URL", "").replace("valkey", "redis", 1)
    if urlsplit(url).scheme not in ("", "redis", "rediss", "unix"):
        raise ImproperlyConfigured("CACHE_URL must look like redis://:password@host:6379/0")
    if url:
        return {
            "BACKEND": "config.cache.RedisOrDatabaseCache",
            "LOCATION": url,
            "KEY_PREFIX": "waymark",
        }
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": CACHE_TABLE,
        "OPTIONS": CACHE_TABLE_OPTIONS,
    }


# --- people ---------------------------------------------------------------------------------------


def issuers(env: Env) -> dict[str, dict[str, Any]]:
    """SOCIALACCOUNT_PROVIDERS for the one OpenID Connect issuer of OIDC_ISSUER; raises ImproperlyConfigured.

    It has to send people back to SITE_URL/accounts/oidc/sso/login/callback/
    """
    # Single sign-on by OpenID Connect: the issuer, which sends people back to `SITE_URL/accounts/oidc/sso/login/callback/`.
    url = env.str("OIDC_ISSUER", "").rstrip("/")
    # What the issuer calls this site.
    client = env.str("OIDC_CLIENT_ID", "")
    # What the issuer knows this site by.
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
        # What its button says after “Sign in with”.
        "name": env.str("OIDC_NAME", "single sign-on"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

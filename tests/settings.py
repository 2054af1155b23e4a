"""The site's settings with what tests need: a fixed key, plain static files, quick hashing, a database in a file."""

import os

os.environ.setdefault("SECRET_KEY", "tests")
os.environ["SITE_URL"] = "http://127.0.0.1:8000"

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES, VAR_DIR

VAR_DIR.mkdir(exist_ok=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads meet the locks they would meet on a site; safe commits would only cost time.
    test_file = os.environ.get("WAYMARK_TEST_DB", str(VAR_DIR / "test.sqlite3"))
    DATABASES["default"]["TEST"] = {"NAME": test_file}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
DELETION_LEDGER = os.environ.get("TEST_LEDGER") or str(VAR_DIR / "test-deletions.log")
STORAGES = {
    **STORAGES,
    # The live server finds files by their plain names; the smoke test covers the hashed ones.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REQUEST_LIMITS: dict[str, tuple[int, int]] = {}
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
# Addresses of all ways to sign in, also of those that a site under this address has not.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# An issuer that never answers.
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": "Example ID",
                "client_id": "waymark",
                "secret": "secret",
                "settings": {"server_url": "http://127.0.0.1:1"},
            }
        ]
    }
}

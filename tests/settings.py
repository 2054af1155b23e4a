"""The site's settings with what tests need: a fixed key, plain static files, quick hashing, the chosen database."""

import os

os.environ.setdefault("SECRET_KEY", "tests")
os.environ["SITE_URL"] = "http://127.0.0.1:8000"

from config.settings import *  # noqa: F403
from config.settings import STORAGES

STORAGES = {
    **STORAGES,
    # The live server finds files by their plain names; the smoke test covers the hashed ones.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False

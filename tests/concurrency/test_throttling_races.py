"""Wrong passwords that are sent at the same moment are counted one by one, whichever process meets them."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests import factories
from tests.concurrency.together import together

pytestmark = pytest.mark.usefixtures("committed")
LOGIN = "/accounts/login/"


def guess(number: int) -> bool:
    """Whether the password was looked at."""
    data = {"login": "lena@example.org", "password": f"guess {number}"}
    return b"Too many failed" not in Client().post(LOGIN, data).content


def test_N01_of_24_guesses_at_once_ten_are_looked_at() -> None:
    factories.user(email="lena@example.org")
    assert sum(together(24, guess)) == 10


def test_N01_what_one_process_counted_holds_in_another() -> None:
    factories.user(email="lena@example.org")
    assert all(guess(number) for number in range(9))
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from assessment.throttling import PasswordTry\n"
        "tries = [PasswordTry('lena@example.org', '127.0.0.1', settings.PASSWORD_TRIES).begin() for _ in range(3)]\n"
        "print(tries)"
    )
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        host = database["HOST"] or database["OPTIONS"].get("host", "")
        url = f"postgres://{database['USER']}@/{database['NAME']}?host={host}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "another",
    }
    other = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == "[True, False, False]"
    assert not guess(10)

"""Uses the site of DATABASE_URL as people do: python -m tests.care.visit SESSION"""

import sys

import django

if __name__ == "__main__":
    django.setup()

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories, second_factors

NEW = {"email": "olga@example.org", "password1": factories.PASSWORD, "name": "Olga"}


def sign_in(address: str) -> Client:
    """By password and the code of an app, as on the pages."""
    client = Client()
    given = {"login": address, "password": factories.PASSWORD}
    asked = client.post("/accounts/login/", given).headers["Location"]
    assert asked == reverse("mfa_authenticate")
    assert client.post(asked, {"code": second_factors.code_now()}).headers["Location"] == "/me/"
    return client


def visit(session: str) -> None:
    """Sign in, read a report, make an account and begin an assessment there. session: one of Anna's, from before."""
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = session
    assert old.get(reverse("assessment:account")).status_code == 200
    client = sign_in("anna@example.org")
    run = Assessment.objects.finished().filter(learner__email="anna@example.org")[0]
    assert client.get(reverse("roadmap:report", args=[run.pk])).status_code == 200
    other = Client()
    assert other.post("/accounts/signup/", NEW).status_code == 302
    olga = User.objects.get(email="olga@example.org")
    factories.answered(factories.asking(olga), olga, Outcome.RIGHT)
    factories.mentorship(olga, User.objects.get(email="anna@example.org"))


def numbers_are_free() -> None:
    """The next row of every table gets a number that no row has."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            key = model._meta.pk
            if isinstance(key, models.AutoField) and connection.vendor == "postgresql":
                table = model._meta.db_table
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, key.column]
                )
                number = cursor.fetchone()[0]
                assert not model._base_manager.filter(pk=number).exists(), table


if __name__ == "__main__":
    setup_test_environment()
    numbers_are_free()
    visit(sys.argv[1])

"""Fixtures for all tests: a database with the real content, three people, and a way to commit for real."""

import os
from collections.abc import Iterator

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only hurt
# Playwright's sync API runs an event loop in the test's thread, which Django would take for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest
from django.test import Client

from assessment.models import User
from tests import factories


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Every test finds the project's own content loaded."""
    from assessment.core import loading
    from roadmap.actions import load_all_content
    from roadmap.core import loading as roadmap_loading

    with django_db_blocker.unblock():
        load_all_content(loading.CONTENT, roadmap_loading.CONTENT)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """For tests with threads or a browser: what they write is committed, and people's data is deleted afterwards."""
    with django_db_blocker.unblock():
        yield
        factories.forget_everyone()


@pytest.fixture
def learner(db: None) -> User:
    return factories.user(email="lena@example.org", name="Lena Learner")


@pytest.fixture
def mentor(db: None) -> User:
    return factories.user(email="max@example.org", name="Max Mentor")


@pytest.fixture
def stranger(db: None) -> User:
    return factories.user(email="sam@example.org", name="Sam Stranger")


@pytest.fixture
def guest(client: Client) -> Client:
    """A browser that nobody is signed in with."""
    return client

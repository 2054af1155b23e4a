"""Fixtures for all tests: the real content, in files and in a database, three people, and a way to commit for real."""

import os
from collections.abc import Iterator

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only hurt
# Playwright's sync API runs an event loop in the test's thread, which Django would take for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest
from django.test import Client

from assessment.core.catalogue import Question
from assessment.core.loading import Content, load_content
from assessment.models import User
from roadmap.core.loading import Roadmap, load_roadmap
from tests import factories


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser first: they take longest, and two processes are then done at about the same time."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def content() -> Content:
    """The assessment's own content, from its files."""
    return load_content()


@pytest.fixture(scope="session")
def roadmap(content: Content) -> Roadmap:
    """The roadmap's own content, from its files."""
    return load_roadmap(content)


@pytest.fixture(scope="session")
def live(content: Content) -> list[Question]:
    """The questions that are asked."""
    return [question for question in content.all_questions if question.status == "live"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """A database of the tests' own, with the project's content loaded.

    In place of pytest-django's fixture, which makes one only where a test asks for `db`: a run of nothing but
    `committed` tests would work on the site's own data, and delete it.
    """
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from assessment.core import loading
    from roadmap.actions import load_all_content
    from roadmap.core import loading as roadmap_loading

    the_sites = connection.settings_dict["NAME"]
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:  # one database for each process
        name = connection.settings_dict["TEST"]["NAME"] or f"test_{the_sites}"
        connection.settings_dict["TEST"]["NAME"] = f"{name}_{worker}"
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        assert connection.settings_dict["NAME"] != the_sites
        load_all_content(loading.CONTENT, roadmap_loading.CONTENT)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


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

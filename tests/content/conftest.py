"""Fixtures for loading content: small content that can be broken, in files and in an otherwise empty database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.core.loading import Content
from tests.content import small
from tests.content.tables import delete_everything


@pytest.fixture
def files(tmp_path: Path) -> small.Files:
    """Small content in files; nothing is loaded."""
    return small.write(tmp_path)


@pytest.fixture
def loaded(db: None, files: small.Files) -> Iterator[small.Files]:
    """Small content in files and in the database, which holds nothing else until the test ends."""
    delete_everything()
    files.load()
    return files


@pytest.fixture(scope="session")
def domain_of(content: Content) -> dict[str, str]:
    """The domain (id) of every skill (id) of the real content."""
    return {skill.id: domain.id for domain in content.domains for skill in domain.skills}

"""Fixtures for loading content: small content that can be broken, in files and in an otherwise empty database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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

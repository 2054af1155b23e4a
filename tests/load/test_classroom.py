"""A class that starts together gets no error and loses no answer."""

import pytest

from tests.load.command import holds

pytestmark = pytest.mark.load


def test_C01_a_class_that_starts_together_loses_nothing_while_its_table_is_exported() -> None:
    holds("classroom")

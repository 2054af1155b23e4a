"""Answers without a pause, and many starts on several servers: nothing fails, nothing is lost, the journal stays small."""

import pytest

from tests.load.command import POSTGRES, holds

pytestmark = pytest.mark.load


@pytest.mark.skipif(POSTGRES, reason="the journal is SQLite's")
def test_answers_without_a_pause_are_all_stored_and_the_journal_stays_small() -> None:
    holds("steady")


@pytest.mark.skipif(not POSTGRES, reason="several servers need PostgreSQL")
def test_many_starts_on_four_servers_lose_nothing() -> None:
    holds("spike")

"""Workers that are killed and databases that go away: nothing that was acknowledged is lost, and nobody has to repair anything."""

import pytest

from tests.load.command import POSTGRES, holds

pytestmark = pytest.mark.load


def test_C04_workers_that_are_killed_lose_no_acknowledged_answer() -> None:
    holds("crash")


def test_C05_a_database_that_goes_away_or_a_full_disk_loses_nothing_and_comes_back_alone() -> None:
    holds("outage")


def test_C05_a_cache_that_is_killed_or_hangs_is_not_noticed_and_limits_hold_all_the_while() -> None:
    holds("cacheless")


@pytest.mark.skipif(not POSTGRES, reason="several servers need PostgreSQL")
def test_C06_O02_one_of_two_servers_may_be_killed_and_each_restarted_without_a_loss() -> None:
    holds("machines")

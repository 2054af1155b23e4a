"""A domain goes stale half a year after its last answer; ties in the report go by name, whatever the last bits say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roadmap.core.gaps import STALE_DAYS, gap_report, is_stale
from tests.core.standings import standing

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "stale"), [(-1, False), (0, False), (STALE_DAYS - 1, False), (STALE_DAYS, True)]
)
def test_it_takes_180_days_to_go_stale(days: int, *, stale: bool) -> None:
    assert STALE_DAYS == 180
    assert is_stale(TODAY - timedelta(days=days), TODAY) is stale


def test_what_was_never_tested_cannot_go_stale() -> None:
    assert not is_stale(None, TODAY)
    assert standing().tested_on is None


def test_when_it_was_tested_changes_nothing_else() -> None:
    made = standing(score=40)
    dated = replace(made, tested_on=TODAY)
    assert (dated.verdict, dated.urgency) == (made.verdict, made.urgency)


def test_the_gap_in_standard_errors() -> None:
    assert standing(score=38, target=50, standard_error=6).z == pytest.approx(2)
    assert standing(score=53, target=50, standard_error=6).z == pytest.approx(-0.5)


@pytest.mark.parametrize("score", [30.0, 50.0, 80.0])
def test_a_difference_in_the_last_bits_does_not_decide_the_order(score: float) -> None:
    rows = [standing(domain="b", score=score), standing(domain="a", score=score + 1e-12)]
    also = [standing(domain="b", score=score + 1e-12), standing(domain="a", score=score)]
    for made in (rows, also):
        assert [row.domain for row in gap_report(made).rows] == ["a", "b"]

"""An answer costs little more than Django itself, and no page has grown heavy."""

import pytest

from tests.load.command import POSTGRES, holds

pytestmark = pytest.mark.load


@pytest.mark.skipif(POSTGRES, reason="measured once")
def test_an_answer_costs_about_twice_a_bare_view_and_no_page_is_over_its_budget() -> None:
    holds("cost")

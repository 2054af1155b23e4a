"""Hostile input at every route changes nothing of anybody else's, breaks nothing and takes no time."""

import pytest

from assessment.core.responses import Outcome
from assessment.models import Domain, User
from tests import factories
from tests.load.command import holds
from tests.load.untouched import Untouched, snapshot


@pytest.mark.load
def test_hostile_input_at_every_route_breaks_and_changes_nothing() -> None:
    holds("hostile")


def test_a_changed_row_of_somebody_else_is_noticed(stranger: User) -> None:
    content = snapshot()
    run = factories.asking(factories.user(email="other@example.org"))
    untouched = Untouched.of(content)
    factories.asking(stranger)
    assert untouched.faults() == []
    run.role = "another"
    run.save(update_fields=["role"])
    assert len(untouched.faults()) == 1


def test_a_row_that_is_added_to_somebody_elses_is_noticed(db: None) -> None:
    content = snapshot()
    other = factories.user(email="other@example.org")
    run = factories.asking(other)
    untouched = Untouched.of(content)
    factories.answered(run, other, Outcome.RIGHT)
    found = untouched.faults()
    assert any("assessment.response" in fault and "added" in fault for fault in found)


def test_changed_content_is_noticed(db: None) -> None:
    untouched = Untouched.of(snapshot())
    Domain.objects.filter(slug="networking").update(name="Nothing")
    assert len(untouched.faults()) == 1

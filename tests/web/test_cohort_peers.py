"""Peers of a cohort: two who agreed, each told where the other can help, and nobody else told anything."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import AuditEvent, User
from roadmap.models import Cohort
from tests import factories
from tests.web import groups, html


@pytest.fixture
def cohort(mentor: User) -> Cohort:
    return factories.cohort(mentor)


def look(cohort: Cohort, who: User) -> HttpResponse:
    return factories.signed_in(who).get(reverse("roadmap:cohort", args=[cohort.pk]))


def test_both_are_told_where_they_can_help_and_that_the_other_looked(cohort: Cohort) -> None:
    one = groups.learner(cohort, 1, peers=True, serving=90, other=10)
    other = groups.learner(cohort, 2, peers=True, serving=10, other=90)
    told = html.text(look(cohort, one), ".notice")
    assert told.startswith("Learner 2 is on target where you have a gap: Programming")
    assert "You are on target where they have one: Model deployment and serving." in told
    assert "have a gap: Model deployment and serving. You" in html.text(
        look(cohort, other), ".notice"
    )
    looks = AuditEvent.objects.filter(verb="viewed").order_by("pk")
    assert [(event.actor, event.learner) for event in looks] == [(one, other), (other, one)]


def test_who_did_not_agree_is_paired_with_nobody(cohort: Cohort) -> None:
    one = groups.learner(cohort, 1, peers=True, serving=90, other=10)
    other = groups.learner(cohort, 2, peers=False, named=True, serving=10, other=90)
    assert "Nobody fits yet" in html.text(look(cohort, one))
    assert "Learner 2" not in html.text(look(cohort, one))
    assert "Learner 1" not in html.text(look(cohort, other))
    assert "Help each other" not in html.text(look(cohort, other))


def test_a_pair_is_gone_when_one_takes_it_back(cohort: Cohort) -> None:
    one = groups.learner(cohort, 1, peers=True, serving=90, other=10)
    other = groups.learner(cohort, 2, peers=True, serving=10, other=90)
    assert "Learner 2" in html.text(look(cohort, one))
    consent = reverse("roadmap:cohort_consent", args=[cohort.pk])
    factories.signed_in(other).post(consent, {"named": "on"})
    assert "Learner 2" not in html.text(look(cohort, one))


def test_leads_see_no_pairs(cohort: Cohort, mentor: User) -> None:
    groups.learner(cohort, 1, peers=True, serving=90, other=10)
    groups.learner(cohort, 2, peers=True, serving=10, other=90)
    client = factories.signed_in(mentor)
    for route in ("cohort", "cohort_people"):
        page = client.get(reverse(f"roadmap:{route}", args=[cohort.pk]))
        assert "Learner 1" not in html.text(page)


@pytest.mark.parametrize("many", [10, 60])
def test_a_pair_takes_as_many_queries_among_sixty_as_among_ten(cohort: Cohort, many: int) -> None:
    people = [
        groups.learner(cohort, n, peers=True, serving=90 if n % 2 else 10, other=90 * (1 - n % 2))
        for n in range(many)
    ]
    look(cohort, people[1])
    client = factories.signed_in(people[0])
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("roadmap:cohort", args=[cohort.pk]))
    assert "is on target where you have a gap" in html.text(page)
    assert len(asked) <= 11

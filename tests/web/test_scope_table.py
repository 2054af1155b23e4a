"""Person x address x scope x state of consent, for talks and cohorts; and no address of a mentor or cohort is left out."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Assessment, User
from roadmap.models import Cohort, Scope
from tests import factories
from tests.web import groups, test_scopes
from tests.web.routes import all_routes
from tests.web.test_scopes import in_state

# Status of GET, by scope, of an active sharing; and for the learner once it has ended.
TALKS = {
    "brief": {"mentor": (404, 200, 200), "learner": (404, 404, 404), "later": 404},
    "talk": {"mentor": (200, 200, 200), "learner": (200, 200, 200), "later": 200},
    "agree": {"mentor": (200, 200, 200), "learner": (200, 200, 200), "later": 200},
}
# Status of GET for a lead, a mentor of the cohort, a learner in it, and anybody else.
COHORT = {
    "cohort": (200, 200, 200, 404),
    "cohort_people": (200, 200, 404, 404),
    "cohort_people_file": (200, 200, 404, 404),
    "cohort_counts_file": (200, 200, 404, 404),
    "cohort_members": (200, 200, 404, 404),
    "cohort_invite": (200, 404, 404, 404),
    "cohort_rename": (200, 404, 404, 404),
    "cohort_delete": (200, 404, 404, 404),
}
POSTS = {"cohort_consent", "cohort_leave", "cohort_name_lead", "cancel_join"}  # in access_table.py


def below(prefix: str) -> set[str]:
    """The routes under an address that ends in a number."""
    found = {
        route.name for route in all_routes() if route.pattern.startswith(f"{prefix}/<int:pk>/")
    }
    return {name.removeprefix("roadmap:") for name in found}


def test_A01_every_address_of_a_mentor_or_a_cohort_is_in_a_table() -> None:
    assert below("mentor") | below("talk") == {*test_scopes.ACTIVE, *TALKS}
    assert below("cohorts") == {*COHORT, *POSTS}


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("state", test_scopes.STATES)
def test_A01_V8_2_2_talks_by_person_scope_and_state(
    learner: User, mentor: User, stranger: User, state: str, scope: Scope
) -> None:
    factories.finished(learner)
    factories.mentorship(factories.user(email="olga@example.org"), stranger)
    pk, place = in_state(state, learner, mentor, scope=scope), list(Scope).index(scope)
    clients = {"mentor": mentor, "learner": learner, "stranger": stranger}
    for route, cells in TALKS.items():
        url = reverse(f"roadmap:{route}", args=[pk])
        got = {name: factories.signed_in(who).get(url).status_code for name, who in clients.items()}
        wanted = dict.fromkeys(clients, 404)
        if state == "active":
            wanted |= {name: cells[name][place] for name in ("mentor", "learner")}  # type: ignore[index]
        elif state in ("ended", "expired"):
            wanted["learner"] = cells["later"]  # type: ignore[assignment]
        assert got == wanted, route


@pytest.fixture
def cohort(mentor: User) -> Cohort:
    """A cohort of which there are counts."""
    cohort = factories.cohort(mentor)
    for number in range(12):
        groups.learner(cohort, number, serving=number % 2 * 20 + 10, other=30)
    return cohort


def opened(cohort: Cohort, client: Client, route: str) -> tuple[int, str]:
    answer = client.get(reverse(f"roadmap:{route}", args=[cohort.pk]))
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("consents", list(product((False, True), repeat=3)))
def test_A01_A04_V8_2_2_cohorts_by_person_and_consent(
    cohort: Cohort, mentor: User, learner: User, stranger: User, consents: tuple[bool, ...]
) -> None:
    """lena agrees to some of: being counted, being named, being paired."""
    coach = factories.user(email="cora@example.org", name="Cora Coach")
    factories.joined(cohort, coach, kind="mentor")
    given = dict(zip(("aggregate", "named", "peers"), consents, strict=True))
    factories.joined(cohort, learner, **given)
    groups.result(learner, {"model-serving": 90}, other=90)
    people = [factories.signed_in(who) for who in (mentor, coach, learner, stranger)]
    for route, cells in COHORT.items():
        got = [opened(cohort, client, route) for client in people]
        assert tuple(status for status, _ in got) == cells, route
        for _, page in got[:2]:
            told = route.startswith("cohort_people") and given["named"]
            assert ("Lena Learner" in page) == (told or route == "cohort_members"), route
            assert learner.email not in page
        assert not any("Lena Learner" in page for status, page in got if status == 404)
    newest = cohort.snapshots.latest("taken_on")
    assert (str(learner.pk) in newest.counted) == given["aggregate"]
    assert Assessment.objects.filter(learner=learner).count() == 1

"""Limits hold for many at once: what comes at the same moment is counted one after the other."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.limits import A_DAY
from assessment.models import AuditEvent, User, Verb
from roadmap.models import Invitation
from tests import factories
from tests.concurrency.test_races import copies
from tests.concurrency.together import together

pytestmark = pytest.mark.usefixtures("committed")

CROWD, ROOM = 8, 3
TERMS = {"label": "Max", "scope": "summary", "share_days": "30", "consent": "on"}


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org", name="Lena Learner")


def crowd(who: User) -> list[Client]:
    return copies(factories.signed_in(who), CROWD)


def test_V2_3_2_invitations_at_once_are_not_more_than_a_day_allows(lena: User) -> None:
    for _ in range(A_DAY[Verb.INVITED] - ROOM):
        factories.invitation(lena)
    clients, url = crowd(lena), reverse("roadmap:invite")
    statuses = together(CROWD, lambda n: clients[n].post(url, TERMS).status_code)
    assert sorted(statuses) == [302] * ROOM + [422] * (CROWD - ROOM)
    assert Invitation.objects.count() == A_DAY[Verb.INVITED]


def test_V2_3_2_requests_at_once_are_not_more_than_a_day_allows(lena: User) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=Verb.ASKED, actor=lena) for _ in range(A_DAY[Verb.ASKED] - ROOM)
    )
    clients, url = crowd(lena), reverse("roadmap:ask")
    asked = [{"email": f"olga{n}@example.org"} for n in range(CROWD)]
    statuses = together(CROWD, lambda n: clients[n].post(url, asked[n]).status_code)
    assert sorted(statuses) == [302] * ROOM + [422] * (CROWD - ROOM)
    assert lena.requests.count() == ROOM


def test_V2_3_2_reports_at_once_are_not_more_than_a_day_allows(lena: User) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=Verb.REPORTED, actor=lena) for _ in range(A_DAY[Verb.REPORTED] - ROOM)
    )
    run = factories.finished(lena)
    urls = [reverse("assessment:problem", args=[run.pk, n + 1]) for n in range(CROWD)]
    clients = crowd(lena)
    statuses = together(CROWD, lambda n: clients[n].post(urls[n], {"kind": "key"}).status_code)
    assert sorted(statuses) == [302] * ROOM + [429] * (CROWD - ROOM)
    assert lena.reported_problems.count() == ROOM


def test_V2_3_2_cohorts_made_at_once_are_not_more_than_a_day_allows(lena: User) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=Verb.FOUNDED, actor=lena) for _ in range(A_DAY[Verb.FOUNDED] - ROOM)
    )
    clients, url = crowd(lena), reverse("roadmap:cohort_new")
    made = {"name": "Group", "role": "mlops-engineer"}
    statuses = together(CROWD, lambda n: clients[n].post(url, made).status_code)
    assert sorted(statuses) == [302] * ROOM + [429] * (CROWD - ROOM)
    assert lena.cohorts.count() == ROOM

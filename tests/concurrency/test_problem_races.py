"""Many at once on reports of a question: one is open at a time, and what somebody wrote is either in it or reported anew."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment import actions, guests
from assessment.access import Person
from assessment.models import AuditEvent, ReportedProblem, User
from tests import factories
from tests.concurrency.test_races import copies
from tests.concurrency.together import together
from tests.web.cast import guest_client

pytestmark = pytest.mark.usefixtures("committed")

CROWD = 8
TOKEN = "a guest's token"
ANSWER = "Thank you, it is changed."


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org", name="Lena Learner")


def crowd_reports(by: Person, client: Client) -> None:
    """The same person sends the form of the waiting question many times at once, each time with other words."""
    run = factories.asking(by)
    url = reverse("assessment:problem", args=[run.pk, 1])
    clients, words = copies(client, CROWD), [f"Word {n}" for n in range(CROWD)]
    sent = [{"kind": "key", "comment": word} for word in words]
    statuses = together(CROWD, lambda n: clients[n].post(url, sent[n]).status_code)
    assert statuses == [302] * CROWD
    assert by.problems.get().comment in words
    assert AuditEvent.objects.filter(verb="reported").count() == CROWD


def test_V2_3_2_a_question_reported_many_times_at_once_has_one_report(lena: User) -> None:
    crowd_reports(Person(user=lena), factories.signed_in(lena))


def test_V2_3_2_a_question_reported_by_a_guest_many_times_at_once_has_one_report() -> None:
    crowd_reports(Person(guest_key=guests.key_of(TOKEN)), guest_client(TOKEN))


def test_what_is_reported_while_staff_answer_is_never_lost(lena: User) -> None:
    """Either the answer came first and a new report is open, or it settled the later words."""
    sten = factories.user(email="sten@example.org", is_staff=True)
    for turn in range(4):
        told = factories.reported(lena, "First")
        acts = (
            lambda told=told: actions.settle_problem(told, ANSWER, by=sten, others_too=True),
            lambda told=told: actions.report_problem(
                told.revision, told.kind, "Later", by=Person(user=lena)
            ),
        )
        together(2, lambda n: acts[(n + turn) % 2]())  # noqa: B023
        first = ReportedProblem.objects.get(pk=told.pk)
        assert first.answer == ANSWER
        left = ReportedProblem.objects.open().filter(comment="Later")
        assert left.count() == (first.comment == "First")
        left.delete()

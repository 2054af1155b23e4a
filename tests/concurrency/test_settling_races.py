"""Many at once on what goes on from a report: settling a domain and marking a step happen once."""

import pytest
from django.urls import reverse

from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from roadmap.actions import keep_guest_progress, mark_step
from roadmap.models import Goal, Progress, Step, StepState
from tests import factories
from tests.concurrency.test_races import copies
from tests.concurrency.together import together

pytestmark = pytest.mark.usefixtures("committed")

CROWD = 8


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org", name="Lena Learner")


def test_settling_a_domain_many_times_at_once_begins_once(lena: User) -> None:
    base = factories.finished(lena, Outcome.RIGHT, Outcome.WRONG)
    url = reverse("roadmap:settle", args=[base.pk, "model-serving"])
    clients = copies(factories.signed_in(lena), CROWD)
    statuses = together(CROWD, lambda n: clients[n].post(url).status_code)
    assert statuses == [302] * CROWD
    run = Assessment.objects.open().get()
    assert run.responses.count() == run.carried == 18
    assert Goal.objects.filter(assessment=run).count() == 1


def test_a_step_marked_many_times_at_once_has_one_mark(lena: User) -> None:
    step = Step.objects.filter(retired=False)[0]
    url = reverse("roadmap:progress", args=[step.slug])
    clients = copies(factories.signed_in(lena), CROWD)
    states = ("doing", "done", "skipped", "todo")
    statuses = together(CROWD, lambda n: clients[n].post(url, {"state": states[n % 4]}).status_code)
    assert statuses == [302] * CROWD
    assert Progress.objects.get().state in states


def test_a_step_marked_while_a_guests_marks_move_to_the_account_has_one_mark(lena: User) -> None:
    step, guest = Step.objects.filter(retired=False)[0], Person(guest_key="a browser's")
    for turn in range(4):
        mark_step(step, StepState.DOING, by=guest)
        acts = (
            lambda: keep_guest_progress(lena, guest.guest_key),
            lambda: mark_step(step, StepState.DONE, by=Person(user=lena)),
        )
        together(2, lambda n: acts[(n + turn) % 2]())  # noqa: B023
        assert Progress.objects.get().learner == lena
        Progress.objects.all().delete()

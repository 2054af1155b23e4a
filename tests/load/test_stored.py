"""The look at what is stored notices each thing that it is there for."""

import pytest

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories
from tests.load.learner import Acknowledged
from tests.load.stored import faults


@pytest.fixture
def said(learner: User) -> list[Acknowledged]:
    """Three stored answers as a browser sent them."""
    client = factories.signed_in(learner)
    run = factories.asking(learner)
    made = []
    for outcome in (Outcome.RIGHT, Outcome.WRONG, Outcome.UNKNOWN):
        posted = factories.posted_for(run, outcome)
        sent = {n: v if isinstance(v, list) else [v] for n, v in posted.items()}
        made.append(Acknowledged(str(run.pk), run.position, sent))  # type: ignore[arg-type]
        client.post(f"/a/{run.pk}/q/{run.position}/", posted)
        run.refresh_from_db()
    return made


def test_what_was_acknowledged_and_is_stored_is_no_fault(said: list[Acknowledged]) -> None:
    assert faults(said) == []


def test_C04_a_lost_answer_is_noticed(said: list[Acknowledged]) -> None:
    run = Assessment.objects.get()
    run.responses.filter(position=3).delete()
    run.position = 3
    run.save(update_fields=["position"])
    assert faults(said) == [f"answer 3 of {run.pk} was acknowledged and is not stored"]


def test_C04_another_content_than_was_sent_is_noticed(said: list[Acknowledged]) -> None:
    run = Assessment.objects.get()
    run.responses.filter(position=2).update(outcome="right")
    assert faults(said) == [f"answer 2 of {run.pk} is stored as something else than was sent"]


def test_C04_a_counter_that_is_not_the_number_of_rows_is_noticed(said: list[Acknowledged]) -> None:
    run = Assessment.objects.get()
    Assessment.objects.update(position=9)
    assert faults(said) == [f"{run.pk} waits at question 9 with 3 answers"]

"""Two who talk at the same moment: an agreement is closed once, and nothing is added after the end."""

import pytest

from assessment.actions import Conflict
from assessment.models import AuditEvent, User
from roadmap import actions
from roadmap.models import AgreementState, Mentorship, Note
from roadmap.subjects import Subject
from tests import factories
from tests.concurrency.together import together

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def shared(committed: None) -> Mentorship:
    lena: User = factories.user(email="lena@example.org", name="Lena Learner")
    return factories.mentorship(lena, factories.user(email="max@example.org", name="Max Mentor"))


def test_an_agreement_that_both_close_at_once_is_closed_once(shared: Mentorship) -> None:
    made = factories.agreement(shared)
    people = (shared.learner, shared.mentor)
    states = (AgreementState.KEPT, AgreementState.DROPPED)

    def close(number: int) -> AgreementState | None:
        state = states[number % 2]
        try:
            actions.settle_agreement(made, state, by=people[number % 2])
        except Conflict:
            return None
        return state

    said = [state for state in together(8, close) if state]
    made.refresh_from_db()
    assert said == [made.state]
    assert AuditEvent.objects.filter(verb="settled").count() == 1


def test_a_note_is_written_before_the_end_or_not_at_all(shared: Mentorship) -> None:
    def act(number: int) -> str:
        if number == 3:
            actions.end_mentorship(shared, by=shared.learner)
            return "end"
        try:
            actions.write_about(shared, Subject(), "Hello.", by=shared.mentor)
        except actions.Ended:
            return "ended"
        return "written"

    told = together(8, act)
    shared.refresh_from_db()
    assert shared.ended_at is not None
    assert Note.objects.count() == told.count("written")
    assert told.count("written") + told.count("ended") == 7
    assert not Note.objects.filter(written_at__gt=shared.ended_at).exists()

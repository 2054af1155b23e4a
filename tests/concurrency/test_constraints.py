"""What must never be there twice, the database itself refuses, whoever writes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, ProblemState, Response, State, User
from roadmap.models import Goal, Invitation, Mentorship
from tests import factories


def insert_again(row: models.Model, **changes: object) -> None:
    """Insert a copy of a row, past every rule of the code."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    del fields[row._meta.pk.attname]
    with transaction.atomic():
        type(row)._base_manager.create(**(fields | changes))


def assert_refused(columns: str, insert: Callable[[], None]) -> None:
    """The insert fails on the uniqueness of these columns, which both databases name."""
    with pytest.raises(IntegrityError) as refused:
        insert()
    message = str(refused.value).lower()
    assert "unique" in message
    assert all(column in message for column in columns.split()), message


def other_question(run: Assessment) -> int:
    return (
        Response.question.field.related_model.objects.exclude(
            pk__in=run.responses.values("question")
        )
        .first()
        .pk
    )


def test_a_position_is_answered_once(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    stored = run.responses.get()
    other = other_question(run)
    assert_refused("assessment_id position", lambda: insert_again(stored, question_id=other))
    insert_again(stored, question_id=other, position=2)


def test_a_question_is_answered_once(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    stored = run.responses.get()
    assert_refused("assessment_id question_id", lambda: insert_again(stored, position=2))


def test_a_learner_has_one_open_assessment(learner: User) -> None:
    run = factories.started(learner)
    assert_refused("learner_id", lambda: insert_again(run))
    insert_again(run, state=State.FINISHED)


def test_a_guest_has_one_open_assessment(db: None) -> None:
    run = factories.started(Person(guest_key="of a browser"))
    assert_refused("guest_key", lambda: insert_again(run))
    insert_again(run, guest_key="of another browser")


def test_a_domain_is_rated_once(learner: User) -> None:
    run = factories.asking(learner, ratings={"networking": 2})
    assert_refused("assessment_id domain_id", lambda: insert_again(run.ratings.get(), level=3))


def test_a_domain_has_one_result(learner: User) -> None:
    result = factories.finished(learner).results.first()
    assert_refused("assessment_id domain_id", lambda: insert_again(result, score=1))


def test_an_assessment_has_one_goal(learner: User) -> None:
    goal = Goal.objects.get(assessment=factories.started(learner))
    assert_refused("assessment_id", lambda: insert_again(goal))


def test_an_invitation_makes_one_mentorship(learner: User, mentor: User, stranger: User) -> None:
    shared = factories.mentorship(learner, mentor)
    assert_refused("invitation_id", lambda: insert_again(shared, mentor_id=stranger.pk))


def test_a_learner_shares_with_a_mentor_once_at_a_time(learner: User, mentor: User) -> None:
    shared = factories.mentorship(learner, mentor)
    other, _ = factories.invitation(learner)
    assert_refused("learner_id mentor_id", lambda: insert_again(shared, invitation_id=other.pk))
    Mentorship.objects.filter(pk=shared.pk).update(ended_at=timezone.now())
    insert_again(shared, invitation_id=other.pk)


@pytest.mark.parametrize("guest_key", ["", "of a browser"])
def test_somebody_has_one_open_report_of_a_question(learner: User, guest_key: str) -> None:
    by = Person(guest_key=guest_key) if guest_key else Person(user=learner)
    told = factories.reported(by)
    columns = "guest_key question_id" if guest_key else "learner_id question_id"
    assert_refused(columns, lambda: insert_again(told))
    answered = {"state": ProblemState.SETTLED, "answer": "Yes.", "settled_at": timezone.now()}
    insert_again(told, **answered)
    insert_again(told, **answered)
    insert_again(told, learner_id=None, guest_key="of another browser")


@pytest.mark.parametrize(
    "wrong",
    [
        {"guest_key": ""},
        {"state": "settled", "settled_at": timezone.now()},
        {"state": "settled", "answer": "Yes."},
        {"answer": "Yes."},
    ],
    ids=["of nobody", "without words", "without a time", "answered and open"],
)
def test_a_report_has_an_owner_and_is_settled_with_an_answer(
    db: None, wrong: dict[str, object]
) -> None:
    told = factories.reported(Person(guest_key="of a browser"))
    with pytest.raises(IntegrityError):
        insert_again(told, **({"guest_key": "of another browser"} | wrong))


def test_no_two_invitations_have_the_same_secret(learner: User) -> None:
    made, _ = factories.invitation(learner)
    later = timezone.now() + timedelta(days=1)
    assert_refused("secret_hash", lambda: insert_again(made, expires_at=later))
    assert Invitation.objects.count() == 1

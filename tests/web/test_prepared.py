"""Queries that are built once give what Django's own give, whatever values they are asked with."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assessment.access import OWN, OWN_OF_GUEST
from assessment.actions.runs import ASK_NEXT, NEW_ANSWER
from assessment.bank import current_versions
from assessment.core.responses import Outcome
from assessment.measuring import STORED_ANSWERS
from assessment.models import Assessment, ContentVersion, Question, Response, User
from assessment.prepared import Prepared
from tests import factories

pytestmark = pytest.mark.django_db


def fields(run: Assessment) -> dict[str, object]:
    return {field.attname: getattr(run, field.attname) for field in Assessment._meta.fields}


def test_an_object_has_all_its_fields_and_can_be_saved(learner: User) -> None:
    for run in (
        factories.asking(learner),
        factories.finished(factories.user(email="b@example.org")),
    ):
        found = OWN.first(id=run.pk, learner=run.learner_id)
        assert fields(found) == fields(Assessment.objects.get(pk=run.pk))
        found.length = "quick"
        found.save()
        assert Assessment.objects.get(pk=run.pk).length == "quick"


def test_only_what_fits_is_found(learner: User) -> None:
    run = factories.asking(learner)
    assert OWN.first(id=run.pk, learner=learner.pk + 1) is None
    assert OWN.first(id=uuid4(), learner=learner.pk) is None
    assert OWN_OF_GUEST.first(id=run.pk, guest_key="") is None


def test_rows_come_as_django_gives_them(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT, Outcome.UNKNOWN)
    own = run.responses.order_by("position").values_list("revision_id", "outcome")
    assert STORED_ANSWERS.rows(assessment=run.pk) == list(own)
    newest = ContentVersion.objects.latest()
    assert current_versions() == (newest.pk, newest.loaded_at, None, None)


def test_an_update_changes_only_rows_that_fit_and_counts_them(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    now = {"asked_id": run.asked_id, "asked_at": run.asked_at, "sure_enough": True}
    assert ASK_NEXT.update(id=run.pk, answered=1, position=9, **now) == 0
    assert ASK_NEXT.update(id=run.pk, answered=2, position=3, **now) == 1
    before = fields(run)
    run.refresh_from_db()
    assert fields(run) == before | {"position": 3, "sure_enough": True}


def test_a_row_is_stored_as_django_stores_it(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    (stored,) = run.responses.all()
    for position, given in enumerate(([], [2, 1], 12.5), start=2):
        values = {f.name: getattr(stored, f.attname) for f in Response._meta.fields}
        values |= {"position": position, "given": given, "sure": None}
        other = Question.objects.exclude(responses__assessment=run).first()
        assert other is not None
        values |= {"question": other.pk}
        NEW_ANSWER.create(**values)
        found = run.responses.get(position=position)
        assert {f.name: getattr(found, f.attname) for f in Response._meta.fields} == values | {
            "id": found.pk
        }
    with pytest.raises(IntegrityError), transaction.atomic():
        NEW_ANSWER.create(**values)


def test_a_query_is_built_once(learner: User) -> None:
    built = []

    def build() -> object:
        built.append(1)
        return User.objects.values_list("email")

    people = Prepared(build)  # type: ignore[arg-type]
    assert people.rows() == people.rows() == [(learner.email,)]
    assert built == [1]

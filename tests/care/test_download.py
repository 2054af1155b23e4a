"""Everything about one person in one file, nothing about anybody else, and no answer to a question that is still asked."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection
from django.db.models import CASCADE
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, Option, QuestionRevision, User
from config.care.archive import UNTOLD
from config.care.personal import PERSONAL, rows_about
from roadmap.models import Cohort, Mentorship
from tests import factories, second_factors
from tests.care.people import Life, life

URL = reverse("care:download")


@pytest.fixture
def anna(db: None) -> Life:
    return life("anna")


@pytest.fixture
def bert(anna: Life) -> Life:
    return life("bert")


def files(client: Client) -> dict[str, str]:
    response = client.get(URL)
    assert response.status_code == 200
    with ZipFile(BytesIO(response.content)) as packed:
        return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


def tables(client: Client) -> dict[str, list[dict[str, Any]]]:
    return json.loads(files(client)["data.json"])["tables"]


def rows_with(word: str) -> Iterator[tuple[str, str]]:
    """Every row of the database, in any table, that has a word in any column: read without the models' help."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                if any(word in str(value).lower() for value in row):
                    model = models[name]
                    value = row[columns.index(model._meta.pk.column)]
                    yield model._meta.label, str(model._meta.pk.to_python(value))


def rows_that_belong_to(user: User) -> Iterator[tuple[str, str]]:
    """What a person's rows own, and what those own: every row that a chain of keys would delete with the account.

    A cohort belongs to its members, whoever made it.
    """
    waiting, seen = [user], {user}
    while waiting:
        one = waiting.pop()
        for relation in one._meta.related_objects:
            if relation.on_delete is CASCADE and not isinstance(one, Cohort):
                found = relation.related_model._base_manager.filter(**{relation.field.name: one.pk})
                fresh = [row for row in found if row not in seen]
                seen.update(fresh)
                waiting.extend(fresh)
    return ((row._meta.label, str(row.pk)) for row in seen)


def given_out(user: User) -> set[tuple[str, str]]:
    return {(name, str(row.pk)) for name in PERSONAL for row in rows_about(user, name)}


def test_P04_every_row_that_speaks_of_a_person_is_in_the_file(anna: Life, bert: Life) -> None:
    speaking = set(rows_with("anna"))
    assert len({name for name, _ in speaking}) > 10
    assert speaking <= given_out(anna.learner)
    belonging = set(rows_that_belong_to(anna.learner))
    assert len(belonging) > 60
    assert belonging <= given_out(anna.learner)


def test_P04_the_file_has_those_rows_of_every_table(anna: Life, bert: Life) -> None:
    handed = tables(anna.client)
    assert set(handed) == set(PERSONAL)
    for name, held in PERSONAL.items():
        rows = rows_about(anna.learner, name)
        assert rows, f"nobody has a row in {name}: the test proves nothing about it"
        assert len(handed[name]) == len(rows)
        key = apps.get_model(name)._meta.pk.name
        if key not in held.left_out:
            assert [str(row[key]) for row in handed[name]] == [str(row.pk) for row in rows]


def test_P04_nothing_about_anybody_else_is_in_the_file(anna: Life, bert: Life) -> None:
    whole = "".join(files(anna.client).values()).lower()
    assert "bert" not in whole
    others = User.objects.exclude(pk=anna.learner.pk).values_list("email", flat=True)
    assert [address for address in others if address in whole] == []
    assert "somebody else's" not in whole


def test_P04_what_a_mentor_wrote_is_in_both_files_and_in_no_others(anna: Life, bert: Life) -> None:
    words = "anna showed me a pipeline."
    for person, has in (
        (anna.client, True),
        (factories.proved(anna.mentor), True),
        (bert.client, False),
    ):
        assert (words in files(person)["data.json"]) is has


def test_P04_a_mentor_takes_along_nothing_that_the_learner_did(anna: Life) -> None:
    handed = tables(factories.proved(anna.mentor))
    for name in ("Assessment", "Response", "SelfRating", "DomainResult"):
        assert handed[f"assessment.{name}"] == []
    assert handed["roadmap.Progress"] == handed["roadmap.Invitation"] == []
    assert "Thanks, says anna." not in json.dumps(handed)


def test_P04_no_secret_is_in_the_file(anna: Life) -> None:
    whole = "".join(files(anna.client).values())
    assert anna.learner.password not in whole
    assert "key-of-anna" not in whole
    assert "token-for-anna" not in whole
    assert second_factors.recovery_codes(anna.learner)[0] not in whole
    for factor in Authenticator.objects.filter(user=anna.learner):
        assert not [v for v in factor.data.values() if isinstance(v, str) and v in whole]
    assert str(anna.client.session.session_key) not in whole
    assert anna.shared.invitation.secret_hash not in whole


def test_Q01_no_key_or_reason_is_in_the_file_and_no_outcome_before_the_end(anna: Life) -> None:
    whole = files(anna.client)["data.json"]
    reasons = {
        text
        for model in (Option, QuestionRevision)
        for text in model.objects.values_list("because", flat=True)
        if text
    }
    assert len(reasons) > 1000
    assert [
        reason for reason in reasons if json.dumps(reason, ensure_ascii=False)[1:-1] in whole
    ] == []
    run = Assessment.objects.get(pk=anna.open_run.pk)
    assert run.asked is not None
    assert run.asked.stem not in whole
    responses = json.loads(whole)["tables"]["assessment.Response"]
    of_open = [row for row in responses if row["assessment"] == str(run.pk)]
    assert [(row["outcome"], row["seconds"]) for row in of_open] == [(UNTOLD, UNTOLD)]
    assert all(row["outcome"] != UNTOLD for row in responses if row not in of_open)


def test_Q01_what_staff_said_about_a_question_is_told_once_it_is_answered(anna: Life) -> None:
    run = Assessment.objects.get(pk=anna.open_run.pk)
    assert run.asked is not None
    waits, answered = run.asked.question.slug, anna.run.responses.all()[0].question.slug
    for slug in (waits, answered):
        factories.reported(anna.learner, slug=slug, answer=f"About {slug}.")

    def told() -> dict[str, str]:
        rows = tables(anna.client)["assessment.ReportedProblem"]
        return {row["question"]: row["answer"] for row in rows if row["answer"]}

    assert told() == {waits: UNTOLD, answered: f"About {answered}."}
    factories.answered(run, anna.learner, Outcome.RIGHT)
    assert told() == {waits: f"About {waits}.", answered: f"About {answered}."}


def test_an_answer_is_told_in_words(anna: Life) -> None:
    handed = tables(anna.client)["assessment.Response"]
    told = next(row for row in handed if row["given_in_words"])
    revision = QuestionRevision.objects.get(
        question__slug=told["question"], number=int(told["revision"].rsplit(" ", 1)[1])
    )
    texts = dict(revision.options.values_list("position", "text"))
    assert told["given_in_words"] == [texts[place] for place in told["given"]]
    assert told["question_in_words"] == revision.stem


def test_I03_the_tables_hold_the_same_rows_and_no_formula(anna: Life) -> None:
    found = files(anna.client)
    handed = json.loads(found["data.json"])["tables"]
    for name, rows in handed.items():
        if rows:
            read = list(csv.DictReader(StringIO(found[f"{name}.csv"], newline="")))
            assert len(read) == len(rows)
            assert set(read[0]) == set(rows[0])
    (progress,) = csv.DictReader(StringIO(found["roadmap.Progress.csv"], newline=""))
    assert progress["note"] == "'=note of anna"


def test_it_is_one_click_from_the_account_page_and_asks_as_much_for_many_assessments(
    anna: Life,
) -> None:
    assert f'href="{URL}"' in anna.client.get(reverse("assessment:account")).content.decode()
    with CaptureQueriesContext(connection) as before:
        response = anna.client.get(URL)
    assert "attachment" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    for number in range(3):
        factories.mentorship(anna.learner, factories.user(email=f"m{number}@example.org"))
    factories.answered(anna.open_run, anna.learner, *[Outcome.RIGHT] * 5)
    with CaptureQueriesContext(connection) as after:
        anna.client.get(URL)
    assert len(after) == len(before) <= 90
    assert Mentorship.objects.filter(learner=anna.learner).count() == 4

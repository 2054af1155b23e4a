"""`manage.py calibrate` learns from first attempts, says what changes, and touches no stored result."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command

from assessment.bank import current_bank
from assessment.calibrating import archive_size, learn
from assessment.core.items import launch_curves
from assessment.core.responses import Outcome
from assessment.models import Assessment, DomainResult, MeasurementVersion, User
from roadmap.sample import sample_report
from tests import factories
from tests.content.attempts import attempts

ENOUGH = 50


def calibrate(*options: str) -> str:
    out = StringIO()
    call_command("calibrate", *options, stdout=out, skip_checks=True)
    return out.getvalue()


def test_an_empty_archive_is_nothing_to_learn_from(db: None) -> None:
    said = calibrate()
    assert "0 first attempts" in said
    assert "at least 50 are needed" in said
    assert not MeasurementVersion.objects.exists()


def test_too_few_attempts_change_nothing(db: None) -> None:
    attempts(ENOUGH - 1)
    assert "Too few" in calibrate()
    assert not MeasurementVersion.objects.exists()


def test_how_few_are_too_few_can_be_said(db: None) -> None:
    attempts(3)
    assert "Too few" in calibrate("--min-attempts", "4")
    assert "Measurement 2 is in use" in calibrate("--min-attempts", "3")


def test_a_dry_run_says_what_would_change_and_writes_nothing(db: None) -> None:
    attempts(ENOUGH)
    said = calibrate("--dry-run")
    assert "50 first attempts (0 of accounts, 50 of guests) with 600 answers" in said
    assert "questions with answers would move" in said
    assert "less (--verbosity 2 shows all)" in said
    assert "correlation of two domains" in said
    assert said.count("raters:") == 3
    assert "nothing was written" in said
    assert not MeasurementVersion.objects.exists()


def test_what_was_learnt_measures_from_then_on(db: None) -> None:
    attempts(ENOUGH)
    before = current_bank()
    calibrate()
    version = MeasurementVersion.objects.get()
    bank = current_bank()
    assert (before.measurement_version, bank.measurement_version, version.number) == (1, 2, 2)
    assert "50 first attempts" in version.note
    answered = [str(pk) in version.parameters["items"] for pk in bank.revision_pks]
    moved = (bank.items.knows != before.items.knows).any(axis=1)
    assert (moved == np.array(answered)).all()
    assert bank.prior.mean.shape == before.prior.mean.shape
    assert (bank.launch.difficulty == before.launch.difficulty).all()


def test_easier_questions_are_found_to_be_easier(db: None) -> None:
    attempts(100)
    calibrate()
    bank = current_bank()
    move = bank.parameters.difficulty - bank.launch.difficulty
    odd = np.array(bank.revision_pks) % 2 == 1
    assert move[odd].mean() < move[~odd].mean() - 0.1


def test_before_the_first_calibration_bands_are_all_that_is_known(db: None) -> None:
    bank = current_bank()
    bands = np.array([bank.revisions[pk].level - 1 for pk in bank.revision_pks])
    assert (bank.items.knows == launch_curves(bands)).all()


def test_the_same_archive_makes_no_second_version(db: None) -> None:
    attempts(ENOUGH)
    calibrate()
    again = calibrate()
    assert "0 of " in again
    assert "Nothing new to learn" in again
    attempts(5, seed=2)
    assert "Measurement 3 is in use" in calibrate()


def test_a_finished_assessment_stays_as_it_is(learner: User, mentor: User) -> None:
    run = factories.finished(learner)
    open_run = factories.asking(mentor)
    frozen = list(DomainResult.objects.order_by("pk").values())
    attempts(ENOUGH)
    calibrate()
    assert list(DomainResult.objects.order_by("pk").values()) == frozen
    run.refresh_from_db()
    assert run.measurement_version == 1
    while not open_run.is_finished:
        open_run = factories.answered(open_run, mentor, Outcome.RIGHT)
    open_run.refresh_from_db()
    assert open_run.measurement_version == 2


def test_an_assessment_starts_with_the_newest_version(learner: User) -> None:
    attempts(ENOUGH)
    calibrate()
    assert factories.started(learner).measurement_version == 2


def test_only_first_attempts_with_answers_count(learner: User, mentor: User) -> None:
    attempts(1, learner=mentor, answers=False)
    first, *_ = attempts(3, learner=learner)
    as_guest, *_ = attempts(2, guest="one browser")
    later, *_ = attempts(1, learner=mentor, seed=4)
    factories.asking(factories.user(email="open@example.org"))
    found = set(Assessment.objects.first_attempts().values_list("pk", flat=True))
    assert found == {first.pk, as_guest.pk, later.pk}
    size = archive_size()
    assert (size.accounts, size.guests, size.attempts, size.answers) == (2, 1, 3, 36)
    assert learn(current_bank()).answers.sum() == 36


def test_reading_the_archive_takes_as_many_queries_for_many_as_for_few(
    db: None, django_assert_num_queries: object
) -> None:
    attempts(2)
    bank = current_bank()
    with django_assert_num_queries(3):  # type: ignore[operator]
        learn(bank)
    attempts(20, seed=2)
    with django_assert_num_queries(3):  # type: ignore[operator]
        learn(bank)


def test_finding_the_bank_takes_one_query(db: None, django_assert_num_queries: object) -> None:
    attempts(3)
    calibrate("--min-attempts", "1")
    current_bank()
    with django_assert_num_queries(1):  # type: ignore[operator]
        current_bank()


def test_the_sample_report_is_measured_as_everybody(db: None) -> None:
    assert sample_report().assessment.measurement_version == 1
    attempts(ENOUGH)
    calibrate()
    assert sample_report().assessment.measurement_version == 2


@pytest.mark.parametrize("number", [0, 1])
def test_versions_count_on_from_launch(db: None, number: int) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        MeasurementVersion.objects.create(number=number, note="", parameters={})

"""`manage.py rescore` says what finished assessments would come out as, and never writes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessment.bank import current_bank
from assessment.models import Assessment, DomainResult, MeasurementVersion, User
from roadmap.rescoring import rescored
from tests import factories
from tests.content.attempts import attempts


def rescore(*options: str) -> str:
    out = StringIO()
    call_command("rescore", *options, stdout=out, skip_checks=True)
    return out.getvalue()


def calibrated() -> None:
    attempts(60)
    call_command("calibrate", stdout=StringIO(), skip_checks=True)
    assert MeasurementVersion.current_number() == 2


def test_without_dry_run_it_refuses(db: None) -> None:
    with pytest.raises(CommandError, match="never changed"):
        rescore("--since", "2026-01-01")


def test_a_time_without_assessments(db: None) -> None:
    said = rescore("--since", "2026-01-01", "--until", "2026-01-31", "--dry-run")
    assert "No assessment was finished" in said


def test_with_the_version_that_made_them_results_stay_the_same(learner: User) -> None:
    factories.finished(learner)
    found = rescored(Assessment.objects.finished(), current_bank())
    assert found.assessments == 1
    assert found.overall.results == 18
    assert found.overall.rmse == pytest.approx(0, abs=1e-9)
    assert (found.overall.levels, found.overall.verdicts) == (0, 0)


def test_with_a_newer_version_the_changes_are_told_and_nothing_is_written(learner: User) -> None:
    run = factories.finished(learner)
    calibrated()
    frozen = list(DomainResult.objects.order_by("pk").values())
    said = rescore("--since", f"{run.finished_at:%Y-%m-%d}", "--dry-run")
    assert "1 finished assessments, measured with version 2" in said
    assert "all" in said.splitlines()[-2]
    assert "Nothing was written" in said
    assert list(DomainResult.objects.order_by("pk").values()) == frozen
    run.refresh_from_db()
    assert run.measurement_version == 1
    found = rescored(Assessment.objects.filter(pk=run.pk), current_bank())
    assert found.overall.rmse > 0.1
    weights = [aim["weight"] for aim in run.aims.values()]
    assert found.overall.judged == sum(weight > 0 for weight in weights)
    assert sum(change.results for change in found.domains.values()) == 18


def test_both_ends_of_the_time_count(learner: User) -> None:
    run = factories.finished(learner)
    day = timezone.localtime(run.finished_at).date()
    before, after = (str(day + timedelta(days=n)) for n in (-1, 1))
    same = str(day)
    assert "1 finished" in rescore("--since", same, "--until", same, "--dry-run")
    assert "No assessment" in rescore("--since", before, "--until", before, "--dry-run")
    assert "No assessment" in rescore("--since", after, "--dry-run")

"""`manage.py explain` calculates a downloaded result again, with no database, and says where a file is not to be trusted."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessment import actions
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, ContentVersion, Domain, User
from roadmap import actions as roadmap_actions
from roadmap.core.recomputing import TOLERANCE, check
from roadmap.core.worksheet import MAX_BYTES, read
from roadmap.explaining import worksheet_of
from tests import factories
from tests.content.attempts import attempts

NUMBERS = 18 * 17


def explain(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("explain", str(path), *options, stdout=out)
    return out.getvalue()


def random_run(learner: User, seed: int) -> Assessment:
    random = Random(seed)
    rated = random.sample(list(Domain.objects.all()), random.randint(0, 18))
    run = factories.asking(learner, ratings={domain.slug: random.randint(0, 4) for domain in rated})
    for _ in range(random.randint(0, 17)):
        run = factories.answered(run, learner, random.choice(list(Outcome)))
    return actions.finish_early(run, by=Person(user=learner))


def settled(base: Assessment, learner: User, *, anew: bool) -> Assessment:
    domain = base.responses.all()[0].revision.skill.domain
    run = roadmap_actions.settle(base, domain, by=Person(user=learner), anew=anew)
    while not run.is_finished:
        run = factories.answered(run, learner, Outcome.WRONG)
    return run


def calibrated() -> None:
    attempts(60)
    call_command("calibrate", stdout=StringIO(), skip_checks=True)


def written(run: Assessment, folder: Path) -> Path:
    path = folder / "result.json"
    path.write_text(worksheet_of(Assessment.objects.get(pk=run.pk)).to_json(), "utf-8")
    return path


def assert_agrees(run: Assessment) -> None:
    run = Assessment.objects.get(pk=run.pk)
    sheet = read(worksheet_of(run).to_json().encode())
    assert sheet.measurement.version == run.measurement_version
    assert len(sheet.responses) == run.responses.count()
    assert {s: e.score for s, e in sheet.estimates.items()} == dict(
        run.results.values_list("domain__slug", "score")
    )
    found = check(sheet)
    assert len(found) == NUMBERS
    assert max(one.difference for one in found) < TOLERANCE


@pytest.mark.parametrize("seed", range(6))
def test_D03_stored_results_come_out_again(learner: User, seed: int) -> None:
    assert_agrees(random_run(learner, seed))


def test_so_do_those_of_an_assessment_that_goes_on_from_another(learner: User) -> None:
    base = factories.finished(learner)
    assert_agrees(settled(base, learner, anew=False))
    assert_agrees(settled(base, learner, anew=True))


def test_so_do_old_and_new_ones_after_a_calibration(learner: User) -> None:
    old = random_run(learner, 11)
    calibrated()
    new = random_run(learner, 12)
    going_on = settled(factories.finished(learner, Outcome.WRONG), learner, anew=False)
    versions = [Assessment.objects.get(pk=r.pk).measurement_version for r in (old, new, going_on)]
    assert versions == [1, 2, 2]
    for run in (old, new, going_on):
        assert_agrees(run)


def test_so_does_an_old_one_after_domains_came_and_were_put_in_another_order(learner: User) -> None:
    old = random_run(learner, 13)
    Domain.objects.filter(slug="networking").update(position=0)
    Domain.objects.create(slug="newcomer", position=99, name="Newcomer", scope="", weight="core")
    ContentVersion.objects.create(digest="newer", summary="")
    calibrated()
    assert_agrees(old)


def test_it_prints_stored_and_recomputed_side_by_side(learner: User, tmp_path: Path) -> None:
    run = factories.finished(learner)
    path = written(run, tmp_path)
    said = explain(path)
    score = run.results.get(domain__slug="networking").score
    line = next(line.split() for line in said.splitlines() if line.startswith("networking "))
    assert line[1:4] == ["score", f"{score:.7f}", f"{score:.7f}"]
    assert "18 answers, content" in said
    assert f"All {NUMBERS} numbers" in said
    assert len(explain(path, "--verbosity", "2").splitlines()) == NUMBERS + 3


def test_a_number_that_differs_is_shown_and_is_status_1(learner: User, tmp_path: Path) -> None:
    path = written(factories.finished(learner), tmp_path)
    sheet = json.loads(path.read_text("utf-8"))
    sheet["report"]["networking"]["urgency"] += 2e-6
    path.write_text(json.dumps(sheet), "utf-8")
    with pytest.raises(CommandError, match=f"1 of {NUMBERS} numbers differ") as caught:
        explain(path)
    assert caught.value.returncode == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"{"),
        lambda path: path.write_bytes(b"[" * 100_000),
        lambda path: path.write_bytes(b'{"format": "something else"}'),
        lambda path: path.write_bytes(path.read_bytes().ljust(MAX_BYTES + 1)),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["cut off", "nested", "other format", "too large", "missing", "a folder"],
)
def test_what_is_no_such_file_is_status_2(
    learner: User, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    path = written(random_run(learner, 5), tmp_path)
    spoil(path)
    with pytest.raises(CommandError, match=r"not a result of Waymark|cannot be read") as caught:
        explain(path)
    assert caught.value.returncode == 2


def test_D03_it_needs_no_database(learner: User, tmp_path: Path) -> None:
    path = written(factories.finished(learner), tmp_path)
    nowhere = f"sqlite:///{tmp_path}/missing/none.sqlite3"
    done = subprocess.run(
        [sys.executable, "manage.py", "explain", str(path)],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": nowhere, "SECRET_KEY": "x", "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"All {NUMBERS} numbers" in done.stdout


def test_it_is_written_with_few_queries(
    learner: User, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    run = Assessment.objects.get(pk=factories.finished(learner).pk)
    worksheet_of(run)
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        worksheet_of(run)

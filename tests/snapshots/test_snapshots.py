"""Databases of earlier versions: they migrate to this one with every row, and every result is what it was."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.care import sites
from tests.snapshots.load import counts, load, named, tables, values
from tests.test_conventions import ROOT

pytestmark = pytest.mark.drill

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.json"))
# From before the first release, when the measurement itself still changed: its results are kept, not calculated again.
MEASURED_OTHERWISE = {"0001"}
OTHER_APPS = ("contenttypes", "auth", "sessions")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    with sites.database(tmp_path) as url:
        yield url


@pytest.mark.parametrize("name", NAMES)
def test_D01_a_database_of_an_earlier_version_migrates_with_every_row_and_result(
    empty: str, name: str
) -> None:
    snapshot = named(name)
    for app in OTHER_APPS:
        sites.run(empty, "migrate", app, "-v", "0")
    for app, migration in snapshot["migrations"].items():
        sites.run(empty, "migrate", app, migration, "-v", "0")
    load(snapshot, empty)
    results = ("assessment_domainresult", ["id", "score", "low", "high", "standard_error"])
    answers = ("assessment_response", ["id", "question_id", "outcome", "position"])
    before = [values(empty, *of) for of in (results, answers)]

    sites.run(empty, "migrate", "--noinput", "-v", "0")

    expected = {table: len(rows) for table, rows in tables(snapshot).items()}
    assert counts(empty, list(expected)) == expected
    assert [values(empty, *of) for of in (results, answers)] == before
    assert len(before[0]) == 36
    told = sites.run(empty, "-m", "tests.snapshots.recompute")
    found = re.search(r"(\d+) numbers of 2 results, (\d+) differ", told)
    assert found, told
    numbers, differing = map(int, found.groups())
    assert numbers > 500
    assert (differing == 0) is (name not in MEASURED_OTHERWISE)
    # An upgrade goes on with the content, and then people come.
    sites.run(empty, "loadcontent")
    sites.run(empty, "migrate", "--check")
    sites.run(empty, "-m", "tests.snapshots.use")


def test_D01_every_released_version_has_a_snapshot() -> None:
    headings = re.findall(r"^## ([\d.]+) - (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings
    assert {version for version, day in headings if day != "unreleased"} <= set(NAMES)


def test_there_are_snapshots_and_one_whose_results_come_out_again() -> None:
    assert set(NAMES) > MEASURED_OTHERWISE

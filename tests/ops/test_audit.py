"""Known weaknesses of pinned packages are found without a network; and where nothing is looked at, that is said."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.test_conventions import ROOT

LOCK = """
django==5.2.19 \\
    --hash=sha256:00
numpy==2.4.0 ; python_full_version < '3.12' \\
    --hash=sha256:00
Some.Thing[extra]==1.5 \\
    --hash=sha256:00
"""


def audit(tmp_path: Path, *advisories: dict[str, Any], packed: bool = False) -> tuple[int, str]:
    """What the command says of the lock above, given these advisories."""
    lock, place = tmp_path / "lock.txt", tmp_path / "advisories"
    lock.write_text(LOCK)
    if packed:
        with zipfile.ZipFile(place, "w") as file:
            for number, text in enumerate(map(json.dumps, advisories)):
                file.writestr(f"{number}.json", text)
    else:
        place.mkdir()
        for number, text in enumerate(map(json.dumps, advisories)):
            (place / f"{number}.json").write_text(text)
    return run(lock, ADVISORIES=str(place))


def run(*files: Path, **wanted: str) -> tuple[int, str]:
    environment = {k: v for k, v in os.environ.items() if k != "ADVISORIES"} | wanted
    done = subprocess.run(
        [sys.executable, "tests/bin/audit", *files],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def advisory(name: str, **affected: Any) -> dict[str, Any]:
    package = {"ecosystem": "PyPI", "name": name}
    return {
        "id": "PYSEC-1",
        "summary": "It leaks.",
        "modified": "2026-01-02T00:00:00Z",
        "affected": [{"package": package, **affected}],
    }


def between(*events: tuple[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": [{kind: at} for kind, at in events]}]}


@pytest.mark.parametrize(
    "found",
    [
        advisory("Django", versions=["5.2.18", "5.2.19"]),
        advisory("django", **between(("introduced", "0"), ("fixed", "5.2.20"))),
        advisory("django", **between(("introduced", "5.0"), ("last_affected", "5.2.19"))),
        advisory("numpy", **between(("introduced", "2.0"))),
        advisory("some_thing", **between(("fixed", "1.0"), ("introduced", "1.2"))),
    ],
)
@pytest.mark.parametrize("packed", [True, False])
def test_V15_2_1_a_known_weakness_is_found(
    tmp_path: Path, found: dict[str, Any], *, packed: bool
) -> None:
    code, said = audit(tmp_path, found, packed=packed)
    assert code == 1
    assert "PYSEC-1 It leaks." in said


@pytest.mark.parametrize(
    "other",
    [
        advisory("django", versions=["5.2.18"]),
        advisory("django", **between(("introduced", "0"), ("fixed", "5.2.19"))),
        advisory("django", **between(("introduced", "6.0"))),
        advisory("django", **between(("introduced", "0"), ("last_affected", "5.2.9"))),
        advisory("requests", **between(("introduced", "0"))),
        advisory("django", **between(("introduced", "0"))) | {"withdrawn": "2026-01-01T00:00:00Z"},
    ],
)
def test_V15_2_1_what_concerns_other_versions_is_not(tmp_path: Path, other: dict[str, Any]) -> None:
    code, said = audit(tmp_path, advisory("numpy", versions=["1.0"]), other)
    assert code == 0
    assert "0 known weaknesses in 3 packages" in said


def test_V15_2_1_a_snapshot_without_advisories_does_not_count_as_clean(tmp_path: Path) -> None:
    assert audit(tmp_path)[0] == 2


def test_V15_2_1_nothing_looked_at_is_said_aloud() -> None:
    code, said = run()
    assert code == 0
    assert "SKIPPED" in said

"""The list of what the site is made of: every package of the lock file, with its hashes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_conventions import ROOT

pytestmark = pytest.mark.drill


def test_V15_1_2_the_bill_of_materials_names_every_pinned_package(tmp_path: Path) -> None:
    pytest.importorskip("cyclonedx_py", reason="comes with `make check`")
    (recipe,) = re.findall(
        r"(?m)^\t\$\(PY\) -m (cyclonedx_py .+) -o var/sbom\.json", (ROOT / "Makefile").read_text()
    )
    out = tmp_path / "sbom.json"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *recipe.split(), "-o", out, "requirements.txt"],
        cwd=ROOT,
        check=True,
    )
    bill = json.loads(out.read_text())
    pins = set(
        re.findall(
            r"(?m)^([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", (ROOT / "requirements.txt").read_text()
        )
    )
    assert bill["bomFormat"] == "CycloneDX"
    assert {(part["name"], part["version"]) for part in bill["components"]} == pins
    for part in bill["components"]:
        hashes = [h for ref in part["externalReferences"] for h in ref.get("hashes", [])]
        assert hashes, part["name"]

"""Runs one of the load commands in its short form, as a test."""

import os
import subprocess
import sys

import pytest

from tests.load.breaking import SKIPPED
from tests.load.site import ROOT

POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def holds(name: str, *options: str) -> None:
    """Fail, with what it printed, where the command finds that something does not hold."""
    command = [sys.executable, "-m", f"tests.load.{name}", "--short", *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    print(run.stdout, run.stderr)
    if run.returncode == SKIPPED:
        pytest.skip(run.stdout)
    assert run.returncode == 0, f"{' '.join(command[1:])} says no"

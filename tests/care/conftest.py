"""A clock that can be moved, and the command that deletes what has been kept long enough."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

Clock = Callable[[float], None]
Prune = Callable[..., dict[str, int | None]]


@pytest.fixture
def days_later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Moves the clock by a number of days from now."""
    real = timezone.now

    def move(days: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=days))

    return move


@pytest.fixture
def prune(capsys: pytest.CaptureFixture[str]) -> Prune:
    """Runs the command; the numbers that it prints by what they count."""

    def run(*arguments: str) -> dict[str, int | None]:
        call_command("prune", *arguments)
        lines = re.findall(r"^ +(kept|[\d,]+)  (.*)$", capsys.readouterr().out, re.MULTILINE)
        return {what: None if told == "kept" else int(told) for told, what in lines}

    return run

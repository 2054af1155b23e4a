"""The reference of environment variables: complete, and as the code has them."""

import re
from pathlib import Path

import pytest

from config import environment
from tests.test_conventions import APPS, ROOT, python_in, relative


def test_the_reference_is_as_the_settings_are() -> None:
    assert environment.REFERENCE.read_text("utf-8") == environment.reference(), "make environment"


def test_every_variable_that_is_read_is_in_the_reference() -> None:
    said = environment.REFERENCE.read_text("utf-8")
    read = re.compile(r"(?:\benv\.\w+|environ\.get|environ)[(\[]\s*\"([A-Z][A-Z_]+)\"")
    names = {
        name
        for app in APPS
        for path in python_in(app)
        if path != ROOT / "config/environment.py"
        for name in read.findall(path.read_text("utf-8"))
    }
    assert len(names) > 15
    ours = names - {
        "PROMETHEUS_MULTIPROC_DIR",
        "DJANGO_SETTINGS_MODULE",
    }  # set by us, for libraries
    assert [name for name in sorted(ours) if f"| `{name}` |" not in said] == []


def test_the_apps_leave_the_environment_to_the_settings() -> None:
    for app in ("assessment", "roadmap"):
        for path in python_in(app):
            text = path.read_text("utf-8")
            assert not re.search(r"\benvirons?\b", text), relative(path)


def test_a_variable_without_a_comment_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.py"
    file.write_text('A = 1\nCOLOUR = env.str("COLOUR", "red")\n')
    monkeypatch.setattr(environment, "READ_IN", (file,))
    with pytest.raises(ValueError, match="COLOUR"):
        environment.variables()


def test_comments_defaults_and_sections_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.py"
    file.write_text(
        "# --- looks -----\n\n# What colour\n# the site has.\nCOLOUR = env.str('COLOUR', f'red{1}')\n"
        "SIZES = {\n    # How small.\n    'min': env.int('MIN_SIZE', 2),\n    'x': env.list('EXTRA', []),\n}\n"
    )
    monkeypatch.setattr(environment, "READ_IN", (file,))
    with pytest.raises(ValueError, match="EXTRA"):
        environment.variables()
    file.write_text(file.read_text().replace("    'x': env.list('EXTRA', []),\n", ""))
    assert environment.variables() == [
        environment.Variable("COLOUR", "`red…`", "What colour the site has.", "looks"),
        environment.Variable("MIN_SIZE", "`2`", "How small.", "looks"),
    ]
    assert "## Looks" in environment.reference()


def test_the_pages_for_operators_name_only_variables_there_are() -> None:
    there = {variable.name for variable in environment.variables()}
    for page in ("README.md", "OPERATING.md", "docs/upgrading.md", "docs/kubernetes.md"):
        if (ROOT / page).exists():
            named = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", (ROOT / page).read_text("utf-8")))
            assert named <= there, page

"""Promises of the code that it cannot state itself: who imports whom, templates, docstrings, sizes, addresses, the README."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
APPS = ("assessment", "roadmap", "config")
LINES = 300


def tracked(*endings: str) -> list[Path]:
    """Files of the repository, also those that wait for their first commit."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    names = [name for name in listing.stdout.split("\0") if name.endswith(endings or ("",))]
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_in(folder: str) -> list[Path]:
    return [path for path in tracked(".py") if relative(path).startswith(f"{folder}/")]


def imports(path: Path) -> Iterator[str]:
    """The modules, and the names from modules, that a file imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, *packages: str) -> bool:
    return any(f"{module}.".startswith(f"{package}.") for package in packages)


def assert_never_imports(paths: list[Path], *packages: str) -> None:
    assert paths
    found = [
        (relative(p), module) for p in paths for module in imports(p) if within(module, *packages)
    ]
    assert found == []


# Who imports whom


def test_the_assessment_imports_none_of_the_others() -> None:
    assert_never_imports(python_in("assessment"), "roadmap", "config")


def test_the_roadmap_imports_only_the_assessment() -> None:
    assert_never_imports(python_in("roadmap"), "config")


def test_care_does_not_import_the_rest_of_the_site() -> None:
    others = {path.stem for path in python_in("config")} - {"__init__"}
    assert_never_imports(
        python_in("config/care"), *(f"config.{name}" for name in others - {"care"})
    )


@pytest.mark.parametrize("folder", ["assessment/core", "roadmap/core", "tests/core"])
def test_the_core_knows_neither_django_nor_the_database(folder: str) -> None:
    assert_never_imports(python_in(folder), "django", "assessment.models", "roadmap.models")


@pytest.mark.parametrize("app", ["assessment", "roadmap"])
def test_the_core_imports_nothing_of_the_project_but_cores(app: str) -> None:
    for path in python_in(f"{app}/core"):
        ours = [module for module in imports(path) if within(module, *APPS, "tests")]
        assert all(within(module, "assessment.core", f"{app}.core") for module in ours), path


@pytest.mark.parametrize("app", ["assessment", "roadmap"])
def test_models_know_nothing_of_what_is_built_on_them(app: str) -> None:
    upper = ("access", "actions", "forms", "views", "urls", "admin", "templatetags")
    assert_never_imports(
        python_in(f"{app}/models"),
        *(f"{a}.{part}" for a in ("assessment", "roadmap") for part in upper),
    )


@pytest.mark.parametrize("app", ["assessment", "roadmap"])
def test_actions_and_access_know_nothing_of_pages(app: str) -> None:
    acts = python_in(f"{app}/actions")
    paths = [*acts, ROOT / app / "access.py"]
    pages = ("views", "urls", "forms")
    assert_never_imports(
        paths, *(f"{a}.{part}" for a in ("assessment", "roadmap") for part in pages)
    )
    assert_never_imports(acts, "django.http", "django.shortcuts")


# Templates


def used_by_code() -> set[str]:
    """Names of templates that Python files of the site speak of."""
    strings = (
        node.value
        for app in APPS
        for path in python_in(app)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in strings if re.fullmatch(r"[\w/]+\.html", text)}


def used_by_templates() -> set[str]:
    tag = re.compile(r"\{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
    return {name for path in tracked(".html") for name in tag.findall(path.read_text("utf-8"))}


def test_every_template_that_is_named_exists() -> None:
    named = used_by_code() | used_by_templates()
    assert len(named) > 20
    for name in sorted(named):
        get_template(name)


def test_every_template_is_used() -> None:
    import allauth

    by_django = {"400.html", "403.html", "403_csrf.html", "429.html", "404.html", "500.html"}
    theirs = Path(allauth.__file__).parent / "templates"
    ours = ROOT / "templates"
    used = used_by_code() | used_by_templates() | by_django
    names = {path.relative_to(ours).as_posix() for path in ours.rglob("*.html")}
    assert {name for name in names - used if not (theirs / name).exists()} == set()


# Files


@pytest.mark.parametrize("folder", [*APPS, "tests"])
def test_every_python_file_says_what_lives_there(folder: str) -> None:
    for path in python_in(folder):
        text = path.read_text("utf-8")
        if text.strip() and "/migrations/" not in relative(path):
            assert ast.get_docstring(ast.parse(text)), f"{relative(path)} has no docstring"


def test_no_file_is_longer_than_300_lines() -> None:
    long = {
        relative(path)
        for path in tracked(".py", ".html", ".css", ".js")
        if len(path.read_text("utf-8").splitlines()) > LINES and path.parent.name != "migrations"
    }
    assert long == set()


def test_every_content_file_begins_by_saying_what_it_is() -> None:
    for app in ("assessment", "roadmap"):
        for path in (ROOT / app / "content").rglob("*.yaml"):
            assert path.read_text("utf-8").startswith("# "), relative(path)


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "root", "home", "Users")) + r")/")
    for path in tracked(".py", ".html", ".css", ".js", ".md", ".toml", ".txt", "Makefile", "/run"):
        found = place.search(path.read_text("utf-8"))
        assert not found, f"{relative(path)}: {found}"


def test_no_file_names_an_address_of_a_registry_or_of_anyone_else() -> None:
    address = re.compile(r"\b(?:https?|ssh|git|ftp)://(?:[^@/\s]*@)?([\w.-]+)")
    # Names without a dot, numbers of private networks, reserved endings, and the name space of SVG.
    harmless = re.compile(
        r"[\w-]+|127\.0\.0\.1|10(\.\d+){3}|([\w-]+\.)*(example(\.\w+)?|test|invalid)|www\.w3\.org"
    )
    for path in tracked():
        if path.suffix not in (".png", ".ico"):
            for host in address.findall(path.read_text("utf-8")):
                assert harmless.fullmatch(host), f"{relative(path)}: {host}"


# The README


README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_every_make_command_of_the_readme_exists() -> None:
    said = set(re.findall(r"(?:^|`)make ([a-z-]+)\b", README, re.MULTILINE))
    assert said >= {"run", "test", "check", "lock"}
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert said <= targets
    assert targets <= set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split())


def test_every_management_command_of_the_readme_exists() -> None:
    from django.core.management import get_commands

    said = set(re.findall(r"manage\.py ([a-z]+)", README))
    assert said
    assert said <= set(get_commands())


def test_every_file_of_the_readme_exists() -> None:
    linked = set(re.findall(r"\]\((?!\w+://|#)([^)]+)\)", README))
    named = set(re.findall(r"`((?:[\w.]+/)+[\w.]*)`", README)) - {
        "var/",
        "core/",
        "content/",
        "var/secret_key",
    }
    assert linked
    assert named
    assert [name for name in sorted(linked | named) if not (ROOT / name.strip("/")).exists()] == []

"""What the site is deployed with: valid by the schemas of its tools, complete, and without rights or secrets it does not need."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from config import environment
from tests.test_conventions import APPS, ROOT, relative, tracked

DEPLOY = ROOT / "config" / "deploy"
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
UNITS = sorted((DEPLOY / "systemd").iterdir())
PAGES = [ROOT / "OPERATING.md", *sorted((ROOT / "docs").glob("*.md"))]


def objects() -> Iterator[dict[str, Any]]:
    for path in KUBERNETES:
        yield from yaml.safe_load_all(path.read_text("utf-8"))


def pods() -> dict[str, dict[str, Any]]:
    """The pod of everything that runs, by name."""
    found = {}
    for thing in objects():
        spec = thing.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            found[thing["metadata"]["name"]] = spec["template"]["spec"]
    return found


@pytest.mark.parametrize(
    "thing", list(objects()), ids=lambda t: f"{t['kind']} {t['metadata']['name']}"
)
def test_kubernetes_knows_every_word_of_the_manifests(thing: dict[str, Any]) -> None:
    import kubernetes_validate

    kubernetes_validate.validate(thing, "1.33", strict=True)


def test_a_word_that_kubernetes_does_not_know_is_found() -> None:
    import kubernetes_validate

    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "x"},
        "spec": {"prots": []},
    }
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(service, "1.33", strict=True)


def test_V13_pods_have_no_rights_and_bounds() -> None:
    assert len(pods()) == 4
    for name, pod in pods().items():
        assert pod["automountServiceAccountToken"] is False, name
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        (container,) = pod["containers"]
        confined = container["securityContext"]
        assert confined["allowPrivilegeEscalation"] is False, name
        assert confined["readOnlyRootFilesystem"] is True, name
        assert confined["capabilities"] == {"drop": ["ALL"]}, name
        assert "memory" in container["resources"]["limits"], name
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}, name


def test_a_pod_is_asked_where_the_site_answers() -> None:
    (site,) = pods()["waymark"]["containers"]
    assert site["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert site["livenessProbe"]["httpGet"]["path"] == "/healthz"
    stop = re.search(r"graceful_timeout = (\d+)", (ROOT / "config/gunicorn.py").read_text("utf-8"))
    assert stop
    wait = int(site["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pods()["waymark"]["terminationGracePeriodSeconds"] > int(stop[1]) + wait


def test_V13_3_1_no_secret_is_written_down() -> None:
    (secret,) = [thing for thing in objects() if thing["kind"] == "Secret"]
    assert secret["stringData"]
    assert set(secret["stringData"].values()) == {""}
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    said = compose["services"]["site"]["environment"]
    assert said["SECRET_KEY"] == "${SECRET_KEY:?}"
    assert "${DATABASE_PASSWORD:?}" in said["DATABASE_URL"]
    recipe = (DEPLOY / "Containerfile").read_text("utf-8")
    assert not re.findall(r"(?m)^(?:ARG|ENV) .*(?:SECRET|PASSWORD|TOKEN)", recipe)
    assert not [path for path in tracked(".env") if path.name == ".env"]


KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(AKIA[0-9A-Z]{16}|gh[oprsu]_\w{36}|xox[abpr]-[\w-]{10,}|sk_live_\w{16,})"
)


def test_V13_3_1_no_file_of_the_repository_holds_a_key_as_services_give_them_out() -> None:
    made_up = "AKIA" + "X" * 16
    assert KEYS.search(f"key={made_up}")
    read = {path: path.read_text("utf-8", "replace") for path in tracked("")}
    assert len(read) > 500
    assert [relative(path) for path, text in read.items() if KEYS.search(text)] == []
    assert "/var/" in (ROOT / ".gitignore").read_text("utf-8").split()  # where a site keeps its own


def test_only_variables_that_are_read_are_set() -> None:
    there = {variable.name for variable in environment.variables()}
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    named = set(compose["services"]["site"]["environment"])
    for thing in objects():
        named |= set(thing.get("data", {})) | set(thing.get("stringData", {}))
    assert named <= there


def test_the_compose_file_is_valid() -> None:
    schema = ["--builtin-schema", "vendor.compose-spec"]
    subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema, DEPLOY / "compose.yaml"],
        check=True,
        capture_output=True,
    )


def test_every_command_that_is_scheduled_or_run_exists() -> None:
    texts = [
        path.read_text("utf-8") for path in [*PAGES, *KUBERNETES, *UNITS, DEPLOY / "compose.yaml"]
    ]
    ways = re.compile(
        r"(?:manage\.py\"?,? \"?|waymark-daily@|waymark-manage@|^waymark )([a-z]+)", re.MULTILINE
    )
    named = {name for text in texts for name in ways.findall(text)}
    assert {"migrate", "loadcontent", "prune"} <= named
    assert named <= set(get_commands())


def test_every_file_that_the_pages_for_operators_name_exists() -> None:
    for page in PAGES:
        text = page.read_text("utf-8")
        for link in re.findall(r"\]\((?!\w+://|#)([^)#]+)\)", text):
            target = (page.parent / link).resolve()
            assert target.exists(), f"{page.name}: {link}"
        for path in re.findall(r"\b(?:config/deploy|tests/bin)/\w[\w./-]*\w", text):
            assert (ROOT / path).exists(), f"{page.name}: {path}"


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_O04_every_package_is_pinned_by_its_hashes(lock: Path) -> None:
    pins = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
    loose = r"[\w.-]+(\[[\w,]+\])?==[^\s;]+( ; [^\\]+?)?(\s+--hash=sha256:[0-9a-f]{64})+"
    assert len(pins) > 1
    assert [pin for pin in pins if not re.fullmatch(loose, pin.rstrip())] == []


def test_O04_installing_and_upgrading_take_pinned_packages_alone() -> None:
    """Wherever packages are installed, by hand, by make or for an image: only what the lock files name by hash."""
    places = [ROOT / "Makefile", *PAGES, DEPLOY / "Containerfile"]
    found = [
        line
        for path in places
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"(pip|PIP\)?) (install .*|.*)-r ", line)
    ]
    assert len(found) >= 6
    assert [line for line in found if "--require-hashes" not in line] == []


def test_W03_the_check_for_deployment_finds_nothing() -> None:
    safe = {
        "SITE_URL": "https://waymark.example.org",
        "SECRET_KEY": "".join(f"{n:x}" for n in range(20, 90)),
        "TRUSTED_PROXIES": "1",
    }
    inherited = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=inherited | safe | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "no issues" in run.stdout


def test_V13_the_service_can_change_nothing_but_its_data() -> None:
    unit = (DEPLOY / "systemd/waymark.service").read_text("utf-8").splitlines()
    wanted = (
        "User=waymark",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
    )
    for line in wanted:
        assert line in unit


def test_the_image_runs_without_rights_and_holds_what_the_site_needs() -> None:
    recipe = (DEPLOY / "Containerfile").read_text("utf-8")
    last = recipe.rpartition("\nFROM ")[2]
    assert re.search(r"(?m)^USER \d{4,}$", last)
    assert "HEALTHCHECK" in last
    copied = re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", recipe)
    names = {name for line in copied for name in line.split()}
    assert all((ROOT / name).exists() for name in names)
    assert names >= {*APPS, "static", "templates", "manage.py", "pyproject.toml"}
    assert not names & {".", "var", "tests", ".git"}


def test_the_image_can_back_up_the_server_that_compose_starts() -> None:
    last = (DEPLOY / "Containerfile").read_text("utf-8").rpartition("\nFROM ")[2]
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    server = compose["services"]["database"]["image"].removeprefix("postgres:")
    client = re.search(r"(?m)^RUN apt-get .*install .*\bpostgresql-client-(\d+)", last)
    assert client  # of one version, so that the image cannot be built on a base that lacks it
    assert int(client[1]) >= int(server)
    assert last.index(client[0]) < last.index("\nUSER ")


def test_no_file_for_deployment_is_left_out_of_these_tests() -> None:
    known = {"Caddyfile", "Containerfile", "Containerfile.dockerignore", "compose.yaml", "waymark"}
    listed: set[Path] = {*KUBERNETES, *UNITS, *(DEPLOY / name for name in known)}
    assert {path for path in DEPLOY.rglob("*") if path.is_file()} == listed

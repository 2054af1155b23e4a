"""Files that were made to do harm are refused by file and line, quickly, in little memory, and change nothing."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessment.core.yaml_source import read
from tests.content.small import Files, write_assessment
from tests.content.tables import dump

FILE = "questions/serving.yaml"
SECONDS, MEGABYTES = 2, 200
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


def bomb() -> bytes:
    """Twenty-two levels, each nine times the one before."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 23):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]")
    return "\n".join(lines).encode()


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], int, str]] = {
    "runs a command": (lambda good: b"- id: !!python/object/apply:os.system ['true']\n", 1, "tag"),
    "makes an object": (lambda good: b"- !!python/object/new:pathlib.Path [x]\n", 1, "tag"),
    "imports a module": (lambda good: b"- id: !!python/name:os.system\n", 1, "tag"),
    "a bomb of aliases": (lambda good: bomb(), 1, "anchor"),
    "merges itself": (lambda good: b"- &a\n  <<: *a\n", 1, "anchor"),
    "50 MB": (
        lambda good: good + b"# " + b"x" * 50_000_000,
        1,
        "bytes; a content file has at most",
    ),
    "just small enough": (lambda good: b"- " * 499_999, 1, "nested more than"),
    "a wide list": (lambda good: b"[" + b"x," * 499_990 + b"]", 1, "has more than 50,000"),
    "many keys": (
        lambda good: b"".join(b"k%d: 1\n" % n for n in range(90_000)),
        25_000,
        "has more than 50,000",
    ),
    "a key twice": (lambda good: b"- id: a-1\n  id: a-2\n", 2, "'id' is given twice"),
    "an unknown field": (lambda good: good + b"  is_admin: true\n", 0, "unknown key 'is_admin'"),
    "bad UTF-8": (lambda good: b"# good\n- id: \xff\xfe\n", 2, "is not UTF-8"),
    "a picture": (lambda good: PNG, 1, "is not UTF-8"),
    "a zip file": (lambda good: b"PK\x03\x04" + b"\xff" * 60, 1, "is not UTF-8"),
    "zero bytes": (lambda good: b"\0" * 1000, 1, "characters that YAML does not allow"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_I05_V5_2_2_a_hostile_file_is_refused_by_file_and_line_at_once(
    db: None, files: Files, name: str
) -> None:
    made, line, says = HOSTILE[name]
    path = files.path(FILE)
    content = made(path.read_bytes())
    path.write_bytes(content)
    line = line or content.count(b"\n")
    before, started = dump(), time.process_time()
    with pytest.raises(CommandError) as refused:
        call_command("loadcontent", assessment=files.assessment, roadmap=files.roadmap)
    assert time.process_time() - started < SECONDS
    told = [text for text in str(refused.value).splitlines() if f"{FILE}:{line}: " in text]
    assert any(says in text for text in told), str(refused.value)[:500]
    assert dump() == before


MEASURE = """
import resource, sys
from pathlib import Path
from assessment.core import loading
from assessment.core.yaml_source import ContentError
usage = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = usage()
try:
    loading.load_content(Path(sys.argv[1]))
except ContentError:
    print(usage() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
@pytest.mark.parametrize("name", ["a bomb of aliases", "50 MB", "a wide list", "many keys"])
def test_I05_V1_5_2_a_hostile_file_takes_little_memory(tmp_path: Path, name: str) -> None:
    folder = write_assessment(tmp_path)
    (folder / FILE).write_bytes(HOSTILE[name][0]((folder / FILE).read_bytes()))
    root = Path(__file__).parents[2]
    run = [sys.executable, "-c", MEASURE, str(folder)]
    said = subprocess.run(run, cwd=root, capture_output=True, text=True, timeout=60, check=True)
    assert int(said.stdout) < MEGABYTES


@pytest.mark.parametrize("word", ["no", "on", "1e3", "0x10", "1_000", "~", "2026-01-01"])
def test_I05_a_word_that_yaml_could_take_for_something_else_stays_a_word(
    tmp_path: Path, word: str
) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(f"id: {word}\n{word}: x\n", "utf-8")
    source = read(path, "page.yaml", [])
    assert source is not None
    assert source.data == {"id": word, word: "x"}


@pytest.mark.parametrize("slug", ["../../x", "/etc/passwd", "a/b", "..", "a\\b", "A B"])
def test_V5_3_2_no_id_can_be_a_way_to_another_folder(db: None, files: Files, slug: str) -> None:
    files.edit(FILE, "- id: slow-first-request\n", f"- id: '{slug}'\n")
    with pytest.raises(CommandError, match="does not look as it should"):
        call_command("loadcontent", assessment=files.assessment, roadmap=files.roadmap)

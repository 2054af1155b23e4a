"""Writes the table of lines and tests into SECURITY.md, from the names of the tests and the list in tests/trust.toml."""

import ast
import re
import sys
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE, LIST = ROOT / "SECURITY.md", ROOT / "tests" / "trust.toml"
BEGIN, END = "<!-- lines: begin -->\n", "<!-- lines: end -->\n"
ID = re.compile(r"(V\d+_\d+_\d+|[A-Z]\d\d|V\d+)_")


@dataclass(frozen=True)
class Test:
    """A test function: its file below tests/, the lines that its name begins with, and the words after them."""

    file: str
    ids: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Line:
    """One promise. by: tests that hold it besides those of its name, by their words; see: other lines that hold it."""

    id: str
    says: str
    tests: tuple[Test, ...]
    see: tuple[str, ...]
    why: str
    pending: str

    @property
    def is_held(self) -> bool:
        return bool(self.tests or self.see or self.why or self.pending)

    @property
    def proof(self) -> str:
        files = Counter(test.file for test in self.tests)
        told = [f"{file.removesuffix('.py')} ({n})" for file, n in sorted(files.items())]
        told += [f"see {other}" for other in self.see]
        return ", ".join(told) + ("; " if told and self.why else "") + (self.why or self.pending)


def all_tests(folder: Path = ROOT / "tests") -> list[Test]:
    """Every test function below a folder."""
    return [
        Test(path.relative_to(folder).as_posix(), *split(node.name))
        for path in sorted(folder.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def split(name: str) -> tuple[tuple[str, ...], str]:
    """The ids at the beginning of a test's name, and the words after them."""
    words, ids = name.removeprefix("test_"), []
    while found := ID.match(words):
        ids.append(found[1].replace("_", "."))
        words = words[found.end() :]
    return tuple(ids), words


def lines(tests: list[Test], listed: dict[str, dict[str, object]]) -> list[Line]:
    """The lines of the list with their tests. Raises KeyError for a `by` that names neither a line nor a test."""
    by_id, by_words = defaultdict(list), defaultdict(list)
    for test in tests:
        by_words[test.words].append(test)
        for identity in test.ids:
            by_id[identity].append(test)
    made = []
    for identity, says in listed["lines"].items():
        named = listed["by"].get(identity, [])
        assert isinstance(named, list)
        see = [name for name in named if name in listed["lines"]]
        found = [test for name in named if name not in see for test in by_words.get(name, [])]
        unknown = [name for name in named if name not in see and name not in by_words]
        if unknown:
            raise KeyError(f"{identity}: no test is called {', '.join(unknown)}")
        own = by_id[identity]
        made.append(
            Line(
                identity,
                str(says),
                (*own, *(test for test in found if test not in own)),
                tuple(see),
                str(listed["why"].get(identity, "")),
                str(listed["pending"].get(identity, "")),
            )
        )
    return made


def current() -> list[Line]:
    """The lines as the list and the tests are now."""
    return lines(all_tests(), tomllib.loads(LIST.read_text("utf-8")))


def table(rows: list[Line]) -> str:
    head = "| Line | What is promised | Tests below `tests/`, or the reason why there is none |\n|---|---|---|\n"
    return head + "".join(f"| {row.id} | {row.says} | {row.proof} |\n" for row in rows)


def page(text: str, rows: list[Line]) -> str:
    """The page with the table between its marks written anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(rows)}\n{END}{after}"


if __name__ == "__main__":
    rows = current()
    PAGE.write_text(page(PAGE.read_text("utf-8"), rows), "utf-8")
    open_lines = [row.id for row in rows if not row.is_held or row.pending]
    sys.exit(f"Without a test or a reason: {', '.join(open_lines)}" if open_lines else 0)

"""The reference of environment variables, from the code that reads them: `python -m config.environment`."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent / "docs" / "environment.md"
READ_IN = (HERE / "settings.py", HERE / "services.py", HERE / "gunicorn.py")
SECTION = re.compile(r"# --- (.+?) -+$")
HEAD = """# Environment variables

Everything that differs between sites is set by these; a value that cannot be right stops the site at its start.
Made from the comments in `config/` by `make environment`.
"""


@dataclass(frozen=True)
class Variable:
    """One variable: what it is called, what it is without being set, what it does, and in which part."""

    name: str
    default: str
    meaning: str
    section: str


def variables() -> list[Variable]:
    """Every variable that is read, in the order of the files. Raises ValueError for one without a comment."""
    found: dict[str, Variable] = {}
    for variable in (v for path in READ_IN for v in _in_file(path)):
        if variable.name not in found:
            found[variable.name] = variable
            if not variable.meaning:
                raise ValueError(f"Say in a comment above what {variable.name} means.")
    return list(found.values())


def reference() -> str:
    """The page for operators."""
    found = variables()
    parts = [HEAD]
    for section in dict.fromkeys(v.section for v in found):
        rows = [
            f"| `{v.name}` | {v.default} | {v.meaning} |" for v in found if v.section == section
        ]
        head = ["| variable | default | meaning |", "|---|---|---|"]
        parts.append("\n".join([f"## {section.capitalize()}", "", *head, *rows]) + "\n")
    return "\n".join(parts)


def _in_file(path: Path) -> Iterator[Variable]:
    text = path.read_text("utf-8")
    lines = text.splitlines()
    starts = {
        inner: statement.lineno
        for statement in ast.walk(ast.parse(text))
        if isinstance(statement, ast.stmt) and not isinstance(statement, ast.If | ast.FunctionDef)
        for inner in range(statement.lineno, (statement.end_lineno or 0) + 1)
    }
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for call in sorted((c for c in calls if _reads(c)), key=lambda c: (c.lineno, c.col_offset)):
        name = call.args[0].value  # type: ignore[attr-defined]
        line = call.lineno
        meaning = _comment_above(lines, line) or _comment_above(lines, starts[line])
        yield Variable(name, _default(call), meaning, _section(lines, line) or "the site")


def _reads(call: ast.Call) -> bool:
    """`env.something("NAME"…)`, `os.environ.get("NAME"…)`, or a function of the file that does the former."""
    if (
        not re.fullmatch(r"env\.\w+|_days|os\.environ\.get|_\w+", ast.unparse(call.func))
        or not call.args
    ):
        return False
    name = call.args[0]
    return isinstance(name, ast.Constant) and bool(re.fullmatch("[A-Z][A-Z_]+", str(name.value)))


def _default(call: ast.Call) -> str:
    given = call.args[1] if len(call.args) > 1 else ast.Constant("")
    if isinstance(given, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "…" for p in given.values)
        return f"`{''.join(map(str, parts))}`"
    try:
        value = ast.literal_eval(given)
    except ValueError:  # computed: the last part of it that is written down
        written = [n.value for n in ast.walk(given) if isinstance(n, ast.Constant)]
        value = f"…/{written[-1]}"
    return f"`{value}`" if value not in ("", []) else "none"


def _comment_above(lines: list[str], number: int) -> str:
    """The comment that ends in the line above, as one sentence or more."""
    found: list[str] = []
    while (line := lines[number - 2].strip()).startswith("# ") and not SECTION.match(line):
        found.insert(0, line.removeprefix("# "))
        number -= 1
    return " ".join(found)


def _section(lines: list[str], number: int) -> str:
    heads = (SECTION.match(line) for line in reversed(lines[:number]))
    return next((head[1] for head in heads if head), "")


if __name__ == "__main__":
    REFERENCE.write_text(reference(), "utf-8")
    sys.stdout.write(f"{len(variables())} variables in {REFERENCE.name}\n")

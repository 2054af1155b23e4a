"""Ways to break a content folder, and what must be said about each."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Change = Callable[[Path], None]


@dataclass(frozen=True)
class Fault:
    """A way to break a content folder, and what must be said about it.

    at: the line that must be named is the last one of the broken file that holds this text; line 1 when empty.
    more: whether the fault takes something away that other entries rest on, so that they are reported too.
    """

    change: Change
    file: str
    says: str
    at: str = ""
    more: bool = False

    def line(self, content: Path) -> int:
        if not self.at:
            return 1
        lines = (content / self.file).read_text("utf-8").splitlines()
        return max(n for n, line in enumerate(lines, start=1) if self.at in line)


def edit(file: str, old: str, new: str) -> Change:
    """Replace `old`, which the file must hold exactly once."""

    def change(content: Path) -> None:
        text = (content / file).read_text("utf-8")
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        (content / file).write_text(text.replace(old, new), "utf-8")

    return change


def add(file: str, text: str) -> Change:
    """Add text to the end of a file, which is made when it is missing."""

    def change(content: Path) -> None:
        with (content / file).open("a", encoding="utf-8") as opened:
            opened.write(text)

    return change


def remove(file: str) -> Change:
    return lambda content: (content / file).unlink()


def rename(file: str, new: str) -> Change:
    def change(content: Path) -> None:
        (content / file).rename(content / new)

    return change


def fault(
    file: str, old: str, new: str, says: str, *, at: str | None = None, more: bool = False
) -> Fault:
    """A fault made by one edit; the line to be named is that of the new text, unless told otherwise."""
    where = new.strip().split("\n")[0] if at is None else at
    return Fault(edit(file, old, new), file, says, where, more)


def write_over(file: str, text: str, says: str, *, more: bool = False) -> Fault:
    """A file whose whole text is another; reported on its first line."""

    def change(content: Path) -> None:
        (content / file).write_text(text, "utf-8")

    return Fault(change, file, says, "", more)

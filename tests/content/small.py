"""Writes small content in which everything is right: two domains, a few questions of every kind, two roles."""

from dataclasses import dataclass
from pathlib import Path

from roadmap.actions import load_all_content
from tests.content.small_assessment import ASSESSMENT
from tests.content.small_roadmap import ROADMAP


@dataclass(frozen=True)
class Files:
    """The content folders of both apps, with small content that a test may change."""

    assessment: Path
    roadmap: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace `old`, which the file must hold exactly once; names of the roadmap's files begin with `roadmap/`."""
        path = self.path(name)
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        path.write_text(text.replace(old, new), "utf-8")

    def cut(self, name: str, start: str) -> None:
        """Take the entry out of a list that begins with the line `- id: start`."""
        path = self.path(name)
        before, entry = path.read_text("utf-8").split(f"- id: {start}\n")
        following = entry.partition("\n- id: ")
        path.write_text(before + "".join(following[1:]).lstrip("\n"), "utf-8")

    def texts(self) -> dict[Path, str]:
        """What every file says now."""
        found = (*self.assessment.rglob("*.yaml"), *self.roadmap.rglob("*.yaml"))
        return {path: path.read_text("utf-8") for path in found}

    def restore(self, texts: dict[Path, str]) -> None:
        """Let the files say what they said."""
        for path, text in texts.items():
            path.write_text(text, "utf-8")

    def path(self, name: str) -> Path:
        folder = self.roadmap if name.startswith("roadmap/") else self.assessment
        return folder / name.removeprefix("roadmap/")

    def load(self) -> list[str]:
        return load_all_content(self.assessment, self.roadmap)


def write(folder: Path) -> Files:
    """Write the small content of both apps below `folder`."""
    return Files(write_assessment(folder), write_roadmap(folder))


def write_assessment(folder: Path) -> Path:
    """Write the small assessment below `folder` and return its content folder."""
    return _write(folder / "assessment" / "content", ASSESSMENT)


def write_roadmap(folder: Path) -> Path:
    """Write the small roadmap below `folder` and return its content folder."""
    return _write(folder / "roadmap" / "content", ROADMAP)


def _write(content: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return content

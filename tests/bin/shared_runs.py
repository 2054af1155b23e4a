"""Finds runs of seven words that the project's content shares with a guide's text: our sentences are our own.

usage: shared_runs.py FOLDER-WITH-GUIDES; exits with 1 when it finds any.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

RUN = 7
ROOT = Path(__file__).resolve().parent.parent.parent
# Headings of sections are quoted on purpose: they say where a claim comes from.
QUOTED = {ROOT / "assessment/content/guides.yaml"}
LOOKED_AT = ("assessment/content", "roadmap/content", "templates")


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower())
    for i in range(len(words) - RUN + 1):
        yield tuple(words[i : i + RUN])


def main(folder: Path) -> int:
    known = {
        run for guide in folder.glob("*.txt") for run in runs(guide.read_text(errors="replace"))
    }
    if not known:
        print(f"no guides in {folder}")
        return 1
    found = 0
    files = [f for part in LOOKED_AT for f in sorted((ROOT / part).rglob("*")) if f.is_file()]
    for path in files:
        if path not in QUOTED:
            for run in runs(path.read_text()):
                if run in known:
                    found += 1
                    print(f"{path.relative_to(ROOT)}: {' '.join(run)}")
    print(f"{len(files)} files, {found} shared runs of {RUN} words")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

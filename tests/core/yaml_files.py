"""Small YAML files, and the source that is read from them."""

from pathlib import Path

from assessment.core.yaml_source import (
    Problem,
    Source,
    read,
)

NESTED = """\
# a comment

- id: first
  tags: [red, blue]
- id: second
  parts:
    - name: inner
      text: |
        long
        text
    - plain
  last: end
- third
"""


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "page.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def source_of(folder: Path, content: str) -> Source:
    """The source of a file that has nothing wrong with it."""
    problems: list[Problem] = []
    source = read(written(folder, content), "page.yaml", problems)
    assert problems == []
    assert source is not None
    return source

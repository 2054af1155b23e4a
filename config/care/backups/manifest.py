"""What a backup holds, in a file beside it: how many rows of which table, and the hash of its bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


class Broken(Exception):
    """The backup is not what it should be; the message says how."""


@dataclass(frozen=True)
class Manifest:
    """What was written, as counted in the database at the moment of the backup."""

    engine: str
    made_at: str
    sha256: str
    rows: Mapping[str, int]

    def check_file(self, backup: Path, engine: str) -> None:
        """Raises Broken when the bytes are others than were written, or it is for another engine."""
        if self.engine != engine:
            raise Broken(f"The backup is of {self.engine}, and this site's database is {engine}.")
        if self.sha256 != hash_of(backup):
            raise Broken(f"{backup} is not what was written: its hash is another one.")

    def check_rows(self, found: Mapping[str, int]) -> None:
        """Raises Broken when a table has not as many rows as it had."""
        compare(self.rows, found)


def compare(expected: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Raises Broken with the tables that differ."""
    differing = [
        f"{table} has {found.get(table, 'no')} rows instead of {expected.get(table, 'none')}"
        for table in sorted({*expected, *found})
        if expected.get(table) != found.get(table)
    ]
    if differing:
        raise Broken(f"The backup is not whole: {'; '.join(differing)}.")


def beside(backup: Path) -> Path:
    """Where the manifest of a backup is."""
    return backup.with_name(f"{backup.name}.manifest.json")


def write(manifest: Manifest, backup: Path) -> None:
    beside(backup).write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")


def read(backup: Path) -> Manifest:
    """Of a backup. Raises Broken where there is none, or it is none."""
    try:
        return Manifest(**json.loads(beside(backup).read_text("utf-8")))
    except OSError as error:
        raise Broken(f"{beside(backup)} cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError):
        raise Broken(f"{beside(backup)} is no manifest of a backup.") from None


def hash_of(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise Broken(f"{path} cannot be read: {error.strerror}.") from None

"""Takes away what the site stands on, and gives it back: the server of PostgreSQL, or the space on the disk."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SIZE = 48  # MiB of the small disk
SKIPPED = 77  # what a command leaves with when it could not try at all


class Postgres:
    """The throw-away server that tests/bin/with-postgres has started, by the address it gave."""

    def __init__(self, address: str) -> None:
        self.folder = Path(parse_qs(urlsplit(address).query)["host"][0])
        data = self.folder / "data"
        self.command = shlex.split((data / "postmaster.opts").read_text())
        self.control = Path(self.command[0]).with_name("pg_ctl")
        self.data = str(data)
        self.as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def stop(self) -> None:
        """As in a crash: without a word to anyone who is connected."""
        self._run(str(self.control), "-D", self.data, "-m", "immediate", "-s", "-w", "stop")

    def start(self) -> None:
        options = shlex.join(self.command[3:])  # all but the program and where its data are
        log = str(self.folder / "log")
        self._run(str(self.control), "-D", self.data, "-s", "-w", "-l", log, "-o", options, "start")

    def _run(self, *command: str) -> None:
        subprocess.run([*self.as_owner, *command], check=True, cwd="/")


class Disk:
    """A small disk of its own, to be filled up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filling = folder / "filling"

    def fill(self) -> None:
        """Use up what is free, to the last byte."""
        with self.filling.open("ab", buffering=0) as file:
            for size in (2**20, 2**12, 1):
                while True:
                    try:
                        file.write(b"x" * size)
                    except OSError:
                        break

    def free(self) -> None:
        self.filling.unlink()


@contextmanager
def small_disk() -> Iterator[Disk]:
    """A disk of SIZE MiB in memory; leaves the program with SKIPPED where mounting is not allowed."""
    with tempfile.TemporaryDirectory(prefix="load-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "load", folder]
        made = subprocess.run(mount, capture_output=True, text=True)
        if made.returncode:
            print(f"SKIPPED: a small disk cannot be mounted here: {made.stderr.strip()}")
            raise SystemExit(SKIPPED)
        try:
            yield Disk(Path(folder))
        finally:
            subprocess.run(["umount", "-l", folder], check=True)

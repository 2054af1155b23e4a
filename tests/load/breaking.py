"""Takes away what the site stands on, and gives it back: the server of PostgreSQL, that of the cache, or the space on the disk."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import redis

from tests.load.site import HOST, PATIENCE, TICK, free_port

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


class Cache:
    """A server of Redis or Valkey of its own, which keeps nothing when it ends; `with` starts and stops it.

    Leaves the program with SKIPPED where neither is installed.
    """

    def __init__(self) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            print(
                "NOT TESTED: a cache that fails needs redis-server (apt-get install redis-server)"
            )
            raise SystemExit(SKIPPED)
        port = free_port()
        self.command = [program, "--bind", HOST, "--port", str(port), "--save", ""]
        self.address = f"redis://{HOST}:{port}/0"

    def __enter__(self) -> "Cache":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, empty, and wait until it answers. Raises TimeoutError where it does not."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        self.asked = redis.Redis.from_url(self.address)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.asked.ping()
                return
            except redis.RedisError:
                time.sleep(TICK)
        raise TimeoutError("the cache does not answer")

    def kill(self) -> None:
        """kill -9, without a word to anyone who is connected."""
        self.asked.close()
        self.process.kill()
        self.process.wait()

    def hang(self) -> None:
        """It stays connected to everybody, and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def reads(self) -> int:
        """How often something was looked up since it started."""
        return int(self.asked.info("commandstats").get("cmdstat_get", {"calls": 0})["calls"])

    def holds(self, pattern: str) -> int:
        """How many names like this one it holds."""
        return len(self.asked.keys(pattern))


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

"""The real server as it is installed: started on a port of its own, counted, killed, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for a server to come up, also on a busy machine
TICK = 0.02


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


class Site:
    """gunicorn with config/gunicorn.py, and the processes that it made; `with` starts and stops it.

    app: what it serves. settings: Django's settings module. ready: the address that answers 200 once it serves. The database
    and all else come from the environment.
    """

    def __init__(
        self,
        *,
        app: str = "config.wsgi",
        settings: str = "config.settings",
        ready: str = "/readyz",
        port: int | None = None,
    ) -> None:
        self.app, self.settings, self.ready = app, settings, ready
        self.port = port or free_port()
        self.log = TemporaryFile()  # noqa: SIM115 - lives as long as the server does

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if kind is not None:
            print(self.tail(), file=sys.stderr)

    def start(self) -> None:
        """Start it and wait until it serves; raises TimeoutError where it does not."""
        command = ["-m", "gunicorn", "--config", "config/gunicorn.py", "-b", f"{HOST}:{self.port}"]
        self.process = subprocess.Popen(
            [sys.executable, *command, self.app],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": self.settings},
            stdout=self.log,
            stderr=self.log,
        )
        self.wait()

    def stop(self) -> None:
        """Ask it to go, as a service manager does, and wait for that."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait(self) -> float:
        """Wait until it serves; the seconds that took."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            if self.is_ready():
                return time.monotonic() - began
            if self.process.poll() is not None:
                break
            time.sleep(TICK)
        raise TimeoutError(f"{self.app} does not serve:\n{self.tail()}")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://{HOST}:{self.port}{self.ready}", timeout=5
            ) as page:
                return bool(page.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def workers(self) -> list[int]:
        """Process ids of the workers that are alive."""
        pid = self.process.pid
        try:
            return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def kill_workers(self) -> int:
        """kill -9 of every worker; how many there were."""
        workers = self.workers()
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        return len(workers)

    def kill(self) -> None:
        """kill -9 of the whole server, master first, so that nothing starts a worker again."""
        workers = self.workers()
        self.process.kill()
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        self.process.wait()

    def cpu_seconds(self) -> float:
        """CPU time of master and workers so far, in user and system mode."""
        return sum(_cpu_seconds(pid) for pid in (self.process.pid, *self.workers()))

    def memory(self) -> int:
        """Resident memory of master and workers in bytes; pages that they share count for each."""
        return sum(_memory(pid) for pid in (self.process.pid, *self.workers()))

    def tail(self, lines: int = 30) -> str:
        """The end of what it wrote."""
        self.log.seek(0)
        return b"\n".join(self.log.read().splitlines()[-lines:]).decode(errors="replace")


def _cpu_seconds(pid: int) -> float:
    # The CPU clock of another process, as clock_getcpuclockid(3) names it: /proc counts in hundredths of a second only.
    return time.clock_gettime((~pid << 3) | 2)


def _memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

"""The page on sizing says what the settings are."""

import json
import re
import runpy
import subprocess
import sys
from typing import Any

from config import errors
from tests.load.site import ROOT

PAGE = (ROOT / "docs/sizing.md").read_text("utf-8")
SHOW = """
import json
from config.settings import DATABASES
print(json.dumps(DATABASES["default"]["OPTIONS"]))
"""


def value(name: str) -> list[int]:
    """The numbers in the second column of the row of a setting."""
    found = re.search(rf"^\| {re.escape(name)} \| ([^|]*) \|", PAGE, re.MULTILINE)
    assert found, name
    return [int(number) for number in re.findall(r"\d+", found[1])]


def test_V13_1_3_the_sizes_of_the_server_are_as_written() -> None:
    server = runpy.run_path(str(ROOT / "config/gunicorn.py"))
    assert value("`WEB_WORKERS`") == [server["workers"]]
    assert value("`WEB_THREADS`") == [server["threads"]]
    assert value("time-out of a worker") == [server["timeout"]]
    assert value("end of a worker") == [server["graceful_timeout"]]


def options(database: str) -> dict[str, Any]:
    """The options of the database as the site has them with an address."""
    environment = {"DATABASE_URL": database, "SECRET_KEY": "x"}
    command = [sys.executable, "-c", SHOW]
    shown = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(shown.stdout)
    return found


def test_V13_1_3_the_pool_of_connections_is_as_written() -> None:
    pool = options("postgres://x@/x")["pool"]
    sizes = [pool["min_size"], pool["max_size"]]
    assert value("`DATABASE_POOL_MIN`, `DATABASE_POOL_MAX`") == sizes
    assert value("waiting for a connection to PostgreSQL") == [pool["timeout"]]
    # It tries at once, after one second, and after twice that until its time is over.
    assert max(value("new tries to connect")) == pool["reconnect_timeout"]
    assert pool["max_size"] >= runpy.run_path(str(ROOT / "config/gunicorn.py"))["threads"]
    assert pool["reconnect_timeout"] <= errors.AGAIN


def test_V13_1_3_the_time_outs_of_sqlite_and_the_browser_are_as_written() -> None:
    assert value("waiting for the lock of SQLite") == [options("sqlite:///x")["timeout"]]
    htmx = (ROOT / "templates/_htmx.html").read_text("utf-8")
    milliseconds = [int(n) for n in re.findall(r'"timeout": (\d+)', htmx)]
    assert [1000 * seconds for seconds in value("htmx in the browser")] == milliseconds

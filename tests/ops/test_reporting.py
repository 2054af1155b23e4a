"""What an error collector is told: the fault and where, and nothing about who had it."""

import json
import os
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import reporting

# A site without tables: whatever it is asked is a fault.
ASK = """
from io import BytesIO
from config.wsgi import application
environ = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/domains/", "QUERY_STRING": "q=hidden-words", "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8000", "HTTP_HOST": "127.0.0.1:8000", "HTTP_COOKIE": "session=hidden-cookie",
    "HTTP_USER_AGENT": "hidden-browser", "REMOTE_ADDR": "192.0.2.7", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
}
application(environ, lambda status, headers: print(status, dict(headers)["X-Request-ID"]))
import sentry_sdk
sentry_sdk.flush(10)
"""


class Collector(BaseHTTPRequestHandler):
    """Takes what is sent to it."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = zlib.decompress(body, wbits=31)
        self.server.got.append(body.decode())  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def collector() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Collector)
    server.got = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_fault_is_sent_without_the_person_and_what_they_asked(
    collector: HTTPServer, tmp_path: Path
) -> None:
    wanted = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",  # files of the site need not be collected
        "SENTRY_DSN": f"http://key@127.0.0.1:{collector.server_port}/1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "SITE_URL": "http://127.0.0.1:8000",
    }
    run = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | wanted,
        capture_output=True,
        text=True,
        check=True,
    )
    status, *_, known_as = run.stdout.split()
    assert status == "503"
    (sent,) = collector.got  # type: ignore[attr-defined]
    event = json.loads(sent.splitlines()[2])
    assert event["tags"]["request_id"] == known_as
    assert event["request"] == {"method": "GET", "url": "http://127.0.0.1:8000/domains/"}
    assert event["exception"]["values"][-1]["type"] == "OperationalError"
    assert "hidden" not in sent
    assert "192.0.2.7" not in sent


def test_words_of_an_exception_are_hidden_as_in_the_log() -> None:
    event = {
        "user": {"id": "7", "email": "lena@example.org"},
        "logentry": {"message": "no %s", "formatted": "no lena@example.org", "params": ["lena"]},
        "exception": {"values": [{"value": "lena@example.org exists"}]},
        "request": {"url": "http://127.0.0.1/join/s3cret/", "data": "lena", "cookies": "lena"},
    }
    told = str(reporting.without_people(event, {}))
    assert "exists" in told
    assert "lena" not in told
    assert "s3cret" not in told


def test_a_site_without_the_package_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements-sentry\.txt"):
        reporting.begin("https://key@collector.example/1", release="1.2.3")


def test_by_default_nothing_is_sent(settings: Any) -> None:
    assert settings.SENTRY_DSN == ""

"""One person's browser: cookies, a connection that is kept alive, and a record of what every request took."""

import gzip
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPMessage
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.load.forms import Fields, Forms
from tests.load.site import HOST

KEPT = 1.0  # seconds that a connection lives; the server keeps an idle one for two
TIMEOUT = 60.0
LOST = 0  # the status of a request that got no answer
FORM = "application/x-www-form-urlencoded"


class NoAnswer(Exception):
    """The connection was refused or broke before the whole answer had come."""


@dataclass(frozen=True)
class Entry:
    """One request of the record; `at` is when it ended."""

    what: str
    status: int
    seconds: float
    at: float


@dataclass(frozen=True)
class Page:
    path: str
    status: int
    headers: HTTPMessage
    body: bytes

    @cached_property
    def text(self) -> str:
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    @property
    def forms(self) -> Forms:
        return Forms.of(self.text)

    @property
    def leads_to(self) -> str:
        """Where a redirect leads, also one of htmx; empty for a page."""
        return self.headers.get("Location", "") or self.headers.get("HX-Redirect", "")


@dataclass
class Browser:
    """port: where the site is. log: where every request is written down."""

    port: int
    log: list[Entry] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection: HTTPConnection | None = None
        self._opened = 0.0

    def get(self, path: str, what: str, *, follow: bool = True) -> Page:
        """A page, behind any redirects; raises NoAnswer."""
        page = self._send("GET", path, what, None, {})
        while follow and page.status in (301, 302) and page.leads_to:
            page = self._send("GET", urljoin(path, page.leads_to), what, None, {})
        return page

    def post(self, path: str, fields: Fields, what: str, *, htmx: bool = False) -> Page:
        """The answer to a form; a redirect is not followed. Raises NoAnswer."""
        headers = {"Content-Type": FORM, "Origin": f"http://{HOST}:{self.port}"}
        if htmx:
            headers |= {"HX-Request": "true", "HX-Current-URL": f"http://{HOST}:{self.port}{path}"}
        return self._send("POST", path, what, urlencode(fields, doseq=True).encode(), headers)

    def twin(self) -> "Browser":
        """The same browser on a second connection."""
        return Browser(self.port, self.log, self.cookies)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _send(
        self, method: str, path: str, what: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Page:
        began = time.monotonic()
        page = None
        try:
            page = self._exchange(
                method, urlsplit(path)._replace(fragment="").geturl(), body, headers
            )
            return page
        except (OSError, HTTPException) as error:
            self.close()
            raise NoAnswer(f"{method} {path}: {error!r}") from error
        finally:
            status, now = page.status if page else LOST, time.monotonic()
            self.log.append(Entry(what, status, now - began, now))

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Page:
        if time.monotonic() - self._opened > KEPT:
            self.close()
        if self._connection is None:
            self._connection = HTTPConnection(HOST, self.port, timeout=TIMEOUT)
            self._opened = time.monotonic()
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Accept-Encoding": "gzip", "Accept": "text/html"} | headers
        self._connection.request(method, path, body, sent | ({"Cookie": cookie} if cookie else {}))
        answer = self._connection.getresponse()
        page = Page(path, answer.status, answer.headers, answer.read())
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        if answer.will_close:
            self.close()
        return page

"""Weighs a question of a running site on the wire, as a guest who takes the assessment without a browser."""

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

KB = 1000  # bytes
COLD, REQUESTS, SWAP = 60 * KB, 6, 4 * KB
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PARTS = re.compile(r'<(?:link rel="stylesheet" href|script src)="(/static/[^"]+)"')


class Guest:
    """Somebody without an account, whose cookies are kept."""

    def __init__(self, site: str) -> None:
        self.site, self.opener = site, build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(
        self, path: str, data: dict[str, str] | None = None, **headers: str
    ) -> tuple[str, bytes]:
        """The address that answers in the end, and its body as it comes."""
        body = urlencode(data).encode() if data is not None else None
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.opener.open(Request(self.site + path, body, headers), timeout=10) as answer:
            return answer.geturl().removeprefix(self.site), answer.read()

    def token(self, path: str) -> dict[str, str]:
        found = TOKEN.search(self.ask(path)[1].decode())
        assert found, f"no form at {path}"
        return {"csrfmiddlewaretoken": found.group(1)}

    def at_a_question(self) -> str:
        """Begin an assessment; gives the address of its first question."""
        goal = {"role": "mlops-engineer", "length": "quick", "hours_per_week": "5"}
        rating, _ = self.ask("/start/", self.token("/start/") | goal)
        begin = re.sub("rate/1/$", "begin/", rating)
        return self.ask(begin, self.token(rating))[0]


def weigh(site: str) -> str:
    """Check the weight of a question that nothing is kept of, and of the one that takes its place; tells both."""
    guest = Guest(site)
    question = guest.at_a_question()
    page = guest.ask(question)[1].decode()
    parts = PARTS.findall(page)
    weights = [len(guest.ask(path, Accept_Encoding="gzip")[1]) for path in (question, *parts)]
    assert sum(weights) <= COLD, (sum(weights), weights)
    assert len(weights) <= REQUESTS, parts
    unknown = {"choice": "unknown"} if 'value="unknown"' in page else {"unknown": "on"}
    data = guest.token(question) | unknown
    _, swap = guest.ask(question, data, HX_Request="true", Accept_Encoding="gzip")
    assert swap.startswith(b"\x1f\x8b"), "the next question is not compressed"
    assert len(swap) <= SWAP, len(swap)
    return f"a question weighs {sum(weights)} bytes in {len(weights)} requests, the next one {len(swap)}"

"""Looks at a running site from outside: pages answer, static files are hashed and cached, headers are there."""

import os
import re
import time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from weigh import weigh

SITE = os.environ["SMOKE_URL"]


def get(path: str) -> tuple[int, dict[str, str], str]:
    try:
        with urlopen(
            Request(SITE + path, headers={"Accept-Encoding": "identity"}), timeout=10
        ) as r:
            return r.status, {k.lower(): v for k, v in r.headers.items()}, r.read().decode()
    except HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode()


def wait() -> None:
    for _ in range(100):
        try:
            if get("/readyz")[0] == 200:
                return
        except URLError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server did not become ready")


def main() -> None:
    wait()
    for path in (
        "/",
        "/start/",
        "/sample/",
        "/method/",
        "/domains/",
        "/certifications/",
        "/resources/",
        "/healthz",
    ):
        status, headers, _ = get(path)
        assert status == 200, (path, status)
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
    status, _, page = get("/nothing-here/")
    assert status == 404, status
    assert "There is nothing here" in page
    _, _, page = get("/")
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert files, "no static files on the page"
    for path in files:
        assert re.search(r"\.[0-9a-f]{12}\.", path), f"{path} is not hashed"
        status, headers, _ = get(path)
        assert status == 200, (path, status)
        assert "immutable" in headers["cache-control"], path
    print(f"smoke: {weigh(SITE)}")
    print(f"smoke: {len(files)} static files, pages and headers are as they should be")


if __name__ == "__main__":
    main()

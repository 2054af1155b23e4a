"""An OpenID Connect issuer for tests: a small server that says of everybody what the test wants."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt

CLIENT, SECRET = "waymark", "a secret that only the two of them know"


class Issuer:
    """`person` is what it says of whoever comes; `asked` is what it was sent for a code."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.broken = False
        self.url = ""

    def is_(self, sub: str, email: str, *, verified: object = True, name: str = "") -> None:
        self.person = {"sub": sub, "email": email, "email_verified": verified, "name": name}

    @property
    def settings(self) -> dict[str, Any]:
        app = {
            "provider_id": "sso",
            "name": "Example ID",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.url},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def answer(self, path: str, sent: dict[str, str]) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            places = {
                "authorization_endpoint": "authorize",
                "token_endpoint": "token",
                "userinfo_endpoint": "person",
                "jwks_uri": "keys",
            }
            return {"issuer": self.url} | {
                name: f"{self.url}/{place}" for name, place in places.items()
            }
        if path == "/token":
            self.asked = sent
            claims = {"iss": self.url, "aud": CLIENT, "exp": time.time() + 60, **self.person}
            token = jwt.encode(claims, "x" * 32, algorithm="HS256")
            return {"access_token": "access", "token_type": "Bearer", "id_token": token}
        return self.person


@contextmanager
def issuer() -> Iterator[Issuer]:
    """A running issuer at a port of its own."""
    made = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            if where.path == "/authorize":
                self.ask(dict(parse_qsl(where.query)))
            else:
                self.reply({})

        def ask(self, sent: dict[str, str]) -> None:
            """The page on which somebody says who they are."""
            back = f"{sent['redirect_uri']}?{urlencode({'code': 'a', 'state': sent['state']})}"
            link = f'<a href="{escape(back)}">I am {escape(str(made.person["sub"]))}</a>'
            icon = '<link rel="icon" href="data:,">'
            self.send(f"<!doctype html><title>Issuer</title>{icon}{link}", "text/html")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply({name: values[0] for name, values in parse_qs(body).items()})

        def reply(self, sent: dict[str, str]) -> None:
            text = json.dumps(made.answer(urlsplit(self.path).path, sent))
            self.send(text[:10] if made.broken else text, "application/json")

        def send(self, text: str, kind: str) -> None:
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

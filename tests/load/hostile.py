"""Hostile input at every route: python -m tests.load.hostile. No 5xx, nothing slow, nothing changed that is not the sender's."""

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from tests.load import nasty
from tests.load.database import fresh_database
from tests.load.figures import verdict
from tests.load.forms import Fields, Form, Forms

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.web.cast import Cast

SLOW = 2.0  # seconds
SENDERS = ("anonymous", "guest", "learner", "mentor", "stranger")
SECRETS = ("secret", "join")  # addresses that let in whoever has them
HUGE = 0.005  # share of requests with ten megabytes
PLACEHOLDER = re.compile(r"<(?:\w+:)?\w+>")


@dataclass(frozen=True)
class Shot:
    """One request as it is sent."""

    sender: str
    method: str
    path: str
    body: bytes = b""
    content_type: str = nasty.FORM
    headers: dict[str, str] = field(default_factory=dict)
    checks_csrf: bool = False

    def __str__(self) -> str:
        told = f"{self.sender}: {self.method} {self.path[:300]!r} {self.headers or ''}"
        return f"{told} {self.content_type!r} {self.body[:300]!r}" if self.body else told


class Hostile:
    """Shots at every address of the site, by people who own something there; the seed makes them repeatable."""

    def __init__(self, people: "Cast", others: "Cast", seed: int) -> None:
        self.people, self.random = people, Random(seed)
        self.addresses = [
            *_addresses(people),
            *_addresses(others, without=SECRETS),
            *_admin_addresses(self.random),
        ]
        self.forms: dict[tuple[str, str], Forms] = {}

    def shots(self, senders: tuple[str, ...], number: int) -> Iterator[Shot]:
        """So many shots: first every address in turn, then any."""
        for turn in range(number):
            path = (
                self.addresses[turn]
                if turn < len(self.addresses)
                else self.random.choice(self.addresses)
            )
            yield self._shot(self.random.choice(senders), path)

    def fire(self, shot: Shot) -> "HttpResponse":
        """What the site answers."""
        fields = {"raise_request_exception": False, "enforce_csrf_checks": shot.checks_csrf}
        client = self.people.client(shot.sender, **fields)
        meta = {f"HTTP_{name.upper().replace('-', '_')}": v for name, v in shot.headers.items()}
        return client.generic(
            shot.method, shot.path, shot.body, content_type=shot.content_type, **meta
        )

    def _shot(self, sender: str, path: str) -> Shot:
        random = self.random
        kind = random.random()
        headers = random.choice(nasty.HEADERS) if random.random() < 0.3 else {}
        csrf = random.random() < 0.1
        if random.random() < HUGE:
            content_type, body = nasty.huge_body(random)
            return Shot(sender, "POST", path, body, content_type, headers, csrf)
        if kind < 0.15:
            return Shot(sender, random.choice(["GET", "POST"]), self._bent(path), headers=headers)
        if kind < 0.35:
            return Shot(sender, "GET", f"{path}?{self._query(sender, path)}", headers=headers)
        if kind < 0.42:
            return Shot(sender, random.choice(nasty.METHODS), path, headers=headers)
        sent = self._fields(sender, path)
        if kind < 0.55:
            content_type, body = nasty.body(random, sent)
            return Shot(sender, "POST", path, body, content_type, headers, csrf)
        packed = urlencode(sent, doseq=True).encode()
        return Shot(sender, "POST", path, packed, headers=headers, checks_csrf=csrf)

    def _bent(self, path: str) -> str:
        """The address with one of its parts replaced."""
        parts = path.split("/")
        place = self.random.randrange(1, len(parts)) if len(parts) > 1 else 0
        parts[place] = quote(nasty.value(self.random)[:2000], safe=self.random.choice(["", "/%."]))
        return "/".join(parts)

    def _query(self, sender: str, path: str) -> str:
        found = [form for form in self._forms(sender, path) if form.method == "get"]
        fields = self._spoilt(found[0]) if found else {}
        fields[self.random.choice(nasty.NAMES)] = [nasty.value(self.random)[:3000]]
        return urlencode(fields, doseq=True)

    def _fields(self, sender: str, path: str) -> Fields:
        found = [form for form in self._forms(sender, path) if form.method == "post"]
        # The first one is the way to sign out, on every page of somebody signed in.
        fields = self._spoilt(found[-1]) if found else {}
        if self.random.random() < 0.3:
            fields[self.random.choice(nasty.NAMES)] = [nasty.value(self.random)]
        return fields

    def _spoilt(self, form: Form) -> Fields:
        """What the form could send, with some of it nasty, doubled or left out."""
        random = self.random
        fields: Fields = {}
        for name, control in form.controls.items():
            likely = control.on or control.values[:1] or [""]
            fields[name] = random.choice(
                [
                    likely,
                    likely,
                    likely,
                    control.values[-2:],
                    [nasty.value(random)],
                    [nasty.value(random)] * 2,
                    [],
                ]
            )
        return fields

    def _forms(self, sender: str, path: str) -> Forms:
        key = (sender, path)
        if key not in self.forms:
            page = self.people.client(sender, raise_request_exception=False).get(path)
            readable = page.headers.get("Content-Type", "").startswith("text/html")
            self.forms[key] = Forms.of(page.content.decode()) if readable else Forms()
        return self.forms[key]


def _addresses(people: "Cast", *, without: tuple[str, ...] = ()) -> list[str]:
    from tests.web.test_access import ROWS

    return [people.url(route, of) for route, of, *_ in ROWS if of not in without]


def _admin_addresses(random: Random) -> list[str]:
    from tests.web.routes import all_routes

    patterns = [
        route.pattern for route in all_routes() if route.is_admin and "(?P" not in route.pattern
    ]
    some = ["1", "2", "x", "999999", "networking"]
    return ["/" + PLACEHOLDER.sub(lambda _: random.choice(some), p) for p in patterns]


def fire_all(
    hostile: Hostile, senders: tuple[str, ...], number: int
) -> tuple[Counter[int], list[str]]:
    """How often each status came, and what should not have."""
    statuses: Counter[int] = Counter()
    found: list[str] = []
    for shot in hostile.shots(senders, number):
        status, seconds = _timed(hostile, shot)
        if seconds > SLOW:  # once more, because the machine may have been busy
            status, seconds = _timed(hostile, shot)
        statuses[status] += 1
        if status >= 500:
            found.append(f"{status} for {shot}")
        if seconds > SLOW:
            found.append(f"{seconds:.1f} s for {shot}")
    return statuses, found


def _timed(hostile: Hostile, shot: Shot) -> tuple[int, float]:
    began = time.monotonic()
    response: Any = hostile.fire(shot)
    return response.status_code, time.monotonic() - began


def others() -> "Cast":
    """People who send nothing, and what they own; under names that leave room for those who do."""
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    from assessment.models import Assessment, User
    from roadmap.models import SharingRequest
    from roadmap.secrets import address_hash
    from tests.web.cast import cast

    made = cast()
    User.objects.update(email=Concat(Value("other-"), F("email")))
    theirs = address_hash(f"other-{made.users['learner'].email}")
    SharingRequest.objects.update(email_hash=theirs)
    Assessment.objects.exclude(guest_key="").update(guest_key="of another browser")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="1,500 requests")
    args = parser.parse_args()
    number = 1_500 if args.short else args.requests
    with fresh_database(settings="tests.settings"):
        from tests.load.untouched import Untouched, snapshot
        from tests.web.cast import cast

        content = snapshot()
        bystanders = others()
        untouched = Untouched.of(content)
        hostile = Hostile(cast(), bystanders, args.seed)
        began = time.monotonic()
        staff = number // 5
        statuses, found = fire_all(hostile, SENDERS, number - staff)
        found += untouched.faults()
        of_staff, theirs = fire_all(hostile, ("staff",), staff)  # who may change anything
        took = time.monotonic() - began
        print(f"{number} requests to {len(hostile.addresses)} addresses in {took:.0f} s")
        print(f"answered with {dict(sorted((statuses + of_staff).items()))}")
        verdict([*found, *theirs])


if __name__ == "__main__":
    main()

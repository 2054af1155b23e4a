"""The ledger of deletions: what was deleted or withdrawn for good, so that it is again after an older backup is restored.

It is a file outside the database, and the same lines go to the log. A line says what kind of thing it was, when, and a
keyed hash of its number and the time it was made: who has the database of a backup and the key of the site can find the
row again; the line alone tells nobody anything.
"""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)
LINE = re.compile(r"\bgone (?P<at>\S+) (?P<kind>\w+) (?P<mark>[0-9a-f]{64})\b")


class Kind(StrEnum):
    """What can be deleted or withdrawn for good."""

    ACCOUNT = "account"
    ASSESSMENT = "assessment"
    SHARING = "sharing"
    MEMBERSHIP = "membership"
    CONSENT = "consent"


DELETIONS = (Kind.ACCOUNT, Kind.ASSESSMENT)


@dataclass(frozen=True)
class Entry:
    """One line of the ledger."""

    kind: Kind
    mark: str
    at: datetime


def marks(kind: Kind, number: object, made_at: datetime) -> list[str]:
    """The hashes a row can have in the ledger: with the key of the site, and with those it had before.

    The time belongs to it: after a restore the same number can be given to somebody else.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    value = f"{number} {made_at.astimezone(UTC).isoformat()}"
    return [
        salted_hmac(f"ledger.{kind}", value, secret=key, algorithm="sha256").hexdigest()
        for key in keys
    ]


def record(kind: Kind, number: object, made_at: datetime, *, at: datetime | None = None) -> None:
    """Write down that something is gone (at: since when; now); call it last in the transaction of the act.

    A deletion is undone with its transaction when it cannot be written (OSError): one that a restore would silently
    take back is none. What is withdrawn is so at once whatever happens here; the log has the line then.
    """
    mark = marks(kind, number, made_at)[0]
    line = f"gone {(at or timezone.now()).astimezone(UTC).isoformat()} {kind} {mark}"
    log.info("%s", line)
    try:
        _append(Path(settings.DELETION_LEDGER), f"{line}\n")
    except OSError as error:
        if kind in DELETIONS:
            raise
        log.error("The ledger of deletions cannot be written: %s", error.strerror)


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


def read(lines: Iterable[str]) -> Iterator[Entry]:
    """The entries in the lines of a ledger or of a log; other lines are passed over."""
    for line in lines:
        if found := LINE.search(line):
            at = datetime.fromisoformat(found["at"])
            yield Entry(Kind(found["kind"]), found["mark"], at)

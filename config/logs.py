"""One line in the log for each thing that happened, as plain text or as JSON, with nothing personal in it."""

import json
import logging
import re
import time
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What is never written, wherever it stands: links that open something by themselves, e-mail addresses and
# passwords in addresses of services, query strings, and the values that PostgreSQL quotes in its complaints.
HIDDEN = (
    (
        re.compile(r"(/invitation/|/join/|/unsubscribe/|/reset/key/|/confirm-email/)[^/\s'\"]+"),
        r"\1…",
    ),
    (re.compile(r"[\w.%+:/-]{1,64}@[\w.-]{1,255}"), "…@…"),
    (re.compile(r"(/[\w./-]{0,200})\?[^\s'\"]+"), r"\1?…"),
    (re.compile(r"DETAIL:.*"), "DETAIL: …"),
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
LONGEST = 10_000


def hide(text: str) -> str:
    """The text without what must not be in a log, and without more of it than anybody reads."""
    text = text[:LONGEST]
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


def _one_line(text: str) -> str:
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


class PlainFormatter(logging.Formatter):
    """`time level logger message name=value …`; a traceback follows in indented lines, which nothing can forge."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        said = self.facts(record)
        trouble = said.pop("traceback", "")
        head = [said.pop(name) for name in ("time", "level", "logger", "message")]
        line = " ".join([*head, *(f"{name}={value}" for name, value in said.items())])
        inner = [f"\n    {_one_line(part)}" for part in trouble.splitlines()]
        return _one_line(line) + "".join(inner)

    def facts(self, record: logging.LogRecord) -> dict[str, Any]:
        """What the line says by name; `extra={"facts": {…}}` of the call comes last."""
        said = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": hide(record.getMessage()),
        }
        if request_id.get():
            said["request_id"] = request_id.get()
        said |= getattr(record, "facts", {})
        # Where Django refuses a request, its message says all; the way there is always the same.
        if record.exc_info and not record.name.startswith("django.security"):
            said["traceback"] = hide(self.formatException(record.exc_info))
        return said


class JsonFormatter(PlainFormatter):
    """The same as one JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.facts(record), default=str)


def logging_config(*, level: str, form: str) -> dict[str, Any]:
    """The logging of the site and of its server. form: plain or json."""
    formatter = {"plain": PlainFormatter, "json": JsonFormatter}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Every request has a line of its own already (config.requests), without its address.
            "django.request": {"level": "ERROR"},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
        },
    }

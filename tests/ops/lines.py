"""Reads the log as an operator would: through the site's own formatters."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from config.logs import JsonFormatter


@contextmanager
def log_of(formatter: logging.Formatter, level: int = logging.INFO) -> Iterator[io.StringIO]:
    """What is logged meanwhile, as the given formatter writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


@contextmanager
def json_log(level: int = logging.INFO) -> Iterator[list[dict[str, Any]]]:
    """The lines that are logged meanwhile, read back; complete when the block ends."""
    lines: list[dict[str, Any]] = []
    with log_of(JsonFormatter(), level) as written:
        yield lines
    lines += [json.loads(line) for line in written.getvalue().splitlines()]


def requests_of(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines about answered requests."""
    return [line for line in lines if line["message"] == "request"]

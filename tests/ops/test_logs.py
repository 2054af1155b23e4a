"""A line of the log: nothing personal in it, and nothing in it makes a second one."""

import json
import logging
import re
import time

import pytest

from config.logs import JsonFormatter, PlainFormatter, hide
from tests.ops.lines import log_of

FORMATTERS = [PlainFormatter(), JsonFormatter()]
log = logging.getLogger("anything")


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_V16_4_1_a_value_never_makes_a_second_line(formatter: logging.Formatter) -> None:
    nasty = "Lena\n2026-01-01T00:00:00.000Z INFO config.watching signed in\r\x1b[2J\u2028x\x85y"
    with log_of(formatter) as written:
        log.info("hello %s", nasty, extra={"facts": {"route": nasty}})
    assert len(written.getvalue().splitlines()) == 1
    assert "\x1b" not in written.getvalue()


def test_V16_4_1_a_line_of_a_traceback_cannot_be_taken_for_one_of_the_log() -> None:
    with log_of(PlainFormatter()) as written:
        try:
            raise ValueError("x\n2026-01-01T00:00:00.000Z INFO config.watching signed in")
        except ValueError:
            log.exception("it broke")
    first, *rest = written.getvalue().splitlines()
    assert first.endswith("ERROR anything it broke")
    assert len(rest) > 3
    assert all(line.startswith("    ") for line in rest)


def test_V16_2_2_the_time_is_utc_to_the_millisecond() -> None:
    with log_of(PlainFormatter()) as written:
        log.info("now")
    said = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d\.\d{3}Z ", written.getvalue())
    assert said
    minutes = {time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() - ago)) for ago in (0, 5)}
    assert said[1] in minutes


def test_a_json_line_names_what_it_says() -> None:
    with log_of(JsonFormatter()) as written:
        log.warning("tried", extra={"facts": {"user": 7, "status": 403}})
    line = json.loads(written.getvalue())
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "anything", "tried")
    assert (line["user"], line["status"]) == (7, 403)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Gone: /invitation/s3cret/", "Gone: /invitation/…/"),
        ("/join/s3cret/", "/join/…/"),
        ("/unsubscribe/1:s3cret/", "/unsubscribe/…/"),
        ("/accounts/password/reset/key/1-s3cret-key/", "/accounts/password/reset/key/…/"),
        ("mail to lena.learner+x@example.org failed", "mail to …@… failed"),
        ("could not reach postgres://site:s3cret@db.example/site", "could not reach …@…/site"),
        ("GET /resources/?q=my+boss HTTP/1.1", "GET /resources/?… HTTP/1.1"),
        ("DETAIL:  Key (name)=(Lena) already exists.", "DETAIL: …"),
        ("nothing to hide here, is there?", "nothing to hide here, is there?"),
    ],
)
def test_V16_2_5_what_must_not_be_in_a_log_is_left_out(said: str, written: str) -> None:
    assert hide(said) == written


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_V16_2_5_nor_is_it_in_a_traceback(formatter: logging.Formatter) -> None:
    with log_of(formatter) as written:
        try:
            raise RuntimeError("no account for lena@example.org at /invitation/s3cret/")
        except RuntimeError:
            log.exception("it broke")
    assert "RuntimeError" in written.getvalue()
    assert "lena" not in written.getvalue()
    assert "s3cret" not in written.getvalue()


@pytest.mark.parametrize("text", ["a" * 50_000, "/" * 50_000, "/a" * 25_000, "a@" * 25_000])
def test_V1_3_12_hiding_takes_no_time_whatever_the_text(text: str) -> None:
    began = time.process_time()
    hide(text)
    assert time.process_time() - began < 0.1

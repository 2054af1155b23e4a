"""A worksheet is read back as it was written, and whatever else a file says is refused with a reason."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from roadmap.core.worksheet import MAX_BYTES, SHOWN_PROBLEMS, NotAWorksheet, Worksheet, read
from tests.core.worksheets import made

Break = Callable[[dict[str, Any]], object]


def refused(data: bytes) -> str:
    with pytest.raises(NotAWorksheet) as caught:
        read(data)
    return str(caught.value)


def broken(change: Break) -> str:
    """What is said about a good worksheet after a change."""
    sheet = json.loads(made().to_json())
    change(sheet)
    return refused(json.dumps(sheet).encode())


def test_what_is_written_is_read_back_to_the_last_digit() -> None:
    sheet = made()
    assert read(sheet.to_json().encode()) == sheet


def test_the_file_says_what_it_is_for_someone_who_finds_it_alone() -> None:
    sheet = json.loads(made().to_json())
    assert sheet["format"] == "waymark-explain"
    assert sheet["format_version"] == 1
    assert "docs/explain-format.md" in sheet["about"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b"{",
        b"\xff\xfe\x00",
        b"\x00" * 100,
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"format": "waymark-explain"}',
        b'{"format": NaN}',
        b"9" * 10_000,
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_worksheet_is_refused(data: bytes) -> None:
    assert refused(data)


def test_a_file_that_is_too_large_is_not_even_parsed() -> None:
    padded = made().to_json().encode().ljust(MAX_BYTES + 1)
    assert refused(padded) == "It is larger than 2 MB."
    assert isinstance(read(padded[:MAX_BYTES]), Worksheet)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.update(format="other"), "format"),
        (lambda s: s.update(format_version=2), "format_version"),
        (lambda s: s.update(name="Lena"), "name"),
        (lambda s: s.pop("aims"), "aims"),
        (lambda s: s.update(domains=[]), "domains"),
        (lambda s: s.update(domains=["domain-0"] * 5), "listed twice"),
        (lambda s: s["domains"].pop(), "not among the domains: domain-4"),
        (lambda s: s["self_ratings"].update({"domain-0": 5}), "self_ratings.domain-0"),
        (lambda s: s["self_ratings"].update({"domain-9": 1}), "not among the domains: domain-9"),
        (lambda s: s["responses"][0].update(outcome="maybe"), "responses.0.outcome"),
        (lambda s: s["responses"][0].update(position=2), "same position"),
        (lambda s: s["responses"][0].update(guess_rate=1), "guess_rate"),
        (lambda s: s["responses"][0].update(difficulty="1.0"), "a valid number"),
        (lambda s: s["responses"][0].update(difficulty=1e300), "less than or equal to 100"),
        (lambda s: s["responses"][0].update(difficulty_sd=0), "difficulty_sd"),
        (lambda s: s["responses"].extend(s["responses"] * 100), "responses"),
        (lambda s: s["aims"]["domain-0"].update(weight=4), "weight"),
        (lambda s: s["aims"].pop("domain-0"), "the same domains"),
        (lambda s: s["estimates"]["domain-0"].update(standard_error=0), "standard_error"),
        (lambda s: s["estimates"]["domain-0"].update(score=float("nan")), "score"),
        (lambda s: s["estimates"].clear(), "estimates"),
        (lambda s: s["measurement"]["prior"]["mean"].pop(), "must have 5 rows"),
        (lambda s: s["measurement"]["prior"]["covariance"][1].pop(), "must have 6 rows"),
        (lambda s: s["measurement"]["prior"]["covariance"][0].__setitem__(1, 0.9), "symmetric"),
        (lambda s: s["measurement"]["prior"]["covariance"][0].__setitem__(0, -1), "positive"),
        (lambda s: s["measurement"]["prior"].update(raters=[]), "raters"),
    ],
)
def test_each_fault_is_named(change: Break, said: str) -> None:
    assert said in broken(change)


def test_a_prior_of_another_size_than_the_domains_is_refused() -> None:
    def smaller(sheet: dict[str, Any]) -> None:
        prior = sheet["measurement"]["prior"]
        prior["mean"].pop()
        prior["covariance"] = [row[:-1] for row in prior["covariance"][:-1]]

    assert "one entry for each domain" in broken(smaller)


def test_of_many_faults_the_first_are_named_and_the_rest_counted() -> None:
    said = broken(lambda s: [answer.update(band=9) for answer in s["responses"]])
    assert len(said.splitlines()) == SHOWN_PROBLEMS + 1
    assert "2 more" in said


def test_what_a_file_says_cannot_steer_a_terminal() -> None:
    said = broken(lambda s: s.update({"\x1b[2J\x07": 1}))
    assert "\x1b" not in said
    assert "\x07" not in said

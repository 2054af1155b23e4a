"""The calculation of a worksheet, done again from the file alone, gives what was stored; a change in it shows."""

import json

import pytest

from roadmap.core.recomputing import TOLERANCE, Compared, check, recompute
from roadmap.core.worksheet import NotAWorksheet, Worksheet, read
from tests.core.worksheets import DOMAINS, made

NUMBERS = 7 - 1 + 5 + 6  # of an estimate, with five probabilities, and of a place in the report


def changed(sheet: Worksheet, *path: str | int, to: object) -> Worksheet:
    plain = json.loads(sheet.to_json())
    place = plain
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return read(json.dumps(plain).encode())


@pytest.mark.parametrize("seed", range(12))
def test_every_number_comes_out_as_it_was_stored(seed: int) -> None:
    found = check(read(made(seed, answers=seed * 3).to_json().encode()))
    assert len(found) == DOMAINS * NUMBERS
    assert max(one.difference for one in found) < TOLERANCE


def test_the_order_of_the_responses_in_the_file_makes_no_difference() -> None:
    sheet = made()
    plain = json.loads(sheet.to_json())
    plain["responses"].reverse()
    assert recompute(read(json.dumps(plain).encode())) == recompute(sheet)


@pytest.mark.parametrize(
    ("path", "to", "names"),
    [
        (("estimates", "domain-1", "score"), 12.5, {"score"}),
        (("estimates", "domain-1", "level"), 4, {"level"}),
        (("estimates", "domain-1", "level_probabilities"), [1, 0, 0, 0, 0], None),
        (("report", "domain-1", "verdict"), "strength", {"verdict"}),
        (("report", "domain-1", "rank"), 99, {"rank"}),
        (("report", "domain-1", "urgency"), 999, {"urgency"}),
    ],
)
def test_a_result_that_was_changed_is_found(
    path: tuple[str, ...], to: object, names: set[str] | None
) -> None:
    sheet = changed(made(), *path, to=to)
    differing = [one for one in check(sheet) if one.differs]
    assert {one.domain for one in differing} == {"domain-1"}
    found = {one.name for one in differing}
    assert found == names if names else all("level_probabilities." in name for name in found)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("responses", 0, "difficulty"), 3.0),
        (("responses", 0, "outcome"), "right"),
        (("measurement", "prior", "mean", 0), 1.5),
        (("self_ratings",), {}),
        (("responses",), []),
    ],
)
def test_an_input_that_was_changed_shows_in_the_results(
    path: tuple[str | int, ...], to: object
) -> None:
    assert any(one.differs for one in check(changed(made(), *path, to=to)))


def test_an_aim_that_was_changed_shows_in_the_report_alone() -> None:
    sheet = changed(made(), "aims", "domain-2", "score", to=99)
    names = {one.name for one in check(sheet) if one.differs and one.domain == "domain-2"}
    assert {"gap", "gap_probability", "shortfall"} <= names
    assert "score" not in names


DIAGONAL = [[100.0 if i == j else 0.0 for j in range(DOMAINS + 1)] for i in range(DOMAINS + 1)]


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("responses", 0, "difficulty_sd"), 100),
        (("responses", 0, "log_slope"), 5),
        (("measurement", "prior", "raters"), [{"slope": 100, "noise": 1e-300, "share": 1e-12}]),
        (("measurement", "prior", "mean"), [100.0] * (DOMAINS + 1)),
        (("measurement", "prior", "covariance"), DIAGONAL),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_extreme_numbers_are_calculated_with(path: tuple[str | int, ...], to: object) -> None:
    assert all(one.recomputed == one.recomputed for one in check(changed(made(), *path, to=to)))


def test_numbers_that_break_the_calculation_are_refused() -> None:
    # All but one direction is known almost exactly, and the mean lies far off in another.
    along = [0.119, 0.315, -0.431, -0.142, 1.221, -0.473]
    covariance = [[a * b + 2e-9 * (a is b) for b in along] for a in along]
    mean = [-3.9, 43.8, 85.3, 69.5, 94.1, -11.7]
    sheet = changed(made(), "measurement", "prior", "covariance", to=covariance)
    with pytest.raises(NotAWorksheet, match="cannot be calculated with"):
        check(changed(sheet, "measurement", "prior", "mean", to=mean))


def test_words_that_differ_are_infinitely_far_apart() -> None:
    assert Compared("d", "verdict", "gap", "gap").difference == 0
    assert Compared("d", "verdict", "gap", "open").differs

"""What docs/accessibility.md says is so: all criteria are there, each test that it names exists, no doubt is left out."""

import re
from pathlib import Path

from tests.browser.looking import TRIAGED

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
CRITERIA = re.findall(
    r"^\| (\d\.\d\.\d+) .*? \| (A|AA) \| ([a-z ]+) \| (.+) \| (.+) \|$", PAGE, re.M
)


def test_all_55_criteria_are_answered_with_where_that_is_known_from() -> None:
    assert len({number for number, *_ in CRITERIA}) == len(CRITERIA) == 55
    assert {level: sum(row[1] == level for row in CRITERIA) for level in ("A", "AA")} == {
        "A": 31,
        "AA": 24,
    }
    assert {state for _, _, state, *_ in CRITERIA} == {"supported", "not applicable"}
    for number, *_, known in CRITERIA:
        assert re.search(r"axe|by hand|`test_", known), number


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 15
    assert {name for name in named if f"def {name}(" not in tests} == set()


def test_X01_what_axe_is_unsure_of_is_listed_and_nothing_else() -> None:
    listed = re.findall(r"^\| `([a-z-]+)` \| `([^`]+)` \| (.+) \|$", PAGE, re.M)
    assert {(rule, where) for rule, where, _ in listed} == set(TRIAGED)
    assert all(reason.strip() for *_, reason in listed)

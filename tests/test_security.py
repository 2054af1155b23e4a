"""SECURITY.md says what the tests hold: every line has a test or a reason, and the table is as the tests are."""

import re
import tomllib

import pytest
from django.conf import settings

from assessment.limits import A_DAY
from assessment.models import Verb
from tests.bin import trust_table

TEXT = trust_table.PAGE.read_text("utf-8")


def test_every_line_has_a_test_or_a_reason() -> None:
    assert [row.id for row in trust_table.current() if not row.is_held] == []


def test_the_table_is_as_the_tests_are() -> None:
    """`python tests/bin/trust_table.py` writes it anew."""
    assert trust_table.page(TEXT, trust_table.current()) == TEXT


def test_a_reason_for_having_no_test_stands_only_where_there_is_none() -> None:
    assert [row.id for row in trust_table.current() if row.tests and (row.why or row.pending)] == []


def test_no_test_begins_with_a_line_that_is_not_listed() -> None:
    listed = {row.id for row in trust_table.current()}
    chapters = {identity.partition(".")[0] for identity in listed if "." in identity}
    begun = {identity for test in trust_table.all_tests() for identity in test.ids}
    assert begun - listed - chapters == set()


def test_a_line_without_test_or_reason_and_a_test_that_is_gone_are_noticed() -> None:
    listed = {"lines": {"A01": "a", "A02": "b"}, "by": {}, "why": {}, "pending": {}}
    test = trust_table.Test("web/test_x.py", *trust_table.split("test_A01_V1_2_3_it_holds"))
    assert test.ids == ("A01", "V1.2.3")
    rows = trust_table.lines([test], listed)
    assert [row.is_held for row in rows] == [True, False]
    listed["by"] = {"A02": ["it_holds"]}
    assert all(row.is_held for row in trust_table.lines([test], listed))
    listed["by"] = {"A02": ["it_is_gone"]}
    with pytest.raises(KeyError, match="it_is_gone"):
        trust_table.lines([test], listed)


def test_every_entry_of_the_list_is_about_a_line() -> None:
    listed = tomllib.loads(trust_table.LIST.read_text("utf-8"))
    for part in ("by", "why", "pending"):
        assert set(listed[part]) <= set(listed["lines"]), part


def test_V7_1_1_how_long_cookies_and_sessions_last_is_told() -> None:
    days = settings.SESSION_COOKIE_AGE // 86_400
    assert settings.GUEST_COOKIE_AGE == settings.SESSION_COOKIE_AGE
    assert f"{days} days from signing in" in TEXT
    assert f"{days} days from the last visit" in TEXT
    assert not settings.SESSION_SAVE_EVERY_REQUEST  # or it would be from the last visit too


def test_N05_how_long_links_work_is_told() -> None:
    from roadmap.actions.sharing import LINK_DAYS
    from roadmap.cohort_forms import JoinLinkForm

    told = TEXT.partition("One-time links")[2].partition("## Lines")[0].replace("\n", " ")
    longest = max(int(days) for days, _ in JoinLinkForm.base_fields["days"].choices)
    assert f"works for {settings.PASSWORD_RESET_TIMEOUT // 3600} hour," in told
    assert f"for {settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS * 24}." in told
    assert f"An invitation works for {LINK_DAYS} days" in told
    assert f"works for {longest} days at most" in told


def test_V2_1_1_V5_1_1_V15_1_3_the_limits_that_are_told_are_those_that_hold() -> None:
    from assessment.core import yaml_source
    from roadmap import actions
    from roadmap.cohort_forms import LARGEST, LARGEST_FILE
    from tests.web.test_filters import fields

    told = TEXT.partition("### Limits")[2].partition("## Lines")[0].replace(",", "")
    limits = [
        *settings.PASSWORD_TRIES["account"][:1],
        *settings.PASSWORD_TRIES["address"][:1],
        *(most for most, _ in settings.REQUEST_LIMITS.values()),
        *A_DAY.values(),
        actions.MAILS_A_DAY,
        LARGEST_FILE,
        LARGEST,
        yaml_source.MAX_PARTS,
        yaml_source.MAX_DEPTH,
    ]
    assert A_DAY[Verb.STARTED] == 50
    numbers = {int(number) for number in re.findall(r"\d+", told)}
    assert [limit for limit in limits if limit not in numbers] == []
    of_fields = told.partition("Fields of forms:")[2]
    numbers = {int(number) for number in re.findall(r"\d+", of_fields)} | {LARGEST_FILE, LARGEST}
    untold = {
        f"{name} {what}": getattr(field, what)
        for name, field in fields()
        for what in ("max_length", "min_value", "max_value")
        if getattr(field, what, None) not in numbers | {None}
    }
    assert untold == {}

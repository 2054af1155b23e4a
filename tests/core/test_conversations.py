"""Who to talk to next: what counts as a need, and an order that depends on needs and waiting alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.core.conversations import STALLED_DAYS, Need, Reason, Signs, order, reasons

TODAY = date(2026, 11, 21)
days = st.integers(-400, 60).map(lambda n: TODAY + timedelta(days=n))
some = st.none() | days
many = st.lists(days, max_size=4).map(tuple)
signs = st.builds(Signs, result=some, question=some, doing=many, promised=many, loss=some)
known = settings(deadline=None, max_examples=200, derandomize=True)


def ago(number: int) -> date:
    return TODAY - timedelta(days=number)


@pytest.mark.parametrize(
    ("found", "need"),
    [
        (Signs(result=ago(1)), Need.RESULT),
        (Signs(question=ago(1)), Need.ANSWER),
        (Signs(doing=(ago(STALLED_DAYS + 1),)), Need.STALLED),
        (Signs(promised=(ago(1),)), Need.OVERDUE),
        (Signs(loss=ago(1)), Need.LOSS),
    ],
)
def test_each_sign_is_a_need_of_its_own(found: Signs, need: Need) -> None:
    assert [reason.need for reason in reasons(found, TODAY)] == [need]


@pytest.mark.parametrize(
    "found",
    [
        Signs(),
        Signs(doing=(ago(STALLED_DAYS), TODAY)),
        Signs(promised=(TODAY, TODAY + timedelta(days=1))),
    ],
)
def test_what_is_in_time_is_no_need(found: Signs) -> None:
    assert reasons(found, TODAY) == ()


def test_the_oldest_of_its_kind_says_since_when() -> None:
    found = Signs(doing=(ago(40), ago(90)), promised=(ago(3), ago(8)))
    assert reasons(found, TODAY) == (
        Reason(Need.STALLED, ago(90)),
        Reason(Need.OVERDUE, ago(8)),
    )


@known
@given(signs)
def test_reasons_come_in_the_order_of_needs_and_none_twice(found: Signs) -> None:
    places = [reason.need.place for reason in reasons(found, TODAY)]
    assert places == sorted(set(places))
    assert Need.NOTHING.place not in places


@known
@given(signs, signs, st.text(max_size=5), st.text(max_size=5))
def test_whoever_has_the_more_pressing_need_comes_first_whatever_their_names(
    one: Signs, other: Signs, name: str, other_name: str
) -> None:
    first, second = reasons(one, TODAY), reasons(other, TODAY)
    places = [found[0].need.place if found else Need.NOTHING.place for found in (first, second)]
    if places[0] < places[1]:
        assert order(first, name) < order(second, other_name)


@known
@given(signs, days)
def test_one_more_need_never_moves_anybody_down(found: Signs, day: date) -> None:
    before = order(reasons(found, TODAY), "Lena")
    for more in (
        replace(found, result=min(day, found.result or day)),
        replace(found, question=min(day, found.question or day)),
        replace(found, doing=(*found.doing, day)),
        replace(found, promised=(*found.promised, day)),
        replace(found, loss=min(day, found.loss or day)),
    ):
        assert order(reasons(more, TODAY), "Lena") <= before


def test_of_two_with_the_same_need_the_one_who_waits_longer_comes_first_then_the_name() -> None:
    long, short = (reasons(Signs(question=ago(n)), TODAY) for n in (9, 2))
    assert order(long, "Zoe") < order(short, "Ada")
    assert order(long, "ada") < order(long, "Zoe")


def test_every_need_has_a_label() -> None:
    assert len({need.label for need in Need}) == len(Need)

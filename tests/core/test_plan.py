"""A plan closes the most weighted gap per hour first, never before what it builds on, and never beyond its hours."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from roadmap.core.expected import gain, profile_of
from roadmap.core.gaps import Standing
from roadmap.core.plan import WORTH, Plan, make_plan
from roadmap.core.steps import StepFacts
from tests.core.graphs import MONDAY, SKILLS, Case, by_id, cases, frame, step
from tests.core.standings import standing

many = settings(deadline=None, max_examples=60, derandomize=True)


def planned(case: Case) -> Plan:
    return make_plan(case.profile, case.gaps, case.steps, case.frame, without=case.done)


def plan_for(*gaps: Standing, steps: dict[str, StepFacts], **options: object) -> Plan:
    profile = profile_of(gaps, SKILLS)
    return make_plan(profile, gaps, steps, **({"frame": frame()} | options))  # type: ignore[arg-type]


def names(plan: Plan) -> list[str]:
    return [planned.id for planned in plan.steps]


# For any learner, steps and time


@many
@given(case=cases())
def test_no_step_comes_before_what_it_builds_on(case: Case) -> None:
    order = names(planned(case))
    assert len(set(order)) == len(order)
    for place, identity in enumerate(order):
        for before in case.steps[identity].after:
            passed = case.profile.is_past(case.steps[before])
            assert before in order[:place] or before in case.done or passed or before not in order


@many
@given(case=cases())
def test_what_a_step_builds_on_is_planned_unless_it_is_done_or_passed(case: Case) -> None:
    plan = planned(case)
    profile = case.profile
    for found in plan.steps:
        for before in found.facts.after:
            ready = before in case.done or profile.is_past(case.steps[before])
            assert ready or before in found.needs
        profile = profile.after(found.facts)


@many
@given(case=cases())
def test_no_week_has_more_than_its_hours_and_all_hours_are_there(case: Case) -> None:
    plan = planned(case)
    for week in range(1, plan.weeks + 1):
        hours = sum(found.hours_in(week) for found in plan.steps)
        assert hours == case.frame.hours_per_week or (week == plan.weeks and hours > 0)
        assert hours <= case.frame.hours_per_week
    assert sum(stretch.hours for stretch in plan.stretches) == plan.hours
    numbers = [n for stretch in plan.stretches for n in range(stretch.first, stretch.last + 1)]
    assert numbers == list(range(1, plan.weeks + 1))


@many
@given(case=cases())
def test_done_steps_are_not_planned_and_each_planned_one_has_a_reason(case: Case) -> None:
    plan = planned(case)
    for found in plan.steps:
        assert found.id not in case.done
        used = any(found.id in other.needs for other in plan.steps)
        assert found.closes >= WORTH or found.facts.closing or used


@many
@given(case=cases())
def test_nothing_worth_its_time_is_left_out(case: Case) -> None:
    plan = planned(case)
    reached = profile_of(case.standings, SKILLS, case.steps, (*case.done, *names(plan)))
    left = [i for i in case.steps if i not in names(plan) and i not in case.done]
    targets = {gap.domain: gap.target for gap in case.gaps}
    for identity in left:
        facts = case.steps[identity]
        target = targets.get(facts.domain, 0)
        assert 20 * facts.start >= target or gain(reached, facts, target) < WORTH


@many
@given(case=cases())
def test_the_same_case_gives_the_same_plan_in_whatever_order_the_steps_come(case: Case) -> None:
    turned = dict(reversed(case.steps.items()))
    again = make_plan(case.profile, case.gaps, turned, case.frame, without=case.done)
    assert names(again) == names(planned(case))


@many
@given(case=cases())
def test_what_is_late_ends_after_the_date_and_dropping_saves_what_it_says(case: Case) -> None:
    plan = planned(case)
    by_date = case.frame.by_date
    assert all(found.starts <= found.ends for found in plan.steps)
    assert all(found.ends > by_date for found in plan.late if by_date)
    drop = plan.drop
    if drop:
        assert drop.hours == sum(case.steps[identity].hours for identity in drop.steps)
        assert drop.days_sooner >= 0
        rest = [found for found in plan.steps if found.id not in drop.steps]
        assert rest
        assert not any(need in drop.steps for found in rest for need in found.needs)


@many
@given(case=cases())
def test_steps_that_fit_are_those_whose_hours_fit(case: Case) -> None:
    plan, frame = planned(case), case.frame
    if frame.by_date is not None:
        days = max(0, (frame.by_date - frame.begins).days + 1)
        for found in plan.steps:
            assert found.is_late == (found.ends_at > days * frame.hours_per_week // 7)


# By hand


def test_without_a_gap_the_plan_is_empty() -> None:
    plan = plan_for(steps=by_id(step("a")))
    assert (plan.steps, plan.weeks, plan.hours, plan.ends, plan.drop) == ((), 0, 0, None, None)
    assert plan.stretches == ()


def test_most_weighted_gap_per_hour_comes_first() -> None:
    low = standing(domain="serving", score=10, target=50, weight=1)
    high = standing(domain="monitoring", score=10, target=50, weight=3)
    steps = by_id(
        step("long", "monitoring", end=2, hours=40),
        step("short", "monitoring", end=2, hours=10),
        step("light", "serving", end=2, hours=10),
    )
    # "short" closes 40 points at weight 3; after it "long" has nothing left to add.
    assert names(plan_for(low, high, steps=steps)) == ["short", "light"]


def test_a_cheap_step_with_a_dear_prerequisite_waits() -> None:
    gap = standing(domain="serving", score=10, target=50, weight=2)
    other = standing(domain="pipelines", score=10, target=50, weight=2)
    steps = by_id(
        step("base", "monitoring", end=1, hours=30),
        step("top", "serving", end=2, hours=2, after=("base",)),
        step("plain", "pipelines", end=2, hours=10),
    )
    no_gap = standing(domain="monitoring", score=10, target=5, weight=0)
    profile = profile_of((gap, other, no_gap), SKILLS)
    plan = make_plan(profile, (gap, other), steps, frame())
    assert names(plan) == ["plain", "base", "top"]
    assert plan.steps[2].needs == ("base",)
    assert (plan.steps[1].worth, plan.steps[2].closes) == (0.0, 40.0)


def test_a_prerequisite_below_where_the_learner_stands_is_left_out() -> None:
    gap = standing(domain="serving", score=45, target=70, weight=2)
    steps = by_id(step("base", end=2), step("top", end=3, after=("base",)))
    assert names(plan_for(gap, steps=steps)) == ["top"]


def test_a_skill_that_the_steps_of_others_left_behind_keeps_its_first_step() -> None:
    gap = standing(domain="serving", score=12, target=55, weight=2)
    steps = by_id(
        step("ground", end=1, skills=("apis",)),
        step("other", end=3, hours=2, skills=("batch", "latency")),
        step("top", end=2, hours=9, skills=("apis",), after=("ground",)),
    )
    # After "other" the domain stands at 51, above what "ground" leads to; its own skill is still at 12.
    assert names(plan_for(gap, steps=steps)) == ["other", "ground", "top"]


@pytest.mark.parametrize(("target", "planned"), [(40, ["a"]), (41, ["a", "b"])])
def test_a_step_that_begins_at_the_target_or_above_is_not_for_the_gap(
    target: int, planned: list[str]
) -> None:
    gap = standing(domain="serving", score=21, target=target, weight=2)
    steps = by_id(
        step("a", end=2, hours=50, skills=("apis",)), step("b", end=3, skills=("batch", "latency"))
    )
    assert names(plan_for(gap, steps=steps)) == planned[::-1]


def test_steps_under_way_come_first_and_skipped_ones_never() -> None:
    gap = standing(domain="serving", score=10, target=70, weight=2)
    steps = by_id(
        step("a", end=1), step("b", end=2, after=("a",)), step("c", end=1, skills=("apis",))
    )
    assert names(plan_for(gap, steps=steps, doing=["c"])) == ["c", "a", "b"]
    assert names(plan_for(gap, steps=steps, without=["a"])) == ["b"]


def test_closing_steps_come_last_unless_something_builds_on_them() -> None:
    gap = standing(domain="serving", score=10, target=50, weight=2)
    own = standing(domain="monitoring", score=10, target=15, weight=1)
    closing = step("interview", "monitoring", end=1, hours=1, closing=True)
    steps = by_id(closing, step("a", end=2, hours=20))
    assert names(plan_for(gap, own, steps=steps)) == ["a", "interview"]
    steps = by_id(closing, step("a", end=2, hours=20, after=("interview",)))
    assert names(plan_for(gap, own, steps=steps)) == ["interview", "a"]


def test_weeks_and_days_by_hand() -> None:
    gap = standing(domain="serving", score=10, target=70, weight=2)
    steps = by_id(
        step("a", end=1, hours=8),
        step("b", end=2, hours=4, after=("a",)),
        step("c", end=3, hours=5, after=("b",)),
    )
    plan = plan_for(gap, steps=steps)
    assert [[(s.id, hours) for s, hours in week.parts] for week in plan.stretches] == [
        [("a", 5)],
        [("a", 3), ("b", 2)],
        [("b", 2), ("c", 3)],
        [("c", 2)],
    ]
    assert [s.begins for s in plan.stretches] == [MONDAY + timedelta(weeks=n) for n in range(4)]
    first, second, _ = plan.steps
    # 8 of 5 hours a week: eleven and a fifth days, so the twelfth; the next begins on that day.
    assert (first.starts, first.ends) == (MONDAY, MONDAY + timedelta(days=11))
    assert (second.first_week, second.last_week) == (2, 3)
    assert second.starts == MONDAY + timedelta(days=11)


def test_weeks_with_the_same_step_are_one_stretch() -> None:
    gap = standing(domain="serving", score=10, target=70, weight=2)
    steps = by_id(step("a", end=1, hours=17), step("b", end=2, hours=5, after=("a",)))
    stretches = plan_for(gap, steps=steps).stretches
    assert [(s.first, s.last, s.hours) for s in stretches] == [(1, 3, 15), (4, 4, 5), (5, 5, 2)]
    assert [s.begins for s in stretches] == [MONDAY + timedelta(weeks=n) for n in (0, 3, 4)]


def test_closing_steps_are_those_that_begin_where_the_learner_stands() -> None:
    gap = standing(domain="serving", score=10, target=50, weight=2)
    own = standing(domain="monitoring", score=30, target=15, weight=1)
    steps = by_id(
        step("a", end=2),
        step("fits", "monitoring", end=2, closing=True),
        step("too-high", "monitoring", end=3, after=("fits",), closing=True),
        step("passed", "monitoring", end=1, closing=True),
    )
    profile = profile_of((gap, own), SKILLS)
    assert names(make_plan(profile, (gap,), steps, frame())) == ["a", "fits"]


@pytest.mark.parametrize(("days", "late"), [(6, ["b"]), (13, []), (-1, ["a", "b"])])
def test_a_date_divides_what_fits_from_what_does_not(days: int, late: list[str]) -> None:
    gap = standing(domain="serving", score=10, target=50, weight=2)
    steps = by_id(step("a", end=1, hours=5), step("b", end=2, hours=5, after=("a",)))
    plan = plan_for(gap, steps=steps, frame=frame(5, MONDAY + timedelta(days=days)))
    assert [found.id for found in plan.late] == late


def test_the_drop_loses_least_per_hour_and_takes_along_what_only_it_needed() -> None:
    gap = standing(domain="serving", score=10, target=50, weight=3)
    other = standing(domain="pipelines", score=30, target=50, weight=1)
    off = standing(domain="monitoring", score=10, target=5, weight=0)
    steps = by_id(
        step("serve", "serving", end=2, hours=10),
        step("base", "monitoring", end=1, hours=10),
        step("dag", "pipelines", end=2, hours=10, after=("base",)),
    )
    profile = profile_of((gap, other, off), SKILLS)
    drop = make_plan(profile, (gap, other), steps, frame(10)).drop
    assert drop
    assert drop.steps == ("base", "dag")
    assert (drop.hours, drop.days_sooner, drop.ends) == (20, 14, MONDAY + timedelta(days=6))
    assert drop.worth == 20


def test_when_a_date_presses_the_drop_is_one_that_makes_the_rest_fit() -> None:
    gaps = [
        standing(domain="serving", score=10, target=50, weight=1),
        standing(domain="pipelines", score=10, target=50, weight=3),
    ]
    steps = by_id(
        step("small", "serving", end=2, hours=5), step("large", "pipelines", end=2, hours=30)
    )
    at_ease = plan_for(*gaps, steps=steps, frame=frame(5))
    pressed = plan_for(*gaps, steps=steps, frame=frame(5, MONDAY + timedelta(days=6)))
    assert at_ease.drop
    assert pressed.drop
    assert pressed.drop.steps == ("large",)
    assert pressed.drop.ends <= date(2026, 11, 29)

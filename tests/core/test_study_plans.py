"""A study plan is fitted to a learner: nothing done or passed stays in, prerequisites come first, and the days are enough."""

from collections.abc import Mapping
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.loading import Content
from roadmap.core.catalogue import StudyBlock, StudyPlan
from roadmap.core.gaps import Standing
from roadmap.core.loading import Roadmap
from roadmap.core.steps import StepFacts
from roadmap.core.study_plans import FittedPlan, SkipReason, fit
from tests.core.standings import standing
from tests.core.steps import DOMAINS, Steps, at_level, by_id, catalogues, own_steps_of, step

HOURS = 7  # an hour a day

Case = tuple[StudyPlan, Mapping[str, Standing], Steps, set[str], int]


def plan(*blocks: tuple[str, ...], days_each: int = 10) -> StudyPlan:
    """A plan of blocks that are equally long, with these steps."""
    return StudyPlan(
        id="plan",
        name="Plan",
        days=days_each * len(blocks),
        summary="For tests.",
        blocks=tuple(
            StudyBlock(
                first=n * days_each + 1,
                last=(n + 1) * days_each,
                title=f"Block {n}",
                skills=("any",),
                steps=steps,
            )
            for n, steps in enumerate(blocks)
        ),
        sources=("g4.s27-plan-60-days",),
    )


def kept(fitted: FittedPlan) -> list[list[str]]:
    return [[step.step for step in block.kept] for block in fitted.blocks]


def days(fitted: FittedPlan) -> list[tuple[int, int]]:
    return [(block.first, block.last) for block in fitted.blocks]


def reasons(fitted: FittedPlan) -> dict[str, SkipReason]:
    return {step.step: step.reason for step in fitted.skipped}


def at(level: int, *, up: int = 1, domain: str = "serving") -> Mapping[str, Standing]:
    return {domain: at_level(level, domain=domain, up=up)}


# Which steps are left


def test_a_beginner_does_the_plan_as_it_stands() -> None:
    steps = by_id(step("begin", 0, 1), step("go-on", 1, 2, after=("begin",)))
    fitted = fit(plan(("begin",), ("go-on",)), at(0), steps, (), hours_per_week=HOURS)
    assert kept(fitted) == [["begin"], ["go-on"]]
    assert days(fitted) == [(1, 10), (11, 20)]
    assert (fitted.hours, fitted.days, fitted.suffices, fitted.skipped) == (10, 20, True, ())


def test_what_is_done_or_leads_no_higher_is_left_out_with_its_reason() -> None:
    steps = by_id(step("begin", 0, 1), step("go-on", 1, 2), step("deepen", 2, 3))
    whole = plan(("begin", "go-on", "deepen"))
    fitted = fit(whole, at(1, up=2), steps, {"go-on"}, hours_per_week=HOURS)
    assert kept(fitted) == [["deepen"]]
    assert reasons(fitted) == {"begin": SkipReason.ABOVE, "go-on": SkipReason.DONE}


def test_what_the_role_does_not_ask_for_is_left_out() -> None:
    steps = by_id(step("serve", 0, 1), step("lead", 3, 4, domain="monitoring"))
    stands = {
        "serving": standing(domain="serving", score=10, weight=0),
        "monitoring": at_level(1, domain="monitoring"),
    }
    fitted = fit(plan(("serve", "lead")), stands, steps, (), hours_per_week=HOURS)
    assert fitted.is_empty
    assert reasons(fitted) == {"serve": SkipReason.NOT_NEEDED, "lead": SkipReason.TOO_FAR}


def test_a_step_the_role_does_not_ask_for_stays_when_another_one_needs_it() -> None:
    steps = by_id(step("script", 0, 1, domain="pipelines"), step("serve", 0, 1, after=("script",)))
    stands = {**at(0), "pipelines": standing(domain="pipelines", score=10, weight=0)}
    fitted = fit(plan(("script",), ("serve",)), stands, steps, (), hours_per_week=HOURS)
    assert kept(fitted) == [["script"], ["serve"]]


def test_without_any_standing_everything_is_left() -> None:
    steps = by_id(step("lead", 3, 4, after=("begin",)), step("begin", 0, 1))
    fitted = fit(plan(("lead",)), {}, steps, (), hours_per_week=HOURS)
    assert kept(fitted) == [["begin", "lead"]]


def test_a_missing_prerequisite_is_put_in_and_says_for_what() -> None:
    steps = by_id(
        step("serve", 1, 2, after=("package",)),
        step("package", 1, 2, domain="pipelines", after=("script",)),
        step("script", 0, 1, domain="pipelines"),
    )
    stands = {**at(1), **at(1, domain="pipelines")}
    (block,) = fit(plan(("serve",)), stands, steps, (), hours_per_week=HOURS).blocks
    assert [(s.step, s.needed_by) for s in block.kept] == [("package", "serve"), ("serve", "")]


def test_a_step_that_an_earlier_block_needs_moves_there() -> None:
    steps = by_id(step("serve", 0, 1, after=("package",)), step("package", 0, 1))
    fitted = fit(plan(("serve",), ("package",)), at(0), steps, (), hours_per_week=HOURS)
    assert kept(fitted) == [["package", "serve"], []]
    assert reasons(fitted) == {"package": SkipReason.EARLIER}


def test_steps_of_one_block_come_in_an_order_that_works_and_are_its_own() -> None:
    steps = by_id(step("serve", 0, 1, after=("package",)), step("package", 0, 1))
    fitted = fit(plan(("serve", "package")), at(0), steps, (), hours_per_week=HOURS)
    assert kept(fitted) == [["package", "serve"]]
    assert not any(step.needed_by for step in fitted.kept)
    assert fitted.skipped == ()


def test_every_reason_has_words() -> None:
    assert len({reason.label for reason in SkipReason}) == len(SkipReason)


# How long it takes


def test_a_block_whose_hours_need_more_days_gets_them_and_the_next_begins_later() -> None:
    steps = by_id(step("long", 0, 1, hours=15), step("short", 0, 1, hours=5))
    fitted = fit(plan(("long",), ("short",), ("short",)), at(0), steps, (), hours_per_week=HOURS)
    assert days(fitted) == [(1, 15), (16, 20), (0, 0)]


def test_an_empty_block_takes_no_days_and_the_next_ones_come_sooner() -> None:
    steps = by_id(step("begin", 0, 1), step("go-on", 1, 2))
    fitted = fit(plan(("begin",), ("go-on",)), at(1), steps, (), hours_per_week=HOURS)
    assert days(fitted) == [(0, 0), (1, 10)]
    assert [block.is_empty for block in fitted.blocks] == [True, False]
    assert fitted.days == 10


def test_it_says_when_the_days_of_the_plan_are_too_few() -> None:
    steps = by_id(step("long", 0, 1, hours=15))
    slow = fit(plan(("long",)), at(0), steps, (), hours_per_week=1)
    assert (slow.days, slow.suffices) == (105, False)
    assert slow.blocks[0].days == 105
    assert fit(plan(("long",)), at(0), steps, (), hours_per_week=40).suffices


def test_nothing_left_takes_no_time() -> None:
    fitted = fit(plan(("begin",)), at(4), by_id(step("begin", 0, 1)), (), hours_per_week=HOURS)
    assert (fitted.is_empty, fitted.days, fitted.hours, fitted.suffices) == (True, 0, 0, True)


@pytest.mark.parametrize("hours", [0, -5])
def test_no_hours_are_refused(hours: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        fit(plan(("begin",)), {}, by_id(step("begin", 0, 1)), (), hours_per_week=hours)


# Whatever the plan and the learner are


@st.composite
def cases(draw: st.DrawFn) -> Case:
    steps = draw(catalogues())
    order = draw(st.permutations(sorted(steps)))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(order) - 1)), max_size=3)) | {0})
    blocks = [tuple(order[a:b]) for a, b in zip(cuts, [*cuts[1:], len(order)], strict=True)]
    stands = {
        domain: standing(
            domain=domain,
            score=draw(st.integers(0, 100)),
            target=draw(st.integers(0, 100)),
            weight=draw(st.integers(0, 3)),
        )
        for domain in draw(st.sets(st.sampled_from(DOMAINS)))
    }
    made = plan(*(block for block in blocks if block), days_each=draw(st.integers(1, 12)))
    done = draw(st.sets(st.sampled_from(sorted(steps))))
    return made, stands, steps, done, draw(st.integers(1, 60))


def passed(facts: StepFacts, stands: Mapping[str, Standing]) -> bool:
    return facts.domain in stands and facts.end <= stands[facts.domain].level


known = settings(deadline=None, max_examples=200, derandomize=True)


@known
@given(case=cases())
def test_prerequisites_are_never_violated(case: Case) -> None:
    made, stands, steps, done, hours = case
    before: set[str] = set()
    for found in fit(made, stands, steps, done, hours_per_week=hours).kept:
        assert found.step not in done | before
        assert not passed(steps[found.step], stands)
        for need in steps[found.step].after:
            assert need in before | done or passed(steps[need], stands)
        before.add(found.step)


@known
@given(case=cases())
def test_every_step_of_the_plan_is_kept_or_skipped_with_a_true_reason(case: Case) -> None:
    made, stands, steps, done, hours = case
    fitted = fit(made, stands, steps, done, hours_per_week=hours)
    everything = {step.step for step in fitted.kept}
    for block in fitted.blocks:
        here, out = {s.step for s in block.kept}, {s.step: s.reason for s in block.skipped}
        assert set(block.planned.steps) == (
            here - {s.step for s in block.kept if s.needed_by}
        ) | set(out)
        for identity, reason in out.items():
            facts, stand = steps[identity], stands.get(steps[identity].domain)
            assert {
                SkipReason.DONE: identity in done,
                SkipReason.ABOVE: passed(facts, stands),
                SkipReason.NOT_NEEDED: stand is not None and not stand.weight,
                SkipReason.TOO_FAR: stand is not None and facts.start > stand.target_level,
                SkipReason.EARLIER: identity in everything - here,
            }[reason]
            assert (identity in everything) == (reason is SkipReason.EARLIER)
        assert all(s.needed_by in everything for s in block.kept if s.needed_by)


@known
@given(case=cases())
def test_the_days_follow_each_other_and_hold_the_hours(case: Case) -> None:
    made, stands, steps, done, hours = case
    fitted = fit(made, stands, steps, done, hours_per_week=hours)
    end = 0
    for block in fitted.blocks:
        if block.is_empty:
            assert (block.first, block.last, block.days) == (0, 0, 0)
            continue
        assert block.first == end + 1
        assert block.days >= ceil(block.hours * 7 / hours)
        end = block.last
    assert fitted.days == end
    assert fitted.hours == sum(steps[step.step].hours for step in fitted.kept)
    if all(
        block.hours * 7 <= (block.planned.last - block.planned.first + 1) * hours
        for block in fitted.blocks
    ):
        assert fitted.suffices


@known
@given(case=cases(), more=st.integers(1, 20))
def test_more_hours_a_week_never_take_longer(case: Case, more: int) -> None:
    made, stands, steps, done, hours = case
    slow = fit(made, stands, steps, done, hours_per_week=hours)
    assert fit(made, stands, steps, done, hours_per_week=hours + more).days <= slow.days


# The guides' own plans


@pytest.fixture(scope="module")
def own_steps(content: Content, roadmap: Roadmap) -> Steps:
    return own_steps_of(content, roadmap)


def test_a_beginner_meets_every_block_of_the_plan_of_60_days(
    roadmap: Roadmap, own_steps: Steps
) -> None:
    sixty = next(p for p in roadmap.study_plans if p.days == 60)
    fitted = fit(sixty, {}, own_steps, (), hours_per_week=10)
    assert not any(block.is_empty for block in fitted.blocks)
    assert {s for block in sixty.blocks for s in block.steps} <= {s.step for s in fitted.kept}
    assert fitted.days > 60


def test_engineers_have_little_left_of_the_plan_of_14_days(
    roadmap: Roadmap, own_steps: Steps
) -> None:
    fortnight = next(p for p in roadmap.study_plans if p.days == 14)
    domains = {facts.domain for facts in own_steps.values()}
    stands = {domain: at_level(2, domain=domain) for domain in domains}
    fitted = fit(fortnight, stands, own_steps, (), hours_per_week=10)
    everything = fit(fortnight, {}, own_steps, (), hours_per_week=10)
    assert fitted.hours < everything.hours / 4
    assert set(reasons(fitted).values()) == {SkipReason.ABOVE}

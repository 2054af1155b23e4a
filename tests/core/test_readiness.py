"""How ready a learner is for a certification: by its exam, by its level, and not before what comes before it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.catalogue import Level
from roadmap.core.certifications import (
    LADDER,
    ORDER,
    READY_FROM,
    CertificationFacts,
    Reach,
    Readiness,
    reach,
    steps_to,
)
from roadmap.core.credentials import Relevance
from roadmap.core.gaps import Standing
from roadmap.core.steps import StepFacts
from tests.core.standings import standing

DOMAINS = ("monitoring", "serving")


def facts(name: str = "one", rung: str = "engineer", **fields: object) -> CertificationFacts:
    known = {"domains": frozenset(DOMAINS)} | fields
    return CertificationFacts(name, Relevance.CORE, rung, **known)  # type: ignore[arg-type]


def at(monitoring: float, serving: float, standard_error: float = 6) -> dict[str, Standing]:
    scores = {"monitoring": monitoring, "serving": serving}
    return {
        domain: standing(domain=domain, score=score, standard_error=standard_error)
        for domain, score in scores.items()
    }


def reached(one: CertificationFacts, standings: dict[str, Standing], *more: object) -> Reach:
    catalogue = {c.id: c for c in (one, *more)}  # type: ignore[attr-defined]
    return reach(one, catalogue, standings)  # type: ignore[arg-type]


# By its level


@pytest.mark.parametrize(
    ("monitoring", "serving", "readiness"),
    [
        (40, 40, Readiness.NOW),
        (90, 40, Readiness.NOW),
        (90, 39.9, Readiness.AFTER_STEPS),
        (20, 20, Readiness.AFTER_STEPS),
        (0, 40, Readiness.AFTER_STEPS),
        (0, 39.9, Readiness.LATER),
        (19, 20, Readiness.LATER),
    ],
)
def test_ready_means_every_domain_at_its_level_and_later_that_more_than_a_level_is_missing(
    monitoring: float, serving: float, readiness: Readiness
) -> None:
    assert reached(facts(), at(monitoring, serving)).readiness is readiness


def test_a_course_begins_one_level_below_what_it_leads_to() -> None:
    course = facts(teaches=True)
    assert course.needed == 20
    assert reached(course, at(20, 20)).readiness is Readiness.NOW
    assert reached(course, at(19, 20)).readiness is Readiness.AFTER_STEPS


@pytest.mark.parametrize(
    "unknown", [facts(rung="none"), facts(untested=0.6), facts(domains=frozenset({"cooking"}))]
)
def test_nothing_is_said_without_a_level_or_where_most_is_not_tested_or_not_estimated(
    unknown: CertificationFacts,
) -> None:
    found = reached(unknown, at(90, 90))
    assert found.readiness is Readiness.UNKNOWN
    assert found.below == ()


def test_the_score_is_the_mean_by_shares() -> None:
    found = reached(facts(shares={"serving": 0.6, "monitoring": 0.2}, untested=0.2), at(30, 50))
    assert found.score == pytest.approx((0.2 * 30 + 0.6 * 50) / 0.8)
    assert found.low == pytest.approx(found.score - 6 * 1.2816, abs=0.01)
    assert found.levels_possible == (Level.FOUNDATION, Level.ENGINEER)


def test_domains_below_are_named_the_one_where_most_is_missing_first() -> None:
    found = reached(facts(shares={"serving": 0.9, "monitoring": 0.1}), at(20, 35))
    assert [s.domain for s in found.below] == ["serving", "monitoring"]
    assert [s.domain for s in reached(facts(), at(20, 35)).below] == ["monitoring", "serving"]


# By its exam


EXAM = facts(exam=(75, 72), shares=dict.fromkeys(DOMAINS, 0.5))


def test_an_exam_is_ready_from_about_7_in_10() -> None:
    for score in range(40, 100, 3):
        found = reached(EXAM, at(score, score))
        assert found.chance is not None
        assert (found.readiness is Readiness.NOW) == (found.chance.passes >= READY_FROM)


def test_an_exam_asks_for_the_score_of_its_pass_mark_and_not_only_for_its_level() -> None:
    assert EXAM.needed is not None
    assert 60 < EXAM.needed < 70
    assert reached(EXAM, at(50, 50)).readiness is Readiness.AFTER_STEPS
    assert reached(EXAM, at(45, 45)).readiness is Readiness.LATER


@pytest.mark.parametrize(
    "without",
    [
        replace(EXAM, exam=None),
        replace(EXAM, shares={}),
        replace(EXAM, rung="none"),
        replace(EXAM, untested=0.7),
    ],
)
def test_no_chance_is_reckoned_where_something_is_not_known(without: CertificationFacts) -> None:
    assert reached(without, at(80, 80)).chance is None


# After what comes before it


def test_it_is_later_until_what_comes_before_it_is_reached() -> None:
    first, second = facts("first", "foundation"), facts("second", after=("first", "gone"))
    early = reached(second, at(40, 19), first)
    assert (early.readiness, early.not_before) == (Readiness.LATER, ("first",))
    in_time = reached(second, at(40, 39), first)
    assert (in_time.readiness, in_time.not_before) == (Readiness.AFTER_STEPS, ())


def test_what_comes_before_it_may_be_out_of_sight() -> None:
    found = reached(facts("second", after=("first",)), at(90, 90), facts("first", "none"))
    assert (found.readiness, found.not_before) == (Readiness.LATER, ("first",))


# The steps


STEPS = {
    step.id: step
    for step in (
        StepFacts("logs", "monitoring", 0, 1, 3, ()),
        StepFacts("alerts", "monitoring", 1, 2, 4, ("logs",)),
        StepFacts("endpoint", "serving", 1, 2, 5, ()),
        StepFacts("canary", "serving", 2, 3, 6, ("endpoint",)),
        StepFacts("subnet", "networking", 0, 1, 7, ()),
    )
}


def levels(standings: dict[str, Standing]) -> dict[str, int]:
    return {domain: standing.level for domain, standing in standings.items()}


def test_the_steps_are_those_of_the_domains_below_from_where_the_learner_stands() -> None:
    here = at(25, 30)
    found = steps_to(reached(facts(), here), STEPS, levels(here))
    assert [suggestion.step for suggestion in found] == ["alerts", "endpoint"]


def test_a_domain_that_is_there_already_needs_no_steps() -> None:
    here = at(25, 45)
    found = steps_to(reached(facts(), here), STEPS, levels(here))
    assert [suggestion.step for suggestion in found] == ["alerts"]


@pytest.mark.parametrize("one", [facts(), facts(rung="none")])
def test_there_are_no_steps_to_where_one_stands_or_to_a_level_nobody_knows(
    one: CertificationFacts,
) -> None:
    here = at(45, 45)
    assert steps_to(reached(one, here), STEPS, levels(here)) == ()


# Whatever they are


scores = st.floats(0, 100)
certifications = st.builds(
    facts,
    st.just("one"),
    st.sampled_from([*LADDER, "none"]),
    exam=st.sampled_from([None, (75, 72), (20, 50)]),
    shares=st.sampled_from([{}, {"serving": 0.5, "monitoring": 0.5}, {"serving": 0.7}]),
    untested=st.sampled_from([0.0, 0.3, 0.6]),
    teaches=st.booleans(),
    after=st.sampled_from([(), ("before",)]),
)
before = facts("before", "foundation")


@settings(deadline=None, max_examples=150, derandomize=True)
@given(
    one=certifications,
    monitoring=scores,
    serving=scores,
    error=st.floats(0.5, 25),
    more=st.floats(0, 60),
)
def test_a_higher_score_never_makes_a_learner_less_ready(
    one: CertificationFacts, monitoring: float, serving: float, error: float, more: float
) -> None:
    worse = reached(one, at(monitoring, serving, error), before)
    better = reached(one, at(monitoring, min(100.0, serving + more), error), before)
    assert ORDER.index(better.readiness) <= ORDER.index(worse.readiness)
    assert set(better.not_before) <= set(worse.not_before)

"""How close a learner is to a role follows from what is missing, counted by weight; what a role asks can be changed within its scale."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.catalogue import Level
from roadmap.core.gaps import Standing
from roadmap.core.roles import NOT_NEEDED, Aim, Aims, Change, against, changed, closest
from tests.core.standings import standing

DOMAINS = ("serving", "monitoring", "pipelines", "security")
known = settings(deadline=None, max_examples=100, derandomize=True)
aims = st.builds(Aim, score=st.integers(0, 100), weight=st.integers(0, 3))
some_aims = st.dictionaries(st.sampled_from(DOMAINS), aims)
roles = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), some_aims)


@st.composite
def profiles(draw: st.DrawFn) -> tuple[Standing, ...]:
    """Estimates in some domains."""
    return tuple(
        standing(domain=d, score=draw(st.floats(0, 100)), standard_error=draw(st.floats(0.5, 30)))
        for d in draw(st.lists(st.sampled_from(DOMAINS), unique=True))
    )


# What a role asks


@pytest.mark.parametrize(("score", "weight"), [(-1, 1), (101, 1), (50, -1), (50, 4)])
def test_an_aim_outside_the_scale_is_refused(score: int, weight: int) -> None:
    with pytest.raises(ValueError, match="wanted score" if weight == 1 else "weight"):
        Aim(score, weight)
    with pytest.raises(ValueError, match="wanted score" if weight == 1 else "weight"):
        changed({"serving": Aim(50, 2)}, {"serving": Change(score, weight)})


@pytest.mark.parametrize(("score", "weight"), [(0, 0), (100, 3)])
def test_the_ends_of_the_scale_are_on_it(score: int, weight: int) -> None:
    assert Change(score, weight).of(Aim(50, 2)) == Aim(score, weight)


def test_an_aim_has_the_level_of_its_score() -> None:
    assert (Aim(50, 1).level, Aim(60, 1).level) == (Level.ENGINEER, Level.PROFESSIONAL)


def test_a_change_leaves_alone_what_it_does_not_name() -> None:
    asked = {"serving": Aim(50, 2), "security": Aim(30, 1)}
    assert changed(asked, {"serving": Change(weight=3)}) == asked | {"serving": Aim(50, 3)}
    assert changed(asked, {"serving": Change(score=0)}) == asked | {"serving": Aim(0, 2)}
    assert changed(asked, {"pipelines": Change(weight=1)}) == asked | {"pipelines": Aim(0, 1)}


@known
@given(asked=some_aims)
def test_no_change_is_no_change(asked: Aims) -> None:
    assert changed(asked, {}) == asked
    assert changed(asked, {domain: Change() for domain in asked}) == asked


@known
@given(profile=profiles(), asked=some_aims)
def test_other_aims_leave_the_estimates_as_they_are(
    profile: tuple[Standing, ...], asked: Aims
) -> None:
    for before, after in zip(profile, against(profile, asked), strict=True):
        aim = asked.get(before.domain, NOT_NEEDED)
        assert after == replace(before, target=aim.score, weight=aim.weight)


# How close


def test_closeness_is_the_mean_of_what_is_missing_by_weight() -> None:
    profile = [
        standing(domain="serving", score=30, standard_error=0.001),
        standing(domain="security", score=70, standard_error=0.001),
    ]
    (found,) = closest(profile, {"sre": {"serving": Aim(50, 3), "security": Aim(78, 1)}})
    assert found.missing == pytest.approx((3 * 20 + 1 * 8) / 4)
    assert (found.role, found.most.domain) == ("sre", "serving")


def test_a_surplus_makes_up_for_nothing() -> None:
    low = standing(domain="serving", score=30, standard_error=0.001)
    high = standing(domain="security", score=95, standard_error=0.001)
    asked = {"serving": Aim(50, 1), "security": Aim(50, 1)}
    assert closest([low, high], {"r": asked})[0].missing == pytest.approx(10)


def test_what_is_missing_most_goes_by_weight() -> None:
    profile = [
        standing(domain="serving", score=30, standard_error=0.001),
        standing(domain="security", score=40, standard_error=0.001),
    ]
    asked = {"serving": Aim(50, 1), "security": Aim(50, 3)}
    assert closest(profile, {"r": asked})[0].most.domain == "security"


def test_a_role_that_weighs_nothing_the_learner_has_is_left_out() -> None:
    needed = {"serving": Aim(50, 1)}
    unweighted, elsewhere = {"serving": Aim(50, 0)}, {"security": Aim(50, 3)}
    found = closest([standing()], {"a": unweighted, "b": elsewhere, "c": needed, "d": {}})
    assert [closeness.role for closeness in found] == ["c"]
    assert closest([], {"c": needed}) == ()


def test_equally_close_roles_are_ordered_by_name() -> None:
    alike = {"serving": Aim(50, 1)}
    found = closest([standing()], {"c": alike, "a": alike, "b": alike})
    assert [closeness.role for closeness in found] == ["a", "b", "c"]


@known
@given(profile=profiles(), asked=roles, data=st.data())
def test_closeness_depends_on_no_order(
    profile: tuple[Standing, ...], asked: dict[str, Aims], data: st.DataObject
) -> None:
    turned = {
        role: {d: asked[role][d] for d in data.draw(st.permutations(list(asked[role])))}
        for role in data.draw(st.permutations(list(asked)))
    }
    shuffled = data.draw(st.permutations(profile))
    assert closest(shuffled, turned) == closest(profile, asked)


@known
@given(profile=profiles(), asked=roles)
def test_roles_come_in_order_of_what_is_missing(
    profile: tuple[Standing, ...], asked: dict[str, Aims]
) -> None:
    found = closest(profile, asked)
    missing = [closeness.missing for closeness in found]
    assert missing == sorted(missing)
    assert all(closeness.missing >= 0 for closeness in found)
    assert all(asked[c.role][c.most.domain].weight > 0 for c in found)


@known
@given(profile=profiles(), asked=roles, more=st.floats(0, 100), data=st.data())
def test_raising_a_score_never_makes_a_role_farther(
    profile: tuple[Standing, ...], asked: dict[str, Aims], more: float, data: st.DataObject
) -> None:
    if not profile:
        return
    raised = data.draw(st.sampled_from(profile))
    higher = [replace(s, score=s.score + more) if s is raised else s for s in profile]
    before = {c.role: c.missing for c in closest(profile, asked)}
    after = {c.role: c.missing for c in closest(higher, asked)}
    assert after.keys() == before.keys()
    assert all(after[role] <= before[role] + 1e-9 for role in before)


@known
@given(profile=profiles(), asked=roles, more=st.integers(0, 100), data=st.data())
def test_a_role_that_asks_more_is_never_closer(
    profile: tuple[Standing, ...], asked: dict[str, Aims], more: int, data: st.DataObject
) -> None:
    domain = data.draw(st.sampled_from(DOMAINS))
    harder = {
        role: changed(a, {domain: Change(score=min(100, a[domain].score + more))})
        for role, a in asked.items()
        if domain in a
    }
    easier = {c.role: c.missing for c in closest(profile, asked)}
    assert all(c.missing >= easier[c.role] - 1e-9 for c in closest(profile, harder))

"""Next steps start where the learner stands, put prerequisites first, and never repeat what is done."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.loading import Content
from roadmap.core.gaps import Standing
from roadmap.core.loading import Roadmap
from roadmap.core.next_steps import Suggestion, next_steps, useful
from tests.core.standings import standing
from tests.core.steps import DOMAINS, Steps, at_level, by_id, catalogues, own_steps_of, step


def names(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.step for suggestion in found]


LADDER = by_id(
    step("begin", 0, 1),
    step("go-on", 1, 2, after=("begin",)),
    step("deepen", 2, 3, after=("go-on",)),
    step("lead", 3, 4, after=("deepen",)),
)


# What is suggested


@pytest.mark.parametrize(
    ("level", "suggested"), [(0, "begin"), (1, "go-on"), (2, "deepen"), (3, "lead")]
)
def test_the_first_step_starts_at_the_learners_level(level: int, suggested: str) -> None:
    assert names(next_steps([at_level(level)], LADDER)) == [suggested]


def test_a_step_to_a_level_that_the_learner_has_is_not_useful() -> None:
    assert not useful(step("begin", 0, 1), at_level(1))
    assert not useful(step("lead", 3, 4), at_level(1))
    assert useful(step("leap", 0, 3), at_level(1))


def test_a_step_that_starts_above_the_target_is_not_useful() -> None:
    assert not useful(step("lead", 3, 4), standing(score=70, target=50))


def test_prerequisites_come_first_and_are_named() -> None:
    steps = by_id(
        step("serve", 1, 2, after=("package", "watch")),
        step("package", 1, 3, domain="pipelines", after=("script",)),
        step("script", 0, 2, domain="pipelines"),
        step("watch", 1, 2, domain="monitoring"),
    )
    gaps = [at_level(1), at_level(1, domain="pipelines"), at_level(1, domain="monitoring")]
    found = next_steps(gaps, steps)
    assert names(found) == ["script", "package", "watch", "serve"]
    assert found[1].needs == ("script",)
    assert found[3].needs == ("package", "watch")


def test_a_prerequisite_that_the_learner_stands_above_is_left_out() -> None:
    steps = by_id(
        step("serve", 1, 2, after=("package",)), step("package", 0, 1, domain="pipelines")
    )
    gaps = [at_level(1), at_level(2, domain="pipelines")]
    assert names(next_steps(gaps, steps)) == ["serve"]


def test_a_prerequisite_in_a_domain_that_is_no_gap_is_kept_where_it_is_not_passed() -> None:
    steps = by_id(
        step("serve", 1, 2, after=("package",)), step("package", 0, 1, domain="pipelines")
    )
    gaps = [at_level(1)]
    assert names(next_steps(gaps, steps, levels={"pipelines": 0})) == ["package", "serve"]
    assert names(next_steps(gaps, steps, levels={"pipelines": 1})) == ["serve"]


def test_a_prerequisite_that_is_done_is_not_suggested_again() -> None:
    steps = by_id(step("serve", 1, 2, after=("package",)), step("package", 1, 2))
    assert names(next_steps([at_level(1)], steps, done={"package"})) == ["serve"]
    assert next_steps([at_level(1)], steps, done=set(steps)) == ()


def test_what_is_done_leaves_its_place_to_the_next_step() -> None:
    steps = by_id(step("short", 0, 1, hours=1), step("longer", 0, 1, hours=2))
    assert names(next_steps([at_level(0)], steps, per_gap=1)) == ["short"]
    assert names(next_steps([at_level(0)], steps, per_gap=1, done={"short"})) == ["longer"]


def test_steps_that_are_alike_come_in_order_of_their_ids() -> None:
    for order in (("b", "a"), ("a", "b")):
        steps = by_id(*(step(name, 0, 1) for name in order))
        assert names(next_steps([at_level(0)], steps, per_gap=1)) == ["a"]


def test_a_gap_that_no_step_starts_at_gets_the_nearest_one() -> None:
    steps = by_id(step("later", 2, 3), step("latest", 3, 4))
    assert names(next_steps([at_level(0)], steps)) == ["later"]


def test_the_most_urgent_gap_comes_first_and_each_gets_its_share() -> None:
    steps = by_id(
        *(
            step(f"{domain}-{n}", 0, 1, domain=domain, hours=n)
            for domain in DOMAINS
            for n in (3, 2, 1)
        )
    )
    gaps = [at_level(0, domain=domain) for domain in reversed(DOMAINS)]
    assert names(next_steps(gaps, steps, per_gap=1)) == ["pipelines-1", "monitoring-1", "serving-1"]
    assert names(next_steps(gaps, steps, at_most=3)) == [
        "pipelines-1",
        "pipelines-2",
        "monitoring-1",
    ]


def test_no_gap_needs_no_step() -> None:
    assert next_steps([], LADDER) == ()


# Whatever the steps are


gaps_of_learners = st.permutations(DOMAINS).flatmap(
    lambda order: st.tuples(
        *(
            st.builds(at_level, st.integers(0, 4), domain=st.just(d), up=st.integers(0, 2))
            for d in order
        )
    )
)
known = settings(deadline=None, max_examples=60, derandomize=True)


@known
@given(steps=catalogues(), gaps=gaps_of_learners, data=st.data())
def test_suggestions_can_be_done_in_their_order(
    steps: Steps, gaps: tuple[Standing, ...], data: st.DataObject
) -> None:
    done = data.draw(st.sets(st.sampled_from(sorted(steps))))
    levels = {gap.domain: gap.level for gap in gaps}
    before: list[str] = []
    for found in next_steps(gaps, steps, done=done):
        assert found.step not in done
        assert found.step not in before
        assert set(found.needs) <= set(before) & set(steps[found.step].after)
        for need in steps[found.step].after:
            passed = steps[need].end <= levels[steps[need].domain]
            assert need in before or need in done or passed
        before.append(found.step)


@known
@given(steps=catalogues(), gaps=gaps_of_learners, at_most=st.integers(1, 6))
def test_there_are_never_more_suggestions_than_asked_for(
    steps: Steps, gaps: tuple[Standing, ...], at_most: int
) -> None:
    assert len(next_steps(gaps, steps, at_most=at_most)) <= at_most


@known
@given(steps=catalogues(), gaps=gaps_of_learners, data=st.data())
def test_suggestions_do_not_depend_on_the_order_of_the_catalogue(
    steps: Steps, gaps: tuple[Standing, ...], data: st.DataObject
) -> None:
    shuffled = {identity: steps[identity] for identity in data.draw(st.permutations(sorted(steps)))}
    assert next_steps(gaps, shuffled) == next_steps(gaps, steps)


@known
@given(steps=catalogues(), gap=gaps_of_learners.map(lambda gaps: gaps[0]))
def test_a_gap_gets_a_step_wherever_its_domain_has_one_above_the_learner(
    steps: Steps, gap: Standing
) -> None:
    above = [s for s in steps.values() if s.domain == gap.domain and s.end > gap.level]
    assert bool(next_steps([gap], steps)) == bool(above)


# The project's own steps


@pytest.fixture(scope="module")
def own_steps(content: Content, roadmap: Roadmap) -> Steps:
    return own_steps_of(content, roadmap)


@pytest.mark.parametrize("up", [1, 2])
@pytest.mark.parametrize("level", range(4))
def test_every_gap_of_the_real_content_gets_a_step_that_starts_where_the_learner_stands(
    content: Content, own_steps: Steps, level: int, up: int
) -> None:
    for domain in content.domains:
        gap = at_level(level, domain=domain.id, up=up)
        found = next_steps([gap], own_steps)
        lifting = [
            own_steps[name]
            for name in names(found)
            if own_steps[name].domain == domain.id and useful(own_steps[name], gap)
        ]
        assert lifting, f"{domain.id} from level {level}"


def test_the_real_steps_carry_a_beginner_to_the_top_of_every_domain(
    content: Content, own_steps: Steps
) -> None:
    for domain in content.domains:
        reached = 0
        while reached < 4:
            found = names(next_steps([at_level(reached, domain=domain.id)], own_steps))
            here = [own_steps[name].end for name in found if own_steps[name].domain == domain.id]
            assert max(here) > reached, f"{domain.id} from level {reached}"
            reached = max(here)

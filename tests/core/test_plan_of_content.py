"""With the project's own roles and steps, no gap is left without something to do about it."""

from collections.abc import Iterator

import pytest

from assessment.core.loading import Content
from roadmap.core.expected import Profile, profile_of
from roadmap.core.gaps import Standing
from roadmap.core.loading import Roadmap
from roadmap.core.plan import PlannedStep, make_plan
from tests.core.graphs import frame
from tests.core.standings import standing
from tests.core.steps import Steps, own_steps_of

SMALLEST = 5  # points: a gap of less needs no step of its own
LEARNERS = (2, 10, 18, 30, 42, 50, 58, 66, 74)


@pytest.fixture(scope="module")
def steps(content: Content, roadmap: Roadmap) -> Steps:
    return own_steps_of(content, roadmap)


def single_gaps(content: Content, roadmap: Roadmap) -> Iterator[tuple[Standing, Profile]]:
    """A learner with the same score in all domains and one gap, for all that the roles ask of a domain."""
    skills = {domain.id: [skill.id for skill in domain.skills] for domain in content.domains}
    wanted = {(one.domain, one.score) for role in roadmap.targets for one in role.domains}
    for domain, target in sorted(wanted):
        for score in (*LEARNERS, target - SMALLEST):
            if target - score >= SMALLEST:
                everywhere = [standing(domain=name, score=score) for name in skills]
                gap = standing(domain=domain, score=score, target=target)
                yield gap, profile_of(everywhere, skills)


def planned_for(gap: Standing, profile: Profile, steps: Steps) -> list[PlannedStep]:
    """The planned steps that close the gap itself; what comes before them is left out."""
    plan = make_plan(profile, [gap], steps, frame())
    return [step for step in plan.steps if step.facts.domain == gap.domain and step.closes > 0]


def test_every_gap_that_a_role_can_show_has_a_step_of_its_own_domain(
    content: Content, roadmap: Roadmap, steps: Steps
) -> None:
    gaps = list(single_gaps(content, roadmap))
    assert len(gaps) > 500
    without = [
        (gap.domain, gap.score, gap.target)
        for gap, profile in gaps
        if not planned_for(gap, profile, steps)
    ]
    assert without == []


def test_what_a_step_lifts_from_a_level_is_lifted_to_it_by_something_before(
    roadmap: Roadmap,
) -> None:
    steps = {step.id: step for step in roadmap.steps}

    def before(identity: str) -> set[str]:
        after = steps[identity].after
        return set(after).union(*(before(one) for one in after))

    missing = []
    for step in roadmap.steps:
        reached = {(lift.skill, lift.end) for one in before(step.id) for lift in steps[one].lifts}
        for lift in step.lifts:
            enough = any(skill == lift.skill and end >= lift.start for skill, end in reached)
            if lift.start and not enough:
                missing.append((step.id, lift.skill, lift.start))
    assert missing == []

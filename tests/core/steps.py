"""Makes steps, catalogues of steps, and learners who stand in the middle of a level."""

from collections.abc import Mapping

from hypothesis import strategies as st

from assessment.core.loading import Content
from roadmap.core.gaps import Standing
from roadmap.core.loading import Roadmap
from roadmap.core.steps import LiftFacts, StepFacts
from tests.core.standings import standing

Steps = Mapping[str, StepFacts]
DOMAINS = ("serving", "monitoring", "pipelines")


def step(
    name: str,
    start: int,
    end: int,
    *,
    domain: str = "serving",
    hours: int = 5,
    after: tuple[str, ...] = (),
) -> StepFacts:
    return StepFacts(name, domain, start, end, hours, after)


def by_id(*steps: StepFacts) -> Steps:
    return {made.id: made for made in steps}


def at_level(level: int, *, domain: str = "serving", up: int = 1) -> Standing:
    """A learner in the middle of a level, with a target some levels up."""
    return standing(domain=domain, score=20 * level + 10, target=20 * min(level + up, 4) + 10)


@st.composite
def catalogues(draw: st.DrawFn) -> Steps:
    """Steps of three domains, each of which may need earlier ones."""
    made: dict[str, StepFacts] = {}
    for n in range(draw(st.integers(1, 12))):
        start = draw(st.integers(0, 3))
        made[f"step-{n}"] = step(
            f"step-{n}",
            start,
            draw(st.integers(start + 1, 4)),
            domain=draw(st.sampled_from(DOMAINS)),
            hours=draw(st.integers(1, 9)),
            after=tuple(sorted(draw(st.sets(st.sampled_from(sorted(made)), max_size=3))))
            if made
            else (),
        )
    return made


def own_steps_of(content: Content, roadmap: Roadmap) -> Steps:
    """The steps of content files as the rules see them."""
    domain_of = {skill.id: domain.id for domain in content.domains for skill in domain.skills}
    return {
        s.id: StepFacts(
            id=s.id,
            domain=domain_of[s.lifts[0].skill],
            start=min(lift.start for lift in s.lifts),
            end=max(lift.end for lift in s.lifts),
            hours=s.hours,
            after=s.after,
            lifts=tuple(LiftFacts(lift.skill, lift.end) for lift in s.lifts),
            closing=s.closing,
        )
        for s in roadmap.steps
    }

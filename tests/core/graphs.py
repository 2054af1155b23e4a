"""Random steps, learners and gaps for tests of plans: acyclic, of every size, with every kind of lift."""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from roadmap.core.expected import Profile, profile_of
from roadmap.core.gaps import Standing
from roadmap.core.plan import Frame
from roadmap.core.steps import LiftFacts, StepFacts
from tests.core.standings import standing

MONDAY = date(2026, 11, 23)
SKILLS = {
    "serving": ("apis", "batch", "latency"),
    "monitoring": ("drift", "alerts"),
    "pipelines": ("dags", "triggers", "retries", "lineage"),
}


def step(
    name: str,
    domain: str = "serving",
    *,
    end: int = 1,
    hours: int = 5,
    after: tuple[str, ...] = (),
    skills: tuple[str, ...] | None = None,
    closing: bool = False,
) -> StepFacts:
    """A step that lifts skills (all of its domain, when none are named) to a level from the one below."""
    lifts = tuple(LiftFacts(skill, end) for skill in skills or SKILLS[domain])
    return StepFacts(name, domain, end - 1, end, hours, after, lifts, closing)


def by_id(*steps: StepFacts) -> dict[str, StepFacts]:
    return {made.id: made for made in steps}


def frame(hours_per_week: int = 5, by_date: date | None = None) -> Frame:
    return Frame(hours_per_week, MONDAY, by_date)


@dataclass(frozen=True)
class Case:
    standings: tuple[Standing, ...]
    gaps: tuple[Standing, ...]
    steps: dict[str, StepFacts]
    done: tuple[str, ...]
    frame: Frame

    @property
    def profile(self) -> Profile:
        return profile_of(self.standings, SKILLS, self.steps, self.done)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A learner with standings in all domains, some of them gaps, and steps of which later ones build on earlier ones."""
    standings = tuple(
        standing(
            domain=domain,
            score=draw(st.integers(2, 98)),
            target=draw(st.integers(20, 90)),
            weight=draw(st.integers(1, 3)),
        )
        for domain in SKILLS
    )
    steps: dict[str, StepFacts] = {}
    for n in range(draw(st.integers(0, 12))):
        domain = draw(st.sampled_from(sorted(SKILLS)))
        steps[f"s{n}"] = step(
            f"s{n}",
            domain,
            end=draw(st.integers(1, 4)),
            hours=draw(st.integers(1, 30)),
            after=tuple(draw(st.sets(st.sampled_from(sorted(steps)), max_size=2)) if steps else ()),
            skills=tuple(sorted(draw(st.sets(st.sampled_from(SKILLS[domain]), min_size=1)))),
            closing=draw(st.integers(0, 5)) == 0,
        )
    done = tuple(sorted(draw(st.sets(st.sampled_from(sorted(steps)), max_size=3)) if steps else ()))
    by_date = draw(st.none() | st.dates(MONDAY, date(2027, 12, 31)))
    return Case(
        standings=standings,
        gaps=tuple(s for s in standings if s.score < s.target),
        steps=steps,
        done=done,
        frame=Frame(draw(st.integers(1, 40)), MONDAY, by_date),
    )

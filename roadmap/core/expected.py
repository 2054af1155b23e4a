"""Where a learner is expected to stand once steps are done: what a step says it lifts, believed until it is tested."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from assessment.core.catalogue import Level
from assessment.core.scale import LEVEL_POINTS, level_of
from roadmap.core.gaps import Standing
from roadmap.core.steps import StepFacts


def middle_of(level: int) -> float:
    """The score in the middle of a level (0 to 4)."""
    return (level + 0.5) * LEVEL_POINTS


@dataclass(frozen=True)
class Profile:
    """The expected score of every skill, by domain; a skill nothing is known about stands where its domain does."""

    skills: Mapping[str, Mapping[str, float]]

    def score(self, domain: str) -> float:
        """The expected score of a domain: the mean of its skills."""
        scores = self.skills[domain].values()
        return sum(scores) / len(scores)

    def level(self, domain: str) -> Level:
        return level_of(self.score(domain))

    def after(self, step: StepFacts) -> "Profile":
        """The profile once a step is done: each skill it lifts stands at least in the middle of the level it reaches."""
        scores = self.skills.get(step.domain)
        if scores is None:
            return self
        lifted = {
            lift.skill: max(scores[lift.skill], middle_of(lift.end))
            for lift in step.lifts
            if lift.skill in scores
        }
        return replace(self, skills={**self.skills, step.domain: {**scores, **lifted}})

    def is_past(self, step: StepFacts) -> bool:
        """Whether all that a step lifts already stands at its levels, or its domain is not in the profile.

        Each skill is asked for itself: steps for some skills of a domain can raise its level, and not those of the others.
        """
        scores = self.skills.get(step.domain)
        if scores is None:
            return True
        lifts = [lift for lift in step.lifts if lift.skill in scores]
        return all(level_of(scores[lift.skill]) >= lift.end for lift in lifts)

    def needs(self, step: StepFacts) -> bool:
        """Whether a step starts at or below where its domain stands and leads above it."""
        return not self.is_past(step) and step.start <= self.level(step.domain)


def profile_of(
    standings: Iterable[Standing],
    skills: Mapping[str, Collection[str]],
    steps: Mapping[str, StepFacts] | None = None,
    done: Collection[str] = (),
) -> Profile:
    """The profile of tested standings, with the steps done since. skills: the skills (ids) of every domain (id)."""
    profile = Profile(
        {
            standing.domain: dict.fromkeys(skills[standing.domain], standing.score)
            for standing in standings
            if skills.get(standing.domain)
        }
    )
    for identity in sorted(done):
        if steps and identity in steps:
            profile = profile.after(steps[identity])
    return profile


def gain(profile: Profile, step: StepFacts, target: float) -> float:
    """Points of its domain that a step adds, counted up to the target score: the mean over the domain's skills."""
    scores = profile.skills.get(step.domain)
    if not scores:
        return 0.0
    added = sum(
        max(0.0, min(target, middle_of(lift.end)) - scores[lift.skill])
        for lift in step.lifts
        if lift.skill in scores
    )
    return added / len(scores)

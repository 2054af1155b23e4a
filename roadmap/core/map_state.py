"""What the map says of a domain or a step, seen from where a learner stands."""

from enum import StrEnum

from roadmap.core.gaps import SURE, Standing, Verdict
from roadmap.core.next_steps import useful
from roadmap.core.steps import StepFacts


class MapState(StrEnum):
    """The value is also the name of the class and of the mark that show it, so that nothing rests on colour alone."""

    NEUTRAL = "neutral"  # nothing is known of the person
    # of a domain: the verdict of the report
    GAP = Verdict.GAP.value
    LIKELY_GAP = Verdict.LIKELY_GAP.value
    OPEN = Verdict.OPEN.value
    ON_TARGET = Verdict.ON_TARGET.value
    STRENGTH = Verdict.STRENGTH.value
    # of a step: what the learner has marked
    DOING = "doing"
    DONE = "done"
    SKIPPED = "skipped"
    # of a step: from the level of the estimate in its domain
    NOW = "now"
    LATER = "later"
    ABOVE = "above"
    # of both
    NOT_NEEDED = "not-needed"

    @property
    def label(self) -> str:
        """A few words; none where there is nothing to say."""
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        """The sentence of the legend."""
        return _WORDS[self][1]


_MARKED = (MapState.DOING, MapState.DONE, MapState.SKIPPED)
_WORDS = {
    MapState.NEUTRAL: ("", ""),
    MapState.GAP: (Verdict.GAP.label, "the interval lies below what the role asks"),
    MapState.LIKELY_GAP: (
        Verdict.LIKELY_GAP.label,
        f"a gap is at least {round(SURE * 100)} % sure",
    ),
    MapState.OPEN: (Verdict.OPEN.label, "more questions would tell"),
    MapState.ON_TARGET: (
        Verdict.ON_TARGET.label,
        f"a gap is at most {round((1 - SURE) * 100)} % sure",
    ),
    MapState.STRENGTH: (Verdict.STRENGTH.label, "the interval lies above what the role asks"),
    MapState.DOING: ("Doing", "you marked it as under way"),
    MapState.DONE: ("Done", "you marked it as done"),
    MapState.SKIPPED: ("Skipped", "you marked it as skipped"),
    MapState.NOW: ("Useful now", "starts at or below your level and leads above it"),
    MapState.LATER: ("Later", "starts above your level, or above what the role asks"),
    MapState.ABOVE: ("You stand above it", "leads no higher than the level you are likely at"),
    MapState.NOT_NEEDED: ("Not needed for this role", "the role gives its domain no weight"),
}


def domain_state(standing: Standing | None) -> MapState:
    """The verdict on a domain; neutral without a standing in it."""
    if standing is None:
        return MapState.NEUTRAL
    return MapState(standing.verdict) if standing.weight else MapState.NOT_NEEDED


def step_state(step: StepFacts, standing: Standing | None, mark: str = "") -> MapState:
    """What the learner has marked of a step, else how it lies to their level in its domain; neutral without a standing there.

    mark: "doing", "done" or "skipped"; anything else says nothing.
    """
    if mark in _MARKED:
        return MapState(mark)
    if standing is None:
        return MapState.NEUTRAL
    if step.end <= standing.level:
        return MapState.ABOVE
    if not standing.weight:
        return MapState.NOT_NEEDED
    return MapState.NOW if useful(step, standing) else MapState.LATER

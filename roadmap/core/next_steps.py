"""Which steps close a gap: those that start where the learner stands, prerequisites first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from roadmap.core.gaps import Standing
from roadmap.core.steps import StepFacts, levels_passed, with_prerequisites


@dataclass(frozen=True)
class Suggestion:
    """A step to do, the gap it is for, and the steps that come before it and are suggested too."""

    step: str
    domain: str
    needs: tuple[str, ...] = ()


def useful(step: StepFacts, standing: Standing) -> bool:
    """Whether a step lifts from where the learner stands (the level of the estimate) toward the target level."""
    return (
        standing.level < step.end
        and step.start <= standing.level
        and step.start <= standing.target_level
    )


def next_steps(
    gaps: Sequence[Standing],
    steps: Mapping[str, StepFacts],
    *,
    per_gap: int = 2,
    at_most: int = 6,
    done: Collection[str] = (),
    levels: Mapping[str, int] | None = None,
) -> tuple[Suggestion, ...]:
    """The first steps for the most urgent gaps, in an order in which they can be done.

    gaps: the most urgent first. levels: where the learner stands (0 to 4) in every domain, of which `gaps` may be a part:
    prerequisites reach into other domains; a domain that is left out counts as passed. A step's prerequisites come before it unless the learner already stands above what
    they lift to; those are named in `needs` where they are suggested as well.
    """
    above = {standing.domain: standing.level for standing in gaps}
    is_passed = levels_passed(above | dict(levels or {}))
    chosen: dict[str, Suggestion] = {}
    for standing in gaps:
        fitting = [
            step
            for step in steps.values()
            if step.domain == standing.domain and step.id not in done and useful(step, standing)
        ]
        if not fitting:
            fitting = _nearest(standing, steps, done)
        fitting.sort(key=lambda step: (step.start, step.end, step.hours, step.id))
        for step in fitting[:per_gap]:
            for identity in with_prerequisites(step.id, steps, there=done, is_passed=is_passed):
                if identity not in chosen and len(chosen) < at_most:
                    needs = tuple(n for n in steps[identity].after if n in chosen)
                    chosen[identity] = Suggestion(identity, standing.domain, needs)
        if len(chosen) >= at_most:
            break
    return tuple(chosen.values())


def _nearest(
    standing: Standing, steps: Mapping[str, StepFacts], done: Collection[str]
) -> list[StepFacts]:
    """When no step starts where the learner stands, the ones of the domain that come closest from above."""
    later = [
        s
        for s in steps.values()
        if s.domain == standing.domain and s.id not in done and s.end > standing.level
    ]
    return sorted(later, key=lambda step: (step.start, step.id))[:1]

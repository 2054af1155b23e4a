"""A step as the rules see it, what it builds on, and what comes at the end."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LiftFacts:
    """A skill (id) that a step lifts, and the level (1 to 4) it reaches."""

    skill: str
    end: int


@dataclass(frozen=True)
class StepFacts:
    """A step as the rules see it. `start` and `end` are levels (0 to 4): the lowest it starts from, the highest it reaches.

    closing: whether it belongs into the last weeks of a plan, with everything that comes after it.
    """

    id: str
    domain: str
    start: int
    end: int
    hours: int
    after: tuple[str, ...]
    lifts: tuple[LiftFacts, ...] = ()
    closing: bool = False


def with_prerequisites(
    identity: str,
    steps: Mapping[str, StepFacts],
    *,
    there: Collection[str],
    is_passed: Callable[[StepFacts], bool],
) -> list[str]:
    """A step (id) after those of its prerequisites that are still needed, deepest first; empty if it is there itself.

    there: ids that need nothing more. is_passed: whether the learner stands above what a prerequisite leads to; what
    it builds on is then not looked at. Prerequisites that `steps` lacks are passed over.
    """
    found: list[str] = []

    def visit(here: str) -> None:
        if here in found or here in there or (here != identity and is_passed(steps[here])):
            return
        for before in steps[here].after:
            if before in steps:
                visit(before)
        found.append(here)

    visit(identity)
    return found


def domains_needed(steps: Mapping[str, StepFacts]) -> dict[str, frozenset[str]]:
    """The domains of every step and of all that it builds on, by step."""
    found: dict[str, frozenset[str]] = {}

    def visit(identity: str) -> frozenset[str]:
        if identity not in found:
            before = (visit(other) for other in steps[identity].after if other in steps)
            found[identity] = frozenset({steps[identity].domain}).union(*before)
        return found[identity]

    for identity in steps:
        visit(identity)
    return found


def levels_passed(levels: Mapping[str, int]) -> Callable[[StepFacts], bool]:
    """Whether a step leads no higher than the level (0 to 4) of its domain; domains that are left out count as passed."""
    return lambda step: step.end <= levels.get(step.domain, step.end)


def closing_last(
    order: Sequence[str], steps: Mapping[str, StepFacts], under_way: Collection[str]
) -> list[str]:
    """Closing steps to the end, in their order, unless they are under way or another step builds on them."""
    needed = set(under_way)
    for identity in reversed(order):
        if not steps[identity].closing or identity in needed:
            needed |= {identity, *steps[identity].after}
    return [i for i in order if i in needed] + [i for i in order if i not in needed]

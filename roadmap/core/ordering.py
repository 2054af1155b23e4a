"""What comes before what in a plan: prerequisites before what builds on them, closing steps at the end."""

from collections.abc import Collection, Mapping, Sequence

from roadmap.core.expected import Profile
from roadmap.core.next_steps import StepFacts


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


def with_what_it_needs(
    identity: str, steps: Mapping[str, StepFacts], profile: Profile, there: Collection[str]
) -> list[str]:
    """A step after those of its prerequisites that are neither there nor passed, deepest first."""
    found: list[str] = []

    def visit(here: str) -> None:
        if here in found or here in there:
            return
        if here != identity and profile.is_past(steps[here]):
            return
        for before in steps[here].after:
            if before in steps:
                visit(before)
        found.append(here)

    visit(identity)
    return found


def closing_last(
    order: Sequence[str], steps: Mapping[str, StepFacts], under_way: Collection[str]
) -> list[str]:
    """Closing steps to the end, in their order, unless they are under way or another step builds on them."""
    needed = set(under_way)
    for identity in reversed(order):
        if not steps[identity].closing or identity in needed:
            needed |= {identity, *steps[identity].after}
    return [i for i in order if i in needed] + [i for i in order if i not in needed]

"""What is written down about a person in `people/`: who they are, their true scores, and what a mentor would say first."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assessment.core.catalogue import Entry, Slug, Text
from assessment.core.yaml_source import ContentError, Problem, parse_one, read

PEOPLE = Path(__file__).parent / "people"
Score = Annotated[int, Field(ge=0, le=100)]
Place = Annotated[int, Field(ge=1)]


class First(Entry):
    """What a list should begin with.

    top: the first ones are all among these. within: must be there, at this place (from 1) at the latest.
    never: must not be in the list at all. but: where the app is known to say something else, and why that is left for now.
    """

    top: tuple[Slug, ...]
    within: dict[Slug, Place] = {}
    never: tuple[Slug, ...] = ()
    but: dict[Slug, Text] = {}

    def objections(self, said: Sequence[str], *, first: int) -> dict[str, str]:
        """What is wrong with a list whose `first` entries count as its beginning, by slug; empty when the mentor agrees."""
        found = {slug: "comes too early" for slug in said[:first] if slug not in self.top}
        for slug, place in self.within.items():
            if slug not in said[:place]:
                found[slug] = f"should be within the first {place}"
        return found | {slug: "should not be said" for slug in self.never if slug in said}


class Persona(Entry):
    """A person of known abilities. mentor: in words, what the three lists after it say as ids."""

    id: Slug
    who: Text
    background: Slug
    role: Slug
    hours: Annotated[int, Field(ge=1, le=60)]
    scores: dict[Slug, Score]
    mentor: Text
    gaps: First
    steps: First
    certifications: First


@cache
def everyone() -> tuple[Persona, ...]:
    """All people, by id. Raises ContentError with everything that is wrong with their files."""
    problems: list[Problem] = []
    people: list[Persona] = []
    for path in sorted(PEOPLE.glob("*.yaml")):
        source = read(path, path.name, problems)
        if source:
            people += [located.value for located in parse_one(Persona, source, problems)]
    if problems:
        raise ContentError(problems)
    return tuple(people)

"""Which resources help with which skills, the most specific first, and which ones a search finds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ResourceFacts:
    """A resource as the rules see it. covers: the skills it helps with, those of its domains among them; text: what a search reads."""

    id: str
    name: str
    covers: frozenset[str]
    text: str


def helpful(
    skills: Collection[str], resources: Iterable[ResourceFacts], *, at_most: int | None = None
) -> tuple[str, ...]:
    """Ids of the resources that help with some of `skills`, the most specific first.

    Specific is what speaks of little else: the order is by the share of a resource's skills that are wanted (0 to 1),
    then by how many that are, then by name. at_most: how many to return, None for all.
    """
    wanted = set(skills)
    fitting = [resource for resource in resources if wanted & resource.covers]

    def specific(resource: ResourceFacts) -> tuple[float, int, str]:
        shared = len(wanted & resource.covers)
        return (-shared / len(resource.covers), -shared, resource.name)

    return tuple(resource.id for resource in sorted(fitting, key=specific)[:at_most])


def search(
    resources: Iterable[ResourceFacts], *, words: str = "", skills: Collection[str] | None = None
) -> tuple[str, ...]:
    """Ids of the resources whose text holds every one of `words`, in any case, and that help with some of `skills`.

    skills: None for any; the resources then stay in their order, else the most specific come first.
    """
    wanted = words.casefold().split()
    found = [r for r in resources if all(word in r.text.casefold() for word in wanted)]
    return tuple(r.id for r in found) if skills is None else helpful(skills, found)

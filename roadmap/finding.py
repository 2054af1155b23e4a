"""Finds certifications in the catalogue: by words, and by what they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roadmap.core.credentials import Relevance
from roadmap.models import Certification
from roadmap.models.content import LADDER

RUNGS = {rung: place for place, rung in enumerate(LADDER)}


@dataclass(frozen=True)
class Group:
    """Certifications of one relevance, in the order of the ladder, then of names."""

    relevance: Relevance
    rows: tuple[Certification, ...]


def find(rows: Iterable[Certification], wanted: Mapping[str, str]) -> list[Group]:
    """The certifications that fit everything wanted, in groups, the closest to MLOps first; groups may not be empty.

    wanted: by the names of CatalogueForm's fields; what is missing or empty is not asked for. `q` holds words that must all
    occur in the name, provider, facts, reason or note, whether small or capital.
    """
    found = [row for row in rows if _fits(row, wanted)]
    found.sort(key=lambda row: (RUNGS.get(row.ladder, len(RUNGS)), row.name))
    groups = [
        Group(relevance, tuple(row for row in found if row.relevance == relevance))
        for relevance in Relevance
    ]
    return [group for group in groups if group.rows]


def _fits(row: Certification, wanted: Mapping[str, str]) -> bool:
    for field in ("relevance", "ladder", "kind", "provider"):
        if wanted.get(field) and getattr(row, field) != wanted[field]:
            return False
    if wanted.get("domain") and wanted["domain"] not in {d.slug for d in row.domains.all()}:
        return False
    words = wanted.get("q", "").casefold().split()
    outside = [known["fact"] for known in row.outside]
    text = " ".join([row.name, row.provider, *row.facts, *outside, row.why, row.note]).casefold()
    return all(word in text for word in words)

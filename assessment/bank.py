"""The question bank of the database as the measurement sees it, built once per content version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assessment.core.items import ItemBank, item_bank
from assessment.core.posterior import Answers, Posterior, Prior, estimate, launch_prior
from assessment.core.responses import Outcome
from assessment.core.scale import to_theta
from assessment.core.selection import Aim
from assessment.models import ContentVersion, Domain, QuestionRevision


@dataclass(frozen=True)
class Bank:
    """The item bank with the rows it came from: positions in the arrays stand for these primary keys."""

    items: ItemBank
    prior: Prior
    domains: tuple[str, ...]  # slugs, by position
    domain_pks: tuple[int, ...]
    revision_pks: tuple[int, ...]
    question_pks: tuple[int, ...]
    index: Mapping[int, int]  # revision pk -> item
    items_of_question: Mapping[int, tuple[int, ...]]

    def answers(self, pairs: Iterable[tuple[int, str]]) -> Answers:
        """(revision pk, outcome) pairs as the measurement wants them."""
        return [(self.index[revision], Outcome(outcome)) for revision, outcome in pairs]

    def ratings(self, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
        """(domain pk, level) pairs as the measurement wants them."""
        return {self.domain_pks.index(domain): level for domain, level in pairs}

    def aim(self, aims: Mapping[str, Mapping[str, float]]) -> Aim:
        """Stored wanted scores and weights as arrays; a domain that did not exist then has no weight."""
        wanted = [aims.get(slug, {"score": 50, "weight": 0}) for slug in self.domains]
        return Aim(
            target=np.array([to_theta(w["score"]) for w in wanted]),
            weight=np.array([w["weight"] for w in wanted], dtype=float),
        )

    def estimate(self, ratings: Mapping[int, int], answers: Answers) -> Posterior:
        return estimate(self.prior, self.items, ratings, answers)


def current_bank() -> Bank:
    """The bank of the newest content version, kept in memory until there is a newer one."""
    return _bank(*ContentVersion.objects.values_list("pk", "loaded_at").latest())


@lru_cache(maxsize=2)
def _bank(version: int, loaded_at: object) -> Bank:
    # Retired domains stay: old responses are about them.
    domains = list(Domain.objects.order_by("position", "pk").values_list("pk", "slug"))
    place = {pk: i for i, (pk, _) in enumerate(domains)}
    rows = list(
        QuestionRevision.objects.order_by("pk").values_list(
            "pk",
            "question_id",
            "skill_id",
            "skill__domain_id",
            "level",
            "guess_rate",
            "current",
            "question__retired",
            "question__draft",
        )
    )
    of_question: dict[int, tuple[int, ...]] = {}
    for i, row in enumerate(rows):
        of_question[row[1]] = (*of_question.get(row[1], ()), i)
    skills = {pk: i for i, pk in enumerate(sorted({row[2] for row in rows}))}
    return Bank(
        items=item_bank(
            domains=len(domains),
            domain=[place[row[3]] for row in rows],
            skill=[skills[row[2]] for row in rows],
            band=[row[4] - 1 for row in rows],
            guess=[row[5] for row in rows],
            servable=[row[6] and not row[7] and not row[8] for row in rows],
        ),
        prior=launch_prior(len(domains)),
        domains=tuple(slug for _, slug in domains),
        domain_pks=tuple(pk for pk, _ in domains),
        revision_pks=tuple(row[0] for row in rows),
        question_pks=tuple(row[1] for row in rows),
        index={row[0]: i for i, row in enumerate(rows)},
        items_of_question=of_question,
    )

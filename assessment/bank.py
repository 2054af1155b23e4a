"""The question bank of the database as the measurement sees it, built once per version of content and measurement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import QuerySet, Subquery

from assessment.core.catalogue import EFFORT, Kind
from assessment.core.items import ItemBank, ItemParameters, item_bank, launch_parameters
from assessment.core.posterior import (
    MEASUREMENT_VERSION,
    PRECISE,
    Answers,
    Convergence,
    Posterior,
    Rest,
    estimate,
)
from assessment.core.prior import Prior, launch_prior
from assessment.core.responses import Outcome
from assessment.core.scale import to_theta
from assessment.core.selection import Aim
from assessment.core.stored import items_from_json, prior_from_json
from assessment.models import (
    Assessment,
    ContentVersion,
    Domain,
    MeasurementVersion,
    Option,
    QuestionRevision,
)
from assessment.prepared import Parameter, Prepared

OUTCOME_OF = {outcome.value: outcome for outcome in Outcome}  # many times faster than Outcome(…)
Versions = tuple[int, datetime, int | None, datetime | None]


@dataclass(frozen=True)
class Bank:
    """The item bank with the rows it came from: positions in the arrays stand for these primary keys."""

    measurement_version: int
    items: ItemBank
    parameters: ItemParameters  # what `items` has its curves from
    launch: ItemParameters  # what was known of the questions before any data
    prior: Prior
    domains: tuple[str, ...]  # slugs, by position
    domain_pks: tuple[int, ...]
    skill_pks: tuple[int, ...]
    revision_pks: tuple[int, ...]
    revisions: Mapping[int, QuestionRevision]  # by pk, with skill, domain and options; only read
    options: Mapping[int, tuple[Option, ...]]  # by revision pk
    index: Mapping[int, int]  # revision pk -> item
    items_of_question: Mapping[int, tuple[int, ...]]

    def answers(self, pairs: Iterable[tuple[int, str]]) -> Answers:
        """(revision pk, outcome) pairs as the measurement wants them."""
        return [(self.index[revision], OUTCOME_OF[outcome]) for revision, outcome in pairs]

    def question_of(self, item: int) -> int:
        """The pk of an item's question."""
        return self.revisions[self.revision_pks[item]].question_id

    def items_of(self, questions: Iterable[int]) -> list[int]:
        """The items of all revisions of questions (by pk)."""
        return [item for pk in questions for item in self.items_of_question.get(pk, ())]

    def left(self, asked: Sequence[int], only: int | None = None) -> int:
        """How many items can still be asked when those `asked` were, in one domain (by index) or in all."""
        free = self.items.servable.copy()
        free[list(asked)] = False
        return int(free.sum() if only is None else free[self.items.domain == only].sum())

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

    def estimate(
        self,
        ratings: Mapping[int, int],
        answers: Answers,
        convergence: Convergence = PRECISE,
        start: Rest | None = None,
    ) -> Posterior:
        return estimate(self.prior, self.items, ratings, answers, convergence, start)


def current_bank() -> Bank:
    """The bank of the newest content and measurement, kept in memory until there is a newer one."""
    return _bank(*current_versions())


def current_versions() -> Versions:
    """What the measurement of now rests on: content version and measurement version, each with its time.

    Before the first calibration there is no measurement version: None twice.
    """
    return _newest(CURRENT)


def bank_of(run: Assessment) -> Bank:
    """The bank with the measurement that made the result of an assessment: what it says fits the stored numbers.

    Questions are those of the newest content, which keeps every revision that was ever asked.
    """
    return _bank(*_newest(OF_NUMBER, number=run.measurement_version))


def _versions(**measurement: object) -> "QuerySet[Any, Any]":
    """The newest content with the newest of some measurement versions."""
    measurements = MeasurementVersion.objects.filter(**measurement).order_by("-number")
    return (
        ContentVersion.objects.annotate(
            measurement=Subquery(measurements.values("number")[:1]),
            measured_at=Subquery(measurements.values("created_at")[:1]),
        )
        .values_list("pk", "loaded_at", "measurement", "measured_at")
        .order_by("-pk")[:1]
    )


CURRENT = Prepared(_versions)
OF_NUMBER = Prepared(lambda: _versions(number=Parameter(MeasurementVersion, "number")))


def _newest(prepared: Prepared, **values: int) -> Versions:
    found = prepared.rows(**values)
    if not found:
        raise ContentVersion.DoesNotExist(
            "There is no content: load it with manage.py loadcontent."
        )
    return found[0]


@lru_cache(maxsize=4)  # the one that measures now, and some that old results are explained with
def _bank(
    version: int, loaded_at: datetime, measurement: int | None, measured_at: datetime | None
) -> Bank:
    # Retired domains stay: old responses are about them.
    domains = list(Domain.objects.order_by("position", "pk").values_list("pk", "slug"))
    place = {pk: i for i, (pk, _) in enumerate(domains)}
    rows = list(
        QuestionRevision.objects.order_by("pk")
        .select_related("question", "skill__domain")
        .prefetch_related("options__misconception")
    )
    of_question: dict[int, tuple[int, ...]] = {}
    for i, row in enumerate(rows):
        of_question[row.question_id] = (*of_question.get(row.question_id, ()), i)
    skills = {pk: i for i, pk in enumerate(sorted({row.skill_id for row in rows}))}
    revision_pks = tuple(row.pk for row in rows)
    domain_pks = tuple(pk for pk, _ in domains)
    band = [row.level - 1 for row in rows]
    launch = parameters = launch_parameters(np.array(band, dtype=np.intp))
    prior = launch_prior(len(domains))
    if measurement is not None:
        learnt = MeasurementVersion.objects.get(number=measurement).parameters
        parameters = items_from_json(learnt, launch, revision_pks)
        prior = prior_from_json(learnt, domain_pks)
    return Bank(
        measurement_version=measurement or MEASUREMENT_VERSION,
        items=item_bank(
            domains=len(domains),
            domain=[place[row.skill.domain_id] for row in rows],
            skill=[skills[row.skill_id] for row in rows],
            band=band,
            guess=[row.guess_rate for row in rows],
            effort=[EFFORT[Kind(row.kind)] for row in rows],
            servable=[row.is_servable for row in rows],
            parameters=parameters,
        ),
        parameters=parameters,
        launch=launch,
        prior=prior,
        domains=tuple(slug for _, slug in domains),
        domain_pks=domain_pks,
        skill_pks=tuple(skills),
        revision_pks=revision_pks,
        revisions={row.pk: row for row in rows},
        options={row.pk: tuple(row.options.all()) for row in rows},
        index={row.pk: i for i, row in enumerate(rows)},
        items_of_question=of_question,
    )

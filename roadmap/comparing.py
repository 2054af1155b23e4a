"""Two finished assessments of one person side by side: what changed, and whether that is more than noise."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
from django.db.models import Q

from assessment.bank import Bank, bank_of
from assessment.core.change import Change, Given, Verdict, compare, overlap
from assessment.core.measured import Measured, measured
from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, DomainResult, Response, SelfRating

KEPT_LOSSES = 4096  # pairs of which it is remembered what got worse


@dataclass(frozen=True)
class Row:
    """One domain, before and after, both measured with the version of the later assessment."""

    domain: Domain
    earlier: Measured
    later: Measured
    change: Change


@dataclass(frozen=True)
class ChangedAim:
    """What the role asked of a domain, before and after: wanted score, weight."""

    domain: Domain
    earlier: tuple[float, int]
    later: tuple[float, int]


@dataclass(frozen=True)
class Compared:
    """Everything the page of a comparison says.

    carried: answers that both rest on. rated: self-ratings that both rest on. again: later answers to questions that had
    been answered before, left out. revised: positions in the earlier and the later assessment (or None) of questions that
    were revised in between.
    """

    earlier: Assessment
    later: Assessment
    rows: tuple[Row, ...]
    overall: Change
    carried: int
    rated: int
    again: int
    revised: tuple[tuple[int | None, int | None], ...]
    aims: tuple[ChangedAim, ...]

    @property
    def gains(self) -> list[Row]:
        return [row for row in self.rows if row.change.verdict is Verdict.UP]

    @property
    def losses(self) -> list[Row]:
        return [row for row in self.rows if row.change.verdict is Verdict.DOWN]

    @property
    def same_role(self) -> bool:
        return self.earlier.role == self.later.role

    @property
    def is_remeasured(self) -> bool:
        """Whether the earlier report was made with another measurement."""
        return self.earlier.measurement_version != self.later.measurement_version


def compared(earlier: Assessment, later: Assessment) -> Compared:
    """Fit both sets of evidence with the later one's measurement and say what changed; a fixed number of queries."""
    runs = (earlier, later)
    results = DomainResult.objects.filter(assessment__in=runs).select_related("domain")
    evidence = _Evidence(runs, _links(runs), results.defer("density"))
    return _Comparing(earlier, later, bank_of(later), evidence).compared()


def _links(runs: Sequence[Assessment]) -> dict[UUID, UUID | None]:
    """What each assessment of the owners goes on from; no query where none of these goes on from another."""
    if not any(run.continues_id for run in runs):
        return {}
    owners = Q(learner__in={run.learner_id for run in runs if run.learner_id})
    owners |= Q(guest_key__in={run.guest_key for run in runs if run.guest_key})
    return dict(Assessment.objects.filter(owners).values_list("pk", "continues_id"))


Pair = tuple[Assessment, Assessment]


def not_compared(pairs: Iterable[Pair]) -> list[Pair]:
    """Those pairs (earlier, later) of which it is not in memory yet what got worse."""
    return [pair for pair in pairs if _key(pair) not in _known_losses]


def losses(
    pairs: Sequence[Pair], links: Mapping[UUID, UUID | None], results: Iterable[DomainResult]
) -> dict[UUID, tuple[str, ...]]:
    """The names of the domains with a real loss in each pair (earlier, later), by the later one's key.

    links: which assessment each of their owners' goes on from, where one does. results: of the pairs that are not in
    memory, with their domains. At most two queries, and one for every measurement version among the later ones. Finished
    assessments are frozen, so what was found of a pair stays in memory.
    """
    new = not_compared(pairs)
    banks = {later.measurement_version: later for _, later in new}
    bank = {version: bank_of(later) for version, later in banks.items()}
    evidence = _Evidence([run for pair in new for run in pair], links, results)
    if len(_known_losses) + len(new) > KEPT_LOSSES:
        _known_losses.clear()
    for earlier, later in new:
        found = _Comparing(earlier, later, bank[later.measurement_version], evidence).compared()
        _known_losses[_key((earlier, later))] = tuple(row.domain.name for row in found.losses)
    return {pair[1].pk: _known_losses.get(_key(pair), ()) for pair in pairs}


def _key(pair: Pair) -> tuple[UUID, UUID]:
    return pair[0].pk, pair[1].pk


_known_losses: dict[tuple[UUID, UUID], tuple[str, ...]] = {}


class _Evidence:
    """What some finished assessments rest on; two queries for any number, none for none."""

    def __init__(
        self,
        runs: Sequence[Assessment],
        links: Mapping[UUID, UUID | None],
        results: Iterable[DomainResult],
    ) -> None:
        pks = [run.pk for run in runs]
        self.links = links
        self.responses: dict[UUID, list[Response]] = defaultdict(list)
        self.ratings: dict[UUID, dict[int, int]] = defaultdict(dict)  # level by domain (pk)
        self.domains: dict[UUID, dict[int, Domain]] = defaultdict(dict)
        if not pks:
            return
        for response in Response.objects.filter(assessment__in=pks).order_by("position"):
            self.responses[response.assessment_id].append(response)
        for rating in SelfRating.objects.filter(assessment__in=pks):
            self.ratings[rating.assessment_id][rating.domain_id] = rating.level
        for result in results:
            self.domains[result.assessment_id][result.domain_id] = result.domain

    def lineage(self, run: Assessment) -> set[UUID]:
        """The assessment, the one that it continues, and so on."""
        found: set[UUID] = set()
        pk: UUID | None = run.pk
        while pk and pk not in found:
            found.add(pk)
            pk = self.links.get(pk)
        return found


class _Comparing:
    """Compares two assessments by what they rest on."""

    def __init__(
        self, earlier: Assessment, later: Assessment, bank: Bank, evidence: _Evidence
    ) -> None:
        self.earlier, self.later, self.bank, self.evidence = earlier, later, bank, evidence
        self.responses = {run.pk: evidence.responses[run.pk] for run in (earlier, later)}
        self.found = [evidence.domains[run.pk] for run in (earlier, later)]
        self.ratings = {
            run.pk: bank.ratings(evidence.ratings[run.pk].items()) for run in (earlier, later)
        }

    def compared(self) -> Compared:
        bank, earlier, later = self.bank, self.earlier, self.later
        first, second = self._given(earlier), self._given(later)
        both = overlap(first, second)
        ratings = self._shared_ratings()
        answers = [(one.item, one.outcome) for one in first]
        before = bank.estimate(self.ratings[earlier.pk], answers)
        after = bank.estimate(self.ratings[later.pk], both.later)
        found = compare(before, after, bank.estimate(ratings, both.shared), weight=self._weights())
        old, new = measured(before, bank.items, answers), measured(after, bank.items, both.later)
        rows = [Row(row, old[d], new[d], found.domains[d]) for d, row in self.domains.items()]
        return Compared(
            earlier=earlier,
            later=later,
            rows=tuple(sorted(rows, key=_real_first)),
            overall=found.overall,
            carried=len(both.shared),
            rated=len(ratings),
            again=both.again,
            revised=tuple(self._revised()),
            aims=tuple(self._aims()),
        )

    @cached_property
    def domains(self) -> dict[int, Domain]:
        """Domains that both assessments have a result in, by index in the bank."""
        earlier, later = self.found
        both = {self.bank.domain_pks.index(pk): earlier[pk] for pk in earlier if pk in later}
        return dict(sorted(both.items()))

    def _given(self, run: Assessment) -> list[Given]:
        return [
            Given(r.question_id, self.bank.index[r.revision_id], Outcome(r.outcome), r.answered_at)
            for r in self.responses[run.pk]
        ]

    def _shared_ratings(self) -> dict[int, int]:
        """Ratings are carried over where both go on from one assessment, or one from the other."""
        if not (self.later.continues_id or self.earlier.continues_id):
            return {}
        if not self.evidence.lineage(self.earlier) & self.evidence.lineage(self.later):
            return {}
        before, after = self.ratings[self.earlier.pk], self.ratings[self.later.pk]
        return {d: level for d, level in after.items() if before.get(d) == level}

    def _weights(self) -> np.ndarray:
        """What the later role weighs, of the domains that both have."""
        aims = self.later.aims
        return np.array(
            [
                aims.get(slug, {"weight": 0})["weight"] if d in self.domains else 0
                for d, slug in enumerate(self.bank.domains)
            ],
            dtype=float,
        )

    def _revised(self) -> Iterable[tuple[int | None, int | None]]:
        places = [
            {r.question_id: r.position for r in self.responses[run.pk]}
            for run in (self.earlier, self.later)
        ]
        since, until = self.earlier.finished_at, self.later.finished_at
        assert since is not None
        assert until is not None
        revised = {
            row.question_id
            for row in self.bank.revisions.values()
            if row.number > 1 and since < row.created_at <= until
        }
        for question in sorted(revised & {*places[0], *places[1]}):
            yield places[0].get(question), places[1].get(question)

    def _aims(self) -> Iterable[ChangedAim]:
        """What changed in the aims, as long as they are of one role."""
        if self.earlier.role != self.later.role:
            return
        for row in self.domains.values():
            was, now = (
                (aim["score"], aim["weight"])
                for run in (self.earlier, self.later)
                for aim in [run.aims.get(row.slug, {"score": 0, "weight": 0})]
            )
            if was != now:
                yield ChangedAim(row, was, now)


def _real_first(row: Row) -> tuple[bool, float, int]:
    """Real changes, the clearest first; then the others in the order of the domains."""
    noise = row.change.verdict is Verdict.NOISE
    return noise, 0.0 if noise else -abs(row.change.index), row.domain.position

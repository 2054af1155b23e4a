"""Two finished assessments of one person side by side: what changed, and whether that is more than noise."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np

from assessment.bank import Bank, bank_of
from assessment.core.change import Change, Given, Verdict, compare, overlap
from assessment.core.measured import Measured, measured
from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, DomainResult, Response, SelfRating


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
    return _Comparing(earlier, later).compared()


class _Comparing:
    """Reads what two assessments rest on, and compares."""

    def __init__(self, earlier: Assessment, later: Assessment) -> None:
        self.earlier, self.later = earlier, later
        self.bank: Bank = bank_of(later)
        pair = (earlier.pk, later.pk)
        self.responses: dict[UUID, list[Response]] = defaultdict(list)
        for response in Response.objects.filter(assessment__in=pair).order_by("position"):
            self.responses[response.assessment_id].append(response)
        self.ratings: dict[UUID, dict[int, int]] = {pk: {} for pk in pair}
        for rating in SelfRating.objects.filter(assessment__in=pair):
            place = self.bank.domain_pks.index(rating.domain_id)
            self.ratings[rating.assessment_id][place] = rating.level

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
        results = DomainResult.objects.select_related("domain").defer("density")
        times: dict[int, list[Domain]] = defaultdict(list)
        for result in results.filter(assessment__in=(self.earlier.pk, self.later.pk)):
            times[self.bank.domain_pks.index(result.domain_id)].append(result.domain)
        return {d: rows[0] for d, rows in sorted(times.items()) if len(rows) == 2}

    def _given(self, run: Assessment) -> list[Given]:
        return [
            Given(r.question_id, self.bank.index[r.revision_id], Outcome(r.outcome), r.answered_at)
            for r in self.responses[run.pk]
        ]

    def _shared_ratings(self) -> dict[int, int]:
        """Ratings are carried over where both go on from one assessment, or one from the other."""
        if not (self.later.continues_id or self.earlier.continues_id):
            return {}
        if not set(self.earlier.lineage()) & set(self.later.lineage()):
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

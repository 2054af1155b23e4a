"""What finished assessments would say with the measurement of now; nothing is ever written."""

from dataclasses import dataclass
from itertools import islice
from math import sqrt

from assessment.bank import Bank
from assessment.calibrating import BATCH, attempts_of
from assessment.measuring import results
from assessment.models import Domain, DomainResult
from assessment.models.runs import AssessmentQuerySet
from roadmap.report import standing_of


@dataclass
class Change:
    """How the results of one domain, or of all, would change; scores in points."""

    results: int = 0
    total: float = 0.0
    squares: float = 0.0
    levels: int = 0
    judged: int = 0  # results with a weight for the role: only these have a verdict that counts
    verdicts: int = 0

    @property
    def mean(self) -> float:
        return self.total / self.results if self.results else 0.0

    @property
    def rmse(self) -> float:
        return sqrt(self.squares / self.results) if self.results else 0.0

    def add(self, change: float, *, level: bool, verdict: bool | None) -> None:
        """Count one result: by how much its score changes, whether its level does, and its verdict (None: no weight)."""
        self.results += 1
        self.total += change
        self.squares += change**2
        self.levels += level
        self.judged += verdict is not None
        self.verdicts += bool(verdict)


@dataclass(frozen=True)
class Rescored:
    assessments: int
    domains: dict[str, Change]  # by slug, in the order of the domains
    overall: Change


def rescored(runs: AssessmentQuerySet, bank: Bank) -> Rescored:
    """Compare the stored results of finished assessments with what `bank` would make of the same answers."""
    domains = Domain.objects.in_bulk(bank.domain_pks)
    changes = {slug: Change() for slug in bank.domains}
    overall, seen = Change(), 0
    attempts = attempts_of(runs, bank)
    while batch := list(islice(attempts, BATCH)):
        stored: dict[tuple[object, int], DomainResult] = {
            (row.assessment_id, row.domain_id): row
            for row in DomainResult.objects.filter(
                assessment__in=[run.pk for run, _ in batch]
            ).defer("density")
        }
        for run, (ratings, answers) in batch:
            seen += 1
            for new in results(bank, bank.estimate(ratings, answers), answers):
                old = stored.get((run.pk, new.domain_id))
                if old is None:  # the domain is younger than the assessment
                    continue
                old.domain = new.domain = domains[new.domain_id]
                was, now = (standing_of(row, run.aims, None) for row in (old, new))
                verdict = was.verdict is not now.verdict if was.weight else None
                for change in (changes[new.domain.slug], overall):
                    change.add(new.score - old.score, level=new.level != old.level, verdict=verdict)
    return Rescored(seen, changes, overall)

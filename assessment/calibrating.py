"""Reads the archive of first attempts, learns from it, and keeps what was learnt as a new measurement version."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Count

from assessment.bank import Bank
from assessment.core import stored
from assessment.core.archive import Archive, Attempt
from assessment.core.calibration import Calibration, calibrate
from assessment.core.catalogue import Level
from assessment.core.prior import launch_prior
from assessment.models import Assessment, MeasurementVersion, Response, SelfRating
from assessment.models.runs import AssessmentQuerySet

BATCH = 500  # assessments read from the database at one time


@dataclass(frozen=True)
class ArchiveSize:
    """How many first attempts there are, and of whom."""

    accounts: int
    guests: int
    answers: int

    @property
    def attempts(self) -> int:
        return self.accounts + self.guests

    def __str__(self) -> str:
        return (
            f"{self.attempts:,} first attempts ({self.accounts:,} of accounts, "
            f"{self.guests:,} of guests) with {self.answers:,} answers"
        )


def archive_size() -> ArchiveSize:
    """Counted by the database."""
    first = Assessment.objects.first_attempts()
    counts = first.aggregate(attempts=Count("pk"), accounts=Count("learner"))
    return ArchiveSize(
        accounts=counts["accounts"],
        guests=counts["attempts"] - counts["accounts"],
        answers=Response.objects.filter(assessment__in=first.order_by().values("pk")).count(),
    )


def learn(bank: Bank) -> Calibration:
    """What the archive of now says. It starts from launch, not from the last calibration, which rests on the same people."""
    runs = Assessment.objects.first_attempts()
    attempts = (attempt for _, attempt in attempts_of(runs, bank))
    archive = Archive.of(len(bank.domains), attempts)
    return calibrate(bank.items, bank.launch, launch_prior(len(bank.domains)), archive)


def publish(calibration: Calibration, bank: Bank, *, note: str) -> MeasurementVersion | None:
    """Measure with what was learnt from now on; None when the newest version says the same already.

    Finished assessments keep their results and the number of the version that made them.
    """
    parameters = stored.to_json(calibration, bank.revision_pks, bank.domain_pks)
    with transaction.atomic():
        newest = MeasurementVersion.objects.first()
        if newest is not None and newest.parameters == parameters:
            return None
        return MeasurementVersion.objects.create(
            number=MeasurementVersion.current_number() + 1, note=note, parameters=parameters
        )


def attempts_of(runs: AssessmentQuerySet, bank: Bank) -> Iterator[tuple[Assessment, Attempt]]:
    """Assessments with their ratings and answers as the measurement wants them, read in batches."""
    rows = runs.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        pks = [run.pk for run in batch]
        ratings: defaultdict[UUID, list[tuple[int, int]]] = defaultdict(list)
        answers: defaultdict[UUID, list[tuple[int, str]]] = defaultdict(list)
        rated = SelfRating.objects.filter(assessment__in=pks)
        for run, domain, level in rated.values_list("assessment_id", "domain_id", "level"):
            ratings[run].append((domain, level))
        responses = Response.objects.filter(assessment__in=pks).order_by("position")
        for run, revision, outcome in responses.values_list(
            "assessment_id", "revision_id", "outcome"
        ):
            answers[run].append((revision, outcome))
        for row in batch:
            yield row, (bank.ratings(ratings[row.pk]), bank.answers(answers[row.pk]))


@dataclass(frozen=True)
class Move:
    """How what is known of one question changes; difficulties in thetas, slopes as factors (1 at launch)."""

    question: str
    band: str
    answers: int
    difficulty: tuple[float, float]
    difficulty_sd: float
    slope: tuple[float, float]

    @property
    def size(self) -> float:
        return abs(self.difficulty[1] - self.difficulty[0])

    @property
    def is_visible(self) -> bool:
        """Whether two decimals show it."""
        return max(self.size, abs(self.slope[1] - self.slope[0])) >= 0.005


def moves(calibration: Calibration, bank: Bank) -> list[Move]:
    """The questions with answers against the version in use, the largest move of difficulty first."""
    old, new = bank.parameters, calibration.items
    rows = [bank.revisions[pk] for pk in bank.revision_pks]
    found = [
        Move(
            question=str(rows[j]),
            band=Level(rows[j].level - 1).name.capitalize(),
            answers=int(calibration.answers[j]),
            difficulty=(float(old.difficulty[j]), float(new.difficulty[j])),
            difficulty_sd=float(new.difficulty_sd[j]),
            slope=(float(np.exp(old.log_slope[j])), float(np.exp(new.log_slope[j]))),
        )
        for j in np.flatnonzero(calibration.answers)
    ]
    return sorted(found, key=lambda move: (-move.size, move.question))

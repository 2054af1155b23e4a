"""Fills the database of DATABASE_URL with many people and their finished assessments: python -m tests.care.many 10000"""

import sys
from typing import Any
from uuid import uuid4

import django

if __name__ == "__main__":
    django.setup()

from assessment.models import Assessment, DomainResult, Response, SelfRating, User
from roadmap.models import Goal
from tests.care.people import life

PER_PERSON = 5
RUNS_AT_ONCE = 500


def many(attempts: int) -> None:
    """Two people with a row in every table, and copies of their finished assessments for many others."""
    patterns = [life(word).run for word in ("anna", "bert")]
    tables = (SelfRating, Response, DomainResult, Goal)
    rows = [
        {table: list(table.objects.filter(assessment=run)) for table in tables} for run in patterns
    ]
    for start in range(0, attempts, RUNS_AT_ONCE):
        numbers = range(start, min(start + RUNS_AT_ONCE, attempts))
        people = User.objects.bulk_create(
            User(email=f"{n}@example.org", name=f"Person {n}", password="!")
            for n in numbers
            if n % PER_PERSON == 0
        )
        runs = [(number % 2, uuid4(), people[(number - start) // PER_PERSON]) for number in numbers]
        Assessment.objects.bulk_create(
            copied(patterns[which], pk=pk, learner=person) for which, pk, person in runs
        )
        for table in tables:
            table._base_manager.bulk_create(
                copied(row, pk=None, assessment_id=pk)
                for which, pk, _ in runs
                for row in rows[which][table]
            )


def copied(row: Any, **changes: object) -> Any:
    """A row like another one."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    made = type(row)(**fields)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


if __name__ == "__main__":
    many(int(sys.argv[1]))

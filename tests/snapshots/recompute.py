"""Calculates every result of the site of DATABASE_URL again from what is stored: python -m tests.snapshots.recompute"""

import django

if __name__ == "__main__":
    django.setup()

from assessment.models import Assessment
from roadmap.core.recomputing import check
from roadmap.explaining import worksheet_of


def recompute() -> str:
    """How many numbers there are, and how many differ from those stored."""
    runs = Assessment.objects.finished()
    found = [one for run in runs for one in check(worksheet_of(run))]
    differing = [one for one in found if one.differs]
    worst = max((one.difference for one in differing), default=0.0)
    return f"{len(found)} numbers of {len(runs)} results, {len(differing)} differ, by {worst:.3g} at the most"


if __name__ == "__main__":
    print(recompute())

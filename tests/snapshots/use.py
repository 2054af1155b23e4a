"""Uses a migrated site of DATABASE_URL as its people do: python -m tests.snapshots.use"""

import django

if __name__ == "__main__":
    django.setup()

from django.test.utils import setup_test_environment
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import User
from roadmap.models import Mentorship
from tests import factories


def use() -> None:
    """Anna reads her report and goes on with her open assessment; her mentor sees what was shared before."""
    anna = User.objects.get(email="anna@example.org")
    assert anna.check_password(factories.PASSWORD)
    done = anna.assessments.finished().earliest("finished_at")
    report = reverse("roadmap:report", args=[done.pk])
    assert factories.signed_in(anna).get(report).status_code == 200
    run = anna.assessments.get(state="asking")
    before = run.responses.count()
    assert factories.answered(run, anna, Outcome.WRONG).responses.count() == before + 1
    shared = Mentorship.objects.filter(learner=anna).earliest("pk")
    seen = reverse("roadmap:mentee_report", args=[shared.pk, done.pk])
    assert factories.signed_in(shared.mentor).get(seen).status_code == 200


if __name__ == "__main__":
    setup_test_environment()
    use()

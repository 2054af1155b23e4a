"""The end of an assessment: its result is stored and never changed."""

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from assessment.access import Person
from assessment.actions.audit import audit
from assessment.bank import Bank
from assessment.measuring import posterior_of, results
from assessment.models import Assessment, ContentVersion, DomainResult, State, Verb


def freeze(run: Assessment, bank: Bank, *, by: Person) -> None:
    """Store the result of an assessment, which is finished with it; call it inside the transaction of the act."""
    answers, posterior = posterior_of(run, bank)
    rows = list(results(bank, posterior, answers))
    for row in rows:
        row.assessment = run
    DomainResult.objects.bulk_create(rows)
    run.state = State.FINISHED
    run.asked = None
    run.asked_at = None
    run.finished_at = timezone.now()
    run.content_version = ContentVersion.objects.latest()
    run.measurement_version = bank.measurement_version
    run.save(
        update_fields=[
            "state",
            "asked",
            "asked_at",
            "finished_at",
            "content_version",
            "measurement_version",
        ]
    )
    audit(Verb.FINISHED, by=by, learner=run.learner, about=str(run.pk))
    make_known(run)


def make_known(run: Assessment) -> None:
    """Do what is to be done when an account has a finished assessment more."""
    import_string(settings.AFTER_FINISH)(run)

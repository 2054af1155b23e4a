"""Finished attempts written straight into the database, many at once, with answers that are not what bands would say."""

from datetime import UTC, datetime, timedelta
from random import Random

from assessment.bank import current_bank
from assessment.models import Assessment, ContentVersion, Domain, Response, SelfRating, State, User

DAY = datetime(2026, 5, 4, 12, tzinfo=UTC)
QUESTIONS = 12
OUTCOMES = ("wrong", "unknown", "right")


def attempts(
    count: int, *, learner: User | None = None, guest: str = "", seed: int = 1, answers: bool = True
) -> list[Assessment]:
    """One finished assessment a day, from DAY on: of one learner, of one guest, or of as many guests as there are."""
    bank, random = current_bank(), Random(seed)
    servable = [pk for pk, ok in zip(bank.revision_pks, bank.items.servable, strict=True) if ok]
    domains = list(Domain.objects.values_list("pk", flat=True))
    content = ContentVersion.objects.latest()
    runs = [
        Assessment(
            learner=learner,
            guest_key="" if learner else guest or f"guest {seed} {n}",
            state=State.FINISHED,
            role="mlops-engineer",
            aims={},
            content_version=content,
            measurement_version=1,
            finished_at=DAY + timedelta(days=n),
        )
        for n in range(count)
    ]
    Assessment.objects.bulk_create(runs)
    ratings, responses = [], []
    for run in runs:
        ability = random.gauss(0, 1)
        ratings += [
            SelfRating(assessment=run, domain_id=pk, level=min(4, max(0, round(2 + ability))))
            for pk in domains
        ]
        for position, revision in enumerate(random.sample(servable, QUESTIONS * answers), start=1):
            # Half of the questions, all over the bank, are far easier than their authors think.
            easier = 6.0 if revision % 2 else -1.5
            outcome = random.choices(OUTCOMES, [1, 1, max(0.2, 2 + ability + easier)])[0]
            responses.append(
                Response(
                    assessment=run,
                    question_id=bank.revisions[revision].question_id,
                    revision_id=revision,
                    position=position,
                    outcome=outcome,
                    given=[],
                    answered_at=run.finished_at,
                    seconds=30,
                )
            )
    SelfRating.objects.bulk_create(ratings)
    Response.objects.bulk_create(responses)
    return runs

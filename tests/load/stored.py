"""What the database holds, beside what the site said it holds: nothing lost, nothing twice, no counter off."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection
from django.http import QueryDict

from assessment.answer_form import AnswerForm
from assessment.models import Assessment, Response, State
from assessment.reviewing import shown_order
from tests.load.forms import Fields
from tests.load.learner import Acknowledged


def faults(acknowledged: Iterable[Acknowledged]) -> list[str]:
    """All that is wrong with what is stored, in words."""
    return [*_lost(acknowledged), *_counters(), *_integrity()]


def _lost(acknowledged: Iterable[Acknowledged]) -> Iterator[str]:
    """Acknowledged answers that are not there, or are there with another content."""
    of_run: dict[str, list[Acknowledged]] = defaultdict(list)
    for one in acknowledged:
        of_run[one.run].append(one)
    for run, answers in of_run.items():
        rows = Response.objects.filter(assessment=run).select_related("revision")
        stored = {row.position: row for row in rows.prefetch_related("revision__options")}
        for one in answers:
            where = f"answer {one.position} of {run}"
            if one.position not in stored:
                yield f"{where} was acknowledged and is not stored"
            elif not _is_what_was_sent(stored[one.position], one.sent):
                yield f"{where} is stored as something else than was sent"


def _is_what_was_sent(row: Response, sent: Fields) -> bool:
    data = QueryDict(mutable=True)
    for name, values in sent.items():
        data.setlist(name, values)
    options = shown_order(row.assessment_id, row.revision_id, row.revision.options.all())
    form = AnswerForm(data, revision=row.revision, options=options)
    if not form.is_valid():
        return False
    given = form.result()
    return (given.outcome.value, given.given, given.sure) == (row.outcome, row.given, row.sure)


def _counters() -> Iterator[str]:
    """Assessments whose own count of answers is not that of their rows."""
    positions: dict[object, list[int]] = defaultdict(list)
    for run, position in Response.objects.values_list("assessment", "position"):
        positions[run].append(position)
    for run in Assessment.objects.prefetch_related("results"):
        rows = len(positions[run.pk])
        if sorted(positions[run.pk]) != list(range(1, rows + 1)):
            yield f"{run.pk} has answers to {sorted(positions[run.pk])}"
        if run.state == State.ASKING and run.position != rows + 1:
            yield f"{run.pk} waits at question {run.position} with {rows} answers"
        if run.is_finished and sum(result.responses for result in run.results.all()) != rows:
            yield f"{run.pk} has a result of another number of answers than its {rows}"


def _integrity() -> Iterator[str]:
    """What the database itself finds wrong with its file; PostgreSQL has no such question to ask."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for check in ("integrity_check", "foreign_key_check"):
                for row in cursor.execute(f"PRAGMA {check}").fetchall():
                    if row != ("ok",):
                        yield f"{check}: {row}"

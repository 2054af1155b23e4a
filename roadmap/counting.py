"""The counts of a group of results, by the database: how many stand at each level of a domain, and show each misconception."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, Count, F, FloatField, Func, IntegerField, Q, Value, When
from django.db.models.fields import BooleanField, CharField

from assessment.bank import Bank
from assessment.core.catalogue import Level
from assessment.core.responses import Outcome
from assessment.core.scale import LEVEL_POINTS
from assessment.models import DomainResult, QuestionRevision, Response

UNTESTED = len(Level)  # in place of a level: no answer in the domain
TOP = max(Level)


class _Chose(Func):
    """Whether an answer, as it is stored, holds an option; of its position and the answer."""

    output_field = BooleanField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        joiner = " IN (SELECT value FROM json_each("
        return self.as_sql(
            compiler, connection, template="(%(expressions)s)))", arg_joiner=joiner, **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="to_jsonb(%(expressions)s)",
            arg_joiner=") <@ (",
            **context,
        )


class _Typed(Func):
    """The number that was typed as an answer, or NULL where the answer is none."""

    output_field = FloatField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="CASE WHEN json_type(%(expressions)s) IN ('integer', 'real')"
            " THEN json_extract(%(expressions)s, '$') END",
            **context,
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="CASE WHEN jsonb_typeof(%(expressions)s) = 'number'"
            " THEN (%(expressions)s #>> '{}')::float8 END",
            **context,
        )


def _place() -> Case:
    """The level of a result in a domain, or UNTESTED."""
    return Case(
        When(responses=0, then=UNTESTED),
        # The tiny amount is that of `level_of`.
        *(When(score__lt=LEVEL_POINTS * (n + 1) - 1e-9, then=int(n)) for n in Level if n != TOP),
        default=int(TOP),
        output_field=IntegerField(),
    )


def levels(runs: Iterable[str], known: Iterable[str] = ()) -> list[tuple[str, int, int, int]]:
    """For each domain (slug) and level, or UNTESTED, in how many of some assessments (keys) it is there; one query.

    The last number counts those of them that are known.
    """
    found = DomainResult.objects.filter(assessment__in=list(runs)).annotate(place=_place())
    counts = found.order_by().values("domain__slug", "place")
    of_known = Count("pk", filter=Q(assessment__in=list(known)))
    return list(
        counts.annotate(n=Count("pk"), known=of_known).values_list(
            "domain__slug", "place", "n", "known"
        )
    )


def places(runs: Iterable[str], slugs: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """For each of some assessments (keys) the level in these domains, or UNTESTED; one query, none for none."""
    if not (keys := list(runs)):
        return {}
    column, found = {slug: n for n, slug in enumerate(slugs)}, {}
    results = DomainResult.objects.filter(assessment__in=keys).annotate(place=_place()).order_by()
    rows = results.values_list("assessment_id", "domain__slug", "place")
    for run, slug, place in rows.iterator():
        if slug in column:
            found.setdefault(str(run), [UNTESTED] * len(slugs))[column[slug]] = place
    return {run: tuple(row) for run, row in found.items()}


def misconceptions(
    runs: Iterable[str], bank: Bank, known: Iterable[str] = ()
) -> dict[str, tuple[int, int]]:
    """In how many of some assessments (keys) the answers show each misconception (slug), and in how many known ones.

    One query.
    """
    shown = Case(
        When(
            _Chose("revision__options__position", "given"),
            then=F("revision__options__misconception__slug"),
        ),
        *(case for revision in bank.revisions.values() for case in _slips(revision)),
        output_field=CharField(),
    )
    wrong = Response.objects.filter(assessment__in=list(runs), outcome=Outcome.WRONG.value)
    found = wrong.annotate(typed=_Typed("given"), shown=shown).exclude(shown=None)
    of_known = Count("assessment", distinct=True, filter=Q(assessment__in=list(known)))
    counts = found.order_by().values("shown")
    counts = counts.annotate(n=Count("assessment", distinct=True), known=of_known)
    return {slug: (n, k) for slug, n, k in counts.values_list("shown", "n", "known")}


def _slips(revision: QuestionRevision) -> list[When]:
    """The cases in which a number that was typed is one of the typical wrong ones; the first that fits counts."""
    if not any(slip.get("misconception") for slip in revision.slips):
        return []
    near = revision.tolerance or 0
    return [
        When(
            Q(revision=revision, typed__range=(slip["value"] - near, slip["value"] + near)),
            then=Value(slip.get("misconception")),
        )
        for slip in revision.slips
    ]

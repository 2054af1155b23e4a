"""The counts that the database makes are those that reading every result and every answer would give."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.bank import current_bank
from assessment.core.responses import Outcome
from assessment.core.scale import level_of
from assessment.models import Assessment, DomainResult, QuestionRevision, Response, User
from assessment.reviewing import review
from roadmap.counting import UNTESTED, levels, misconceptions, places
from tests import crowds, factories
from tests.web import groups


def by_reading(runs: list[Assessment]) -> dict[str, int]:
    """In how many of the assessments each misconception shows, answer by answer."""
    shown = {(slug, run.pk) for run in runs for one in review(run) for slug in one.misconceptions}
    return dict(Counter(slug for slug, _ in shown))


def counted(runs: list[Assessment]) -> dict[str, int]:
    """The same by the database."""
    return {slug: n for slug, (n, _) in misconceptions(keys(runs), current_bank()).items()}


def answer(run: Assessment, revision: QuestionRevision, given: Any, position: int = 1) -> None:
    """A wrong answer, as it would be stored."""
    Response.objects.create(
        assessment=run,
        question_id=revision.question_id,
        revision_id=revision.pk,
        position=position,
        outcome=Outcome.WRONG.value,
        given=given,
        sure=True,
        answered_at=run.started_at,
        seconds=10,
    )


def keys(runs: list[Assessment]) -> list[str]:
    return [str(run.pk) for run in runs]


def test_misconceptions_of_answered_assessments(learner: User) -> None:
    runs = [factories.finished(learner, *way) for way in crowds.PATTERNS]
    found = counted(runs)
    assert found == by_reading(runs)
    assert found


@pytest.mark.parametrize("kind", ["one", "many", "order"])
def test_every_option_that_was_chosen_counts_once_for_a_person(learner: User, kind: str) -> None:
    run = groups.result(learner)
    revisions = [row for row in current_bank().revisions.values() if row.kind == kind]
    for place, revision in enumerate(revisions, 1):
        options = [option.position for option in revision.options.all()]
        wrong = [o.position for o in revision.options.all() if not o.key]
        answer(run, revision, wrong[:1] if kind == "one" else wrong or options[::-1], place)
    found = counted([run])
    assert found == by_reading([run])
    assert set(found.values()) <= {1}
    assert found or kind == "order"


def test_a_typical_wrong_number_counts_within_its_tolerance(learner: User) -> None:
    told = [
        (revision, slip)
        for revision in current_bank().revisions.values()
        for slip in revision.slips
        if slip.get("misconception")
    ]
    assert told
    for revision, slip in told:
        near = revision.tolerance or 0
        for given in (slip["value"], slip["value"] + near, slip["value"] + 2 * near + 1, 1e9):
            run = groups.result(learner)
            answer(run, revision, given)
            assert counted([run]) == by_reading([run])
    revision, slip = told[0]
    run = groups.result(learner)
    answer(run, revision, slip["value"])
    assert counted([run]) == {slip["misconception"]: 1}


def test_only_the_assessments_that_are_asked_for_count(learner: User, stranger: User) -> None:
    mine, other = factories.finished(learner, Outcome.WRONG), groups.result(stranger)
    factories.finished(stranger, Outcome.WRONG)
    assert counted([other]) == counted([]) == {}
    both = levels(keys([mine, other]), keys([other]))
    assert sum(n for _, _, n, _ in both) == 36
    assert {(slug, place) for slug, place, _, known in both if known} == {
        (slug, place) for slug, place, _, _ in levels(keys([other]))
    }
    told = misconceptions(keys([mine, other]), current_bank(), keys([mine]))
    assert told
    assert all(n == known == 1 for n, known in told.values())


def test_places_of_results_are_those_that_are_counted(learner: User) -> None:
    runs = [groups.result(learner, {"networking": score}) for score in (10, 50)]
    DomainResult.objects.filter(assessment=runs[1], domain__slug="model-serving").update(
        responses=0
    )
    found = places(keys(runs), ["model-serving", "networking", "no-such-domain"])
    assert found == {
        str(runs[0].pk): (1, 0, UNTESTED),
        str(runs[1].pk): (UNTESTED, 2, UNTESTED),
    }
    assert places([], ["networking"]) == {}


def test_levels_are_those_of_the_report_also_at_their_edges(learner: User) -> None:
    edges = [edge + off for edge in (20, 40, 60, 80) for off in (-1e-6, -1e-12, 0, 1e-6)]
    scores = [0.0, *edges, 100.0]
    runs = [groups.result(learner, {"networking": score}) for score in scores]
    silent = groups.result(learner, {"networking": 50})
    DomainResult.objects.filter(assessment=silent).update(responses=0)
    found = {
        place: n for slug, place, n, _ in levels(keys([*runs, silent])) if slug == "networking"
    }
    assert found == Counter(int(level_of(score)) for score in scores) | {UNTESTED: 1}


def test_each_panel_is_one_query_however_many_are_counted(learner: User) -> None:
    of = [groups.result(learner, {"networking": score}) for score in (10, 50, 90)]
    learners = crowds.people(300)
    crowds.results(learners, of)
    runs = Assessment.objects.filter(learner__in=learners, finished_at__lt=timezone.now())
    bank, some = current_bank(), keys(list(runs))
    assert len(some) == 300
    with CaptureQueriesContext(connection) as queries:
        counts = levels(some)
        misconceptions(some, bank)
    assert len(queries) == 2
    assert sum(n for _, _, n, _ in counts) == 300 * 18
    assert len(counts) <= 18 * 3  # the database adds up: rows of people do not come over

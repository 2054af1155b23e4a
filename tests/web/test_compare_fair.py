"""What makes a comparison fair: one measurement, what both share, what is left out, and what content did."""

from io import StringIO

import pytest
from django.core.management import call_command

from assessment import actions as assessment_actions
from assessment.access import Person
from assessment.bank import bank_of
from assessment.core.responses import Outcome
from assessment.models import (
    Assessment,
    ContentVersion,
    Domain,
    QuestionRevision,
    User,
)
from tests import factories
from tests.content.attempts import attempts
from tests.web import html
from tests.web.pairs import RATINGS, between, fresh, pair, settled

RIGHT, WRONG, UNKNOWN = Outcome


def repeated(base: Assessment, by: User, outcome: Outcome, *, count: int) -> Assessment:
    """A new assessment in which the first questions of an earlier one come again."""
    run = factories.asking(by)
    for response in base.responses.order_by("position")[:count]:
        run.asked = response.revision
        run.save(update_fields=["asked"])
        run = factories.answered(run, by, outcome)
    return assessment_actions.finish_early(run, by=Person(user=by))


@pytest.fixture
def first(learner: User) -> Assessment:
    return factories.finished(learner, WRONG, UNKNOWN, ratings=RATINGS)


@pytest.fixture
def second(learner: User, first: Assessment) -> Assessment:
    return factories.finished(learner, RIGHT)


def test_with_the_same_measurement_and_nothing_left_out_the_numbers_are_the_stored_ones(
    first: Assessment, second: Assessment
) -> None:
    found = between(first, second)
    assert (found.again, found.carried, found.rated) == (0, 0, 0)
    for row in found.rows:
        for run, one in ((first, row.earlier), (second, row.later)):
            stored = run.results.get(domain=row.domain)
            assert (one.score, one.low, one.high) == (stored.score, stored.low, stored.high)


def test_both_are_measured_with_the_version_of_the_later_one(
    learner: User, first: Assessment
) -> None:
    attempts(60)
    call_command("calibrate", stdout=StringIO(), skip_checks=True)
    second = factories.finished(learner, WRONG, UNKNOWN)
    found = between(first, second)
    assert found.is_remeasured
    bank = bank_of(fresh(second))
    assert bank.measurement_version == 2
    answers = bank.answers(first.responses.values_list("revision_id", "outcome"))
    ratings = bank.ratings(first.ratings.values_list("domain_id", "level"))
    again = bank.estimate(ratings, answers)
    for row in found.rows:
        place = bank.domain_pks.index(row.domain.pk)
        assert row.earlier.standard_error == pytest.approx(again.sd[place] * 20 / 0.7)
    text = html.text(factories.signed_in(learner).get(pair(first, second)), "#fair ~ ul")
    assert "measured with version 2" in text
    assert "made with version 1" in text


def test_what_was_carried_on_is_shared(learner: User, first: Assessment) -> None:
    later = settled(first, learner, RIGHT)
    found = between(first, later)
    assert (found.carried, found.rated, found.again) == (18, 3, 0)
    text = html.text(factories.signed_in(learner).get(pair(later, first)))
    assert "18 answers and 3 self-ratings are in both" in text
    # Elsewhere nothing was asked: both say nearly the same, and hardly a doubt is left about that.
    assert all(
        row.change.standard_error < 10 for row in found.rows if row.domain.slug != "model-serving"
    )


def test_two_that_go_on_from_the_same_share_what_that_one_had(
    learner: User, first: Assessment
) -> None:
    one, other = settled(first, learner, RIGHT), settled(first, learner, WRONG)
    found = between(one, other)
    assert (found.carried, found.rated) == (18, 3)


def test_answers_left_out_for_a_re_check_are_not_shared(learner: User, first: Assessment) -> None:
    in_domain = first.responses.filter(revision__skill__domain__slug="model-serving").count()
    found = between(first, settled(first, learner, RIGHT, anew=True))
    assert in_domain
    assert (found.carried, found.again) == (18 - in_domain, 0)


def test_the_same_rating_given_twice_is_not_taken_for_one_that_was_carried_on(
    learner: User, first: Assessment
) -> None:
    again = factories.finished(learner, WRONG, UNKNOWN, ratings=RATINGS)
    assert between(first, again).rated == 0


def test_questions_answered_anew_are_left_out_and_counted(learner: User, first: Assessment) -> None:
    later = repeated(first, learner, RIGHT, count=4)
    found = between(first, later)
    assert (found.carried, found.again) == (0, 4)
    assert all(row.later.responses == 0 for row in found.rows)
    text = html.text(factories.signed_in(learner).get(pair(first, later)))
    assert "4 questions were answered in both" in text


def test_revised_questions_are_told(learner: User, first: Assessment) -> None:
    response = first.responses.order_by("position")[2]
    QuestionRevision.objects.filter(pk=response.revision_id).update(current=False)
    QuestionRevision.objects.create(
        question=response.question,
        number=2,
        skill=response.revision.skill,
        kind="number",
        level=3,
        asks="apply",
        stem="?",
        guess_rate=0.02,
    )
    version = ContentVersion.objects.create(digest="newer", summary="")
    second = factories.finished(learner, RIGHT)
    found = between(first, second)
    assert [place for place, _ in found.revised] == [3]
    client = factories.signed_in(learner)
    page = client.get(pair(first, second))
    text = html.text(page, "#content ~ ul")
    assert f"version {first.content_version_id} became version {version.pk}" in text
    assert "1 of the questions was revised in between. Question 3 of the earlier" in text
    third = factories.finished(learner, RIGHT)
    assert between(second, third).revised == ()
    assert "Nothing was loaded in between" in html.text(client.get(pair(second, third)))


def test_aims_that_changed_are_told(learner: User, first: Assessment, second: Assessment) -> None:
    client = factories.signed_in(learner)
    assert "The role and what it asks are the same." in html.text(client.get(pair(first, second)))
    first.aims["networking"] = {"score": 11, "weight": 3}
    first.save(update_fields=["aims"])
    now = second.aims["networking"]
    text = html.text(client.get(pair(first, second)))
    name = Domain.objects.get(slug="networking").name
    assert f"{name}: target 11 → {now['score']}, weight 3 → {now['weight']}" in text


def test_other_roles_are_told_and_the_later_one_weighs(learner: User, first: Assessment) -> None:
    later = factories.finished(learner, RIGHT, role="sre-for-ml-systems")
    found = between(first, later)
    assert not found.same_role
    assert found.aims == ()
    weights = {slug: aim["weight"] for slug, aim in later.aims.items()}
    total = sum(weights.values())
    mean = sum(row.change.points * weights[row.domain.slug] for row in found.rows) / total
    assert found.overall.points == pytest.approx(mean)
    page = html.text(factories.signed_in(learner).get(pair(first, later)))
    assert "The roles differ" in page
    assert "weighs the domains as " + fresh(later).goal.role.name in page


def test_a_domain_that_came_in_between_is_left_out(
    learner: User, first: Assessment, second: Assessment
) -> None:
    first.results.filter(domain__slug="networking").delete()
    found = between(first, second)
    assert len(found.rows) == 17
    assert "networking" not in {row.domain.slug for row in found.rows}
    assert "Of 17 domains" in html.text(factories.signed_in(learner).get(pair(first, second)))

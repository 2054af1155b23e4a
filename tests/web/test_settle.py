"""Settling one domain: a few questions there and nowhere else, on top of what was answered before."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.urls import reverse

from assessment import actions
from assessment.access import Person
from assessment.bank import current_bank
from assessment.core.responses import Outcome
from assessment.core.stopping import SETTLING, Length
from assessment.models import Assessment, Domain, User
from roadmap import actions as roadmap_actions
from tests import factories
from tests.web import html

DOMAIN = "model-serving"


def settle(run: Assessment, slug: str = DOMAIN) -> str:
    return reverse("roadmap:settle", args=[run.pk, slug])


def settling(person: User, base: Assessment, **post: str) -> Assessment:
    """Press the button and return the assessment that it starts."""
    response = factories.signed_in(person).post(settle(base), post, follow=True)
    assert response.status_code == 200
    return Assessment.objects.open().get(learner=person)


def answers_in(run: Assessment) -> int:
    return run.responses.filter(revision__skill__domain__slug=DOMAIN).count()


@pytest.fixture
def base(learner: User) -> Assessment:
    ratings = {DOMAIN: 2, "networking": 1}
    return factories.finished(learner, Outcome.RIGHT, Outcome.UNKNOWN, ratings=ratings)


def test_it_goes_on_from_ratings_answers_and_goal(learner: User, base: Assessment) -> None:
    run = settling(learner, base)
    assert (run.continues, run.settles.slug, run.carried) == (base, DOMAIN, 18)
    assert (run.number, run.answered, run.left) == (1, 0, SETTLING)
    assert run.goal.role == base.goal.role
    assert set(run.ratings.values_list("domain", "level")) == set(
        base.ratings.values_list("domain", "level")
    )
    columns = ("position", "revision", "outcome", "sure", "answered_at", "seconds")
    assert list(run.responses.values_list(*columns)) == list(base.responses.values_list(*columns))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_that_domain_is_asked_until_it_is_settled_or_six_are_spent(
    learner: User, base: Assessment, outcome: Outcome
) -> None:
    run = settling(learner, base)
    left = []
    while not run.is_finished:
        assert run.asked.skill.domain.slug == DOMAIN
        left.append(run.left)
        run = factories.answered(run, learner, outcome)
    assert left == list(range(SETTLING, SETTLING - len(left), -1))
    assert 1 <= len(left) <= SETTLING
    assert answers_in(run) == answers_in(base) + len(left)
    assert run.results.get(domain__slug=DOMAIN).responses == answers_in(run)


def test_more_answers_make_the_interval_narrower_and_leave_the_earlier_result_alone(
    learner: User, base: Assessment
) -> None:
    before = {row.domain_id: row.score for row in base.results.all()}
    run = settling(learner, base)
    while not run.is_finished:
        run = factories.answered(run, learner, (Outcome.RIGHT, Outcome.WRONG)[run.answered % 2])
    old, new = (r.results.get(domain__slug=DOMAIN) for r in (base, run))
    assert new.standard_error < old.standard_error
    assert {row.domain_id: row.score for row in base.results.all()} == before
    assert base.responses.count() == 18


def test_a_recheck_leaves_the_old_answers_of_the_domain_out(
    learner: User, base: Assessment
) -> None:
    run = settling(learner, base, anew="yes")
    assert answers_in(base) > 0
    assert answers_in(run) == 0
    assert run.carried == 18 - answers_in(base)
    assert list(run.responses.values_list("position", flat=True)) == list(range(1, run.carried + 1))
    seen = base.responses.values_list("question", flat=True)
    assert run.asked.question_id not in seen


def test_the_report_comes_back_at_the_domain(learner: User, base: Assessment) -> None:
    run = settling(learner, base)
    client = factories.signed_in(learner)
    while not run.is_finished:
        url = reverse("assessment:take", args=[run.pk, run.position])
        response = client.post(url, factories.posted_for(run, Outcome.RIGHT))
        run.refresh_from_db()
    assert response.url == f"{reverse('roadmap:report', args=[run.pk])}#{DOMAIN}"
    assert f'id="{DOMAIN}"' in client.get(response.url).content.decode()


def test_the_page_counts_from_one_and_says_at_most(learner: User, base: Assessment) -> None:
    run = settling(learner, base)
    url = reverse("assessment:take", args=[run.pk, run.position])
    text = html.text(factories.signed_in(learner).get(url))
    assert "Question 1 on this domain" in text
    assert f"0 questions answered · at most {SETTLING} to go" in text


def test_going_back_without_an_answer_leaves_no_trace(learner: User, base: Assessment) -> None:
    run = settling(learner, base)
    client = factories.signed_in(learner)
    page = html.text(client.get(reverse("assessment:finish", args=[run.pk])))
    assert "nothing to add" in page
    response = client.post(reverse("assessment:finish", args=[run.pk]))
    assert response.url == reverse("roadmap:report", args=[base.pk])
    assert not Assessment.objects.filter(pk=run.pk).exists()


def test_carried_answers_have_no_page_of_their_own(learner: User, base: Assessment) -> None:
    run = settling(learner, base)
    client = factories.signed_in(learner)
    for position in (1, run.carried):
        url = reverse("assessment:take", args=[run.pk, position])
        assert client.get(url).status_code == 404
        assert client.post(url, {"choice": "1"}).status_code == 404


def test_one_at_a_time(learner: User, base: Assessment) -> None:
    factories.started(learner)
    response = factories.signed_in(learner).post(settle(base), follow=True)
    assert "Another assessment is under way" in html.text(response)
    assert Assessment.objects.open().count() == 1


def test_when_every_question_was_answered_it_says_so(learner: User, base: Assessment) -> None:
    bank = current_bank()
    domain = Domain.objects.get(slug=DOMAIN)
    answered = set(base.responses.values_list("question", flat=True))
    rows = [r for r in bank.revisions.values() if r.skill.domain_id == domain.pk and r.is_servable]
    fresh = [row for row in rows if row.question_id not in answered]
    example = base.responses.filter(outcome=Outcome.UNKNOWN)[0]
    for position, row in enumerate(fresh, start=19):
        example.pk, example.position = None, position
        example.revision, example.question_id = row, row.question_id
        example.save()
    response = factories.signed_in(learner).post(settle(base), follow=True)
    assert f"every question there is on {domain.name}" in html.text(response)
    assert not Assessment.objects.open().exists()


def test_an_unknown_domain_is_not_found(learner: User, base: Assessment) -> None:
    assert factories.signed_in(learner).post(settle(base, "no-such-domain")).status_code == 404


def test_starting_takes_the_same_queries_however_many_answers_there_are(
    learner: User, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    base = factories.finished(learner, Outcome.RIGHT, length=Length.THOROUGH)
    client = factories.signed_in(learner)
    current_bank()
    with django_assert_max_num_queries(30):
        client.post(settle(base))


def test_notes_on_what_it_continues_stay_in_sight(learner: User, mentor: User) -> None:
    base = factories.finished(learner, Outcome.RIGHT)
    shared = factories.mentorship(learner, mentor)
    roadmap_actions.write_note(shared, base, "Well done.", by=mentor)
    run = settling(learner, base)
    run = factories.answered(run, learner, Outcome.RIGHT)
    if not run.is_finished:
        run = actions.finish_early(run, by=Person(user=learner))
    page = html.text(factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk])))
    assert "Well done." in page
    page = html.text(
        factories.signed_in(mentor).get(reverse("roadmap:mentee_report", args=[shared.pk, run.pk]))
    )
    assert "Well done." in page


# The offer to stop


def test_finishing_is_offered_when_every_decision_stands(learner: User) -> None:
    run = factories.asking(learner)
    client = factories.signed_in(learner)
    url = reverse("assessment:take", args=[run.pk, run.position])
    offer = "decided with at least 80 %"
    assert offer not in html.text(client.get(url))
    Assessment.objects.filter(pk=run.pk).update(sure_enough=True)
    assert offer in html.text(client.get(url))


def test_whether_decisions_stand_is_found_with_every_answer(learner: User) -> None:
    run = factories.asking(learner)
    Assessment.objects.filter(pk=run.pk).update(aims={"networking": {"score": 99, "weight": 3}})
    run.refresh_from_db()
    run = factories.answered(run, learner, Outcome.UNKNOWN)
    assert run.sure_enough is True
    Assessment.objects.filter(pk=run.pk).update(
        aims={"networking": {"score": 45, "weight": 3}, DOMAIN: {"score": 40, "weight": 1}}
    )
    run.refresh_from_db()
    run = factories.answered(run, learner, Outcome.RIGHT)
    assert run.sure_enough is False

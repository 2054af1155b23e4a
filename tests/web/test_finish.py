"""Finishing early: asked once more, then the result is frozen."""

from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, AuditEvent, User
from tests import factories
from tests.web import html


def finish(run: Assessment) -> str:
    return reverse("assessment:finish", args=[run.pk])


def test_the_page_says_what_is_left_and_leads_back(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT, Outcome.WRONG)
    response = factories.signed_in(learner).get(finish(run))
    assert "You have answered 2 questions; 16 are left." in html.text(response)
    links = [a.attrs["href"] for a in html.parsed(response).query("main a")]
    assert reverse("assessment:take", args=[run.pk, 3]) in links


def test_I02_looking_at_the_page_changes_nothing(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    factories.signed_in(learner).get(finish(run))
    run.refresh_from_db()
    assert run.state == "asking"


def test_finishing_stores_a_result_for_every_domain_and_leads_to_the_report(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT, Outcome.WRONG)
    response = factories.signed_in(learner).post(finish(run))
    run.refresh_from_db()
    assert response.url == reverse("roadmap:report", args=[run.pk])
    assert run.is_finished
    assert run.results.count() == 18
    assert run.responses.count() == 2
    assert sum(run.results.values_list("responses", flat=True)) == 2


def test_Q05_finishing_twice_gives_one_result(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    first, second = client.post(finish(run)), client.post(finish(run))
    assert first.url == second.url == reverse("roadmap:report", args=[run.pk])
    assert run.results.count() == 18
    assert AuditEvent.objects.filter(verb="finished").count() == 1


def test_Q05_what_is_finished_stays_as_it_was(learner: User) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    before = list(run.results.order_by("pk").values()), run.finished_at
    client.post(finish(run))
    client.post(reverse("assessment:begin", args=[run.pk]))
    client.post(reverse("assessment:rate", args=[run.pk, 1]), {"programming-linux": "4"})
    client.post(reverse("assessment:take", args=[run.pk, 18]), {"choice": "1"})
    run.refresh_from_db()
    assert (list(run.results.order_by("pk").values()), run.finished_at) == before
    assert run.responses.count() == 18
    assert not run.ratings.exists()


def test_before_the_questions_there_is_nothing_to_finish(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    waiting = reverse("assessment:rate", args=[run.pk, 1])
    assert client.get(finish(run)).url == waiting
    assert client.post(finish(run)).url == waiting
    run.refresh_from_db()
    assert run.state == "rating"

"""Questions one at a time: saved at every answer, once, whatever is sent."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import User
from tests import factories


def take(run: object) -> str:
    return reverse("assessment:take", args=[run.pk, run.position])  # type: ignore[attr-defined]


def test_an_answer_is_stored_and_leads_to_the_next_question(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    response = client.post(take(run), factories.posted_for(run, Outcome.RIGHT))
    stored = run.responses.get()
    run.refresh_from_db()
    assert (stored.outcome, stored.sure, stored.position) == ("right", True, 1)
    assert response.status_code == 302
    assert response.url == take(run)
    assert run.position == 2


@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_is_posted_comes_out_as_meant(learner: User, outcome: Outcome) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    for _ in range(18):
        client.post(take(run), factories.posted_for(run, outcome))
        run.refresh_from_db()
    assert run.is_finished
    assert set(run.responses.values_list("outcome", flat=True)) == {outcome.value}


def test_an_answer_without_a_choice_is_asked_for_again(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    response = client.post(take(run), {"sure": "yes"})
    assert response.status_code == 422
    assert "Error: Question 1" in response.content.decode()
    assert not run.responses.exists()


def test_answering_twice_changes_nothing(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    first = take(run)
    client.post(first, factories.posted_for(run, Outcome.RIGHT))
    response = client.post(first, {"choice": "1", "sure": "no"})
    assert response.status_code == 409
    assert "stays as it is" in response.content.decode()
    assert run.responses.get().outcome == "right"


def test_answering_takes_at_most_twelve_queries(
    learner: User, django_assert_max_num_queries: object
) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    client.post(take(run), factories.posted_for(run, Outcome.RIGHT))  # fills the bank's memory
    run.refresh_from_db()
    posted = factories.posted_for(run, Outcome.WRONG)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.post(take(run), posted, headers={"HX-Request": "true"})


def test_a_stranger_gets_404(learner: User, stranger: User) -> None:
    run = factories.asking(learner)
    for client in (Client(), factories.signed_in(stranger)):
        assert client.get(take(run)).status_code == 404
        assert client.post(take(run), {"choice": "1"}).status_code == 404
    assert not run.responses.exists()

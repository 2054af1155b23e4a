"""What was sent wrongly is asked for again with the choices kept, and nothing is stored."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessment import actions
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories
from tests.web import html

FORM = "application/x-www-form-urlencoded"
# For each kind: what is sent, and what is still chosen (or typed) on the page that comes back.
ONE = {
    "nothing": ("", []),
    "nothing but how sure": ("sure=yes", []),
    "no such place": ("choice=9", []),
    "place zero": ("choice=0", []),
    "no number": ("choice=two", []),
    "a fraction": ("choice=1.5", []),
    "two answers": ("choice=1&choice=2", ["1", "2"]),
    "an answer and unknown": ("choice=1&choice=unknown", ["1", "unknown"]),
    "the other spelling of both": ("choice=2&unknown=on", ["2"]),
}
MANY = {
    "nothing": ("", []),
    "too few": ("choice=1", ["1"]),
    "one twice": ("choice=1&choice=1", ["1"]),
    "all of them": ("choice=1&choice=2&choice=3&choice=4", ["1", "2", "3", "4"]),
    "no such place": ("choice=1&choice=9", ["1"]),
    "no number": ("choice=1&choice=two", ["1"]),
    "answers and unknown": ("choice=1&choice=2&unknown=on", ["1", "2", "on"]),
}
NUMBER = {
    "nothing": ("", ""),
    "spaces": ("number=+++", "   "),
    "a word": ("number=twelve", "twelve"),
    "two commas": ("number=1,234,567", "1,234,567"),
    "no number": ("number=nan", "nan"),
    "infinity": ("number=-inf", "-inf"),
    "too large to hold": ("number=1e999", "1e999"),
    "too long": ("number=" + "1" * 41, "1" * 41),
    "thousands, or a decimal comma": ("number=1,400", "1,400"),
    "thousands and a point": ("number=2,116.5", "2,116.5"),
    "an underscore": ("number=1_0", "1_0"),
    "an exponent": ("number=1e3", "1e3"),
    "a number and unknown": ("number=12&unknown=on", "12"),
    "zero and unknown": ("number=0&unknown=on", "0"),
}
ORDER = {
    "nothing": ("", []),
    "one missing": ("rank-1=1&rank-2=2", ["1", "2"]),
    "a place twice": ("rank-1=1&rank-2=1&rank-3=2&rank-4=3", ["1", "1", "2", "3"]),
    "no such place": ("rank-1=1&rank-2=2&rank-3=3&rank-4=9", ["1", "2", "3"]),
    "no number": ("rank-1=first", []),
    "places and unknown": ("rank-1=1&unknown=on", ["1", "on"]),
}


def take(run: Assessment) -> str:
    return reverse("assessment:take", args=[run.pk, run.position])


def refused(learner: User, kind: str, sent: str) -> HttpResponse:
    """Send something wrong, see that it is refused and that nothing is stored, in the page and in the fragment."""
    run, client = factories.asking_kind(learner, kind), factories.signed_in(learner)
    for headers in ({}, {"HX-Request": "true"}):
        response = client.post(take(run), sent, headers=headers, content_type=FORM)
        assert response.status_code == 422
        assert html.title(response) == "Error: Question 1 – Waymark"
        assert [error for error in html.errors(response) if error]
        assert "Error:" in html.text(response, "#answer-error")
    run.refresh_from_db()
    assert not run.responses.exists()
    assert (run.position, run.state) == (1, "asking")
    return response


@pytest.mark.parametrize("case", ONE)
def test_V2_2_1_one_answer_sent_wrongly_is_asked_for_again(learner: User, case: str) -> None:
    sent, kept = ONE[case]
    assert html.checked(refused(learner, "one", sent)) == kept


@pytest.mark.parametrize("case", MANY)
def test_V2_2_1_several_answers_sent_wrongly_are_asked_for_again(learner: User, case: str) -> None:
    sent, kept = MANY[case]
    assert html.checked(refused(learner, "many", sent)) == kept


@pytest.mark.parametrize("case", NUMBER)
def test_V2_2_1_a_number_sent_wrongly_is_asked_for_again(learner: User, case: str) -> None:
    sent, kept = NUMBER[case]
    box = html.parsed(refused(learner, "number", sent)).query("input[name=number]")[0]
    assert box.attrs["value"] == kept


@pytest.mark.parametrize("case", ORDER)
def test_V2_2_1_an_order_sent_wrongly_is_asked_for_again(learner: User, case: str) -> None:
    sent, kept = ORDER[case]
    assert sorted(html.checked(refused(learner, "order", sent))) == sorted(kept)


@pytest.mark.parametrize("kind", ["one", "many", "number", "order"])
def test_each_kind_can_be_right_wrong_or_unknown(learner: User, kind: str) -> None:
    client = factories.signed_in(learner)
    for outcome in Outcome:
        run = factories.asking_kind(learner, kind)
        response = client.post(take(run), factories.posted_for(run, outcome))
        assert response.status_code == 302
        assert run.responses.get().outcome == outcome.value
        run.delete()


def test_a_junk_word_for_how_sure_is_taken_as_not_said(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    posted = factories.posted_for(run, Outcome.RIGHT, sure="absolutely")
    assert client.post(take(run), posted).status_code == 302
    assert run.responses.get().sure is None


def test_answering_what_was_deleted_meanwhile_is_404(learner: User) -> None:
    run = factories.asking(learner)
    posted = factories.posted_for(run, Outcome.RIGHT)
    url, client = take(run), factories.signed_in(learner)
    actions.delete_assessment(run, by=Person(user=learner))
    assert client.post(url, posted).status_code == 404
    with pytest.raises(actions.Gone):
        actions.finish_early(run, by=Person(user=learner))

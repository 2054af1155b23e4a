"""Question by question: what was chosen, what is right and why, in the order of asking."""

from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories
from tests.web import html


def review(run: Assessment) -> str:
    return reverse("assessment:review", args=[run.pk])


def words(markdown: str) -> str:
    """The letters and digits of a text, whatever its marks."""
    return "".join(c for c in markdown if c.isalnum())


def test_every_answer_is_there_with_its_outcome_and_all_reasons(learner: User) -> None:
    run = factories.finished(learner)
    page = html.parsed(factories.signed_in(learner).get(review(run)))
    articles = page.query("article.reviewed")
    assert len(articles) == 18
    for article, response in zip(articles, run.responses.all(), strict=True):
        text = article.to_text()
        assert f"Question {response.position}" in text
        assert article.query(".tag")[0].to_text().startswith(response.get_outcome_display())
        for option in response.revision.options.all():
            assert words(option.because) in words(text)
        assert article.query("a[href^='/sources/#']")


def test_right_and_chosen_options_are_marked(learner: User) -> None:
    run = factories.asking_kind(learner, "one")
    run = factories.answered(run, learner, Outcome.WRONG)
    factories.signed_in(learner).post(reverse("assessment:finish", args=[run.pk]))
    page = html.parsed(factories.signed_in(learner).get(review(run)))
    response = run.responses.get()
    right = [o.text for o in response.revision.options.filter(key=True)]
    chosen = [o.text for o in response.revision.options.filter(position__in=response.given)]
    marked = {tag.to_text(): words(tag.parent.to_text()) for tag in page.query("li .tag")}
    assert marked == {
        "Right": words(right[0] + "Right"),
        "Your answer": words(chosen[0] + "Your answer"),
    }


def test_a_number_is_shown_with_what_was_typed(learner: User) -> None:
    run = factories.asking_kind(learner, "number")
    run.asked.refresh_from_db()
    run = factories.answered(run, learner, Outcome.WRONG)
    factories.signed_in(learner).post(reverse("assessment:finish", args=[run.pk]))
    text = html.text(factories.signed_in(learner).get(review(run)), "article")
    revision = run.responses.get().revision
    assert "Right: " in text
    assert words(revision.because) in words(text)
    assert words(revision.slips[0]["because"]) in words(text)


def test_how_sure_one_was_is_told(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    for outcome, sure in ((Outcome.WRONG, "yes"), (Outcome.RIGHT, "no"), (Outcome.RIGHT, "yes")):
        url = reverse("assessment:take", args=[run.pk, run.position])
        client.post(url, factories.posted_for(run, outcome, sure=sure))
        run.refresh_from_db()
    client.post(reverse("assessment:finish", args=[run.pk]))
    page = html.parsed(client.get(review(run)))
    tags = [heading.query(".tag")[0].to_text() for heading in page.query("article h2")]
    assert tags == ["Wrong, and sure", "Right, best guess", "Right"]


def test_the_counts_are_told_as_no_score(learner: User) -> None:
    run = factories.finished(learner, Outcome.RIGHT, Outcome.UNKNOWN, Outcome.WRONG)
    text = html.text(factories.signed_in(learner).get(review(run)))
    assert "18 questions: 6 right, 6 “I don't know yet”." in text


def test_without_answers_the_page_says_so(learner: User) -> None:
    run, client = factories.asking(learner), factories.signed_in(learner)
    client.post(reverse("assessment:finish", args=[run.pk]))
    assert "No question was answered." in html.text(client.get(review(run)))


def test_while_questions_are_open_it_leads_to_them(learner: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.WRONG)
    response = factories.signed_in(learner).get(review(run))
    assert response.url == reverse("assessment:take", args=[run.pk, 2])


def test_the_number_of_queries_does_not_grow_with_the_answers(
    learner: User, django_assert_max_num_queries: object
) -> None:
    run = factories.finished(learner)
    client = factories.signed_in(learner)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(review(run))

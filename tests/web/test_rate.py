"""Rating oneself: three domains a page, five sentences each; all of it may be left out."""

import pytest
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Anchor, Assessment, Domain, User
from tests import factories
from tests.web import html

DOMAINS = 18
PAGES = 6


def rate(run: Assessment, page: int) -> str:
    return reverse("assessment:rate", args=[run.pk, page])


def slugs(page: int) -> list[str]:
    found = Domain.objects.filter(retired=False).values_list("slug", flat=True)
    return list(found)[3 * (page - 1) : 3 * page]


def test_the_pages_show_every_domain_with_its_five_sentences(learner: User) -> None:
    run, client, names = factories.started(learner), factories.signed_in(learner), []
    for number in range(1, PAGES + 1):
        page = html.parsed(client.get(rate(run, number)))
        names += [legend.to_text() for legend in page.query("legend h2")]
        for slug in slugs(number):
            radios = page.query(f"input[name={slug}]")
            assert [radio.attrs["value"] for radio in radios] == ["0", "1", "2", "3", "4"]
    assert names == list(Domain.objects.values_list("name", flat=True))
    assert len(names) == DOMAINS
    text = html.text(client.get(rate(run, 1)))
    for anchor in Anchor.objects.filter(domain__slug__in=slugs(1)):
        assert anchor.does in text


def test_nothing_is_chosen_beforehand_and_what_was_said_is_shown_again(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    assert html.checked(client.get(rate(run, 1))) == []
    client.post(rate(run, 1), {slugs(1)[0]: "3", slugs(1)[2]: "0"})
    assert html.checked(client.get(rate(run, 1))) == ["3", "0"]


def test_ratings_are_stored_and_lead_to_the_next_page(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    response = client.post(rate(run, 2), {slugs(2)[0]: "4", slugs(2)[1]: "0"})
    assert response.url == rate(run, 3)
    assert dict(run.ratings.values_list("domain__slug", "level")) == {
        slugs(2)[0]: 4,
        slugs(2)[1]: 0,
    }


def test_a_rating_can_be_changed_and_taken_back(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    first, second, _ = slugs(1)
    client.post(rate(run, 1), {first: "4", second: "2"})
    client.post(rate(run, 1), {first: "1"})
    assert dict(run.ratings.values_list("domain__slug", "level")) == {first: 1}


def test_the_last_page_leads_to_the_first_question(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    response = client.post(rate(run, PAGES), {slugs(PAGES)[0]: "2"}, follow=True)
    run.refresh_from_db()
    assert (run.state, run.position) == ("asking", 1)
    assert response.redirect_chain[-1][0] == reverse("assessment:take", args=[run.pk, 1])


def test_every_rating_can_be_skipped(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    response = client.post(reverse("assessment:begin", args=[run.pk]))
    assert response.url == reverse("assessment:take", args=[run.pk, 1])
    assert not run.ratings.exists()


@pytest.mark.parametrize("level", ["5", "-1", "expert", "1.5"])
def test_what_is_no_level_is_asked_for_again(learner: User, level: str) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    first, second, _ = slugs(1)
    response = client.post(rate(run, 1), {first: level, second: "3"})
    assert response.status_code == 422
    assert html.title(response).startswith("Error: Rate yourself")
    assert html.error_targets(response)[0].attrs["name"] == first
    assert html.checked(response) == ["3"]
    assert not run.ratings.exists()


@pytest.mark.parametrize("page", [0, PAGES + 1, 10**12])
def test_there_are_no_other_pages(learner: User, page: int) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    assert client.get(rate(run, page)).status_code == 404
    assert client.post(rate(run, page), {}).status_code == 404


def test_a_page_takes_ratings_of_its_own_domains_only(learner: User) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    client.post(rate(run, 1), {slugs(1)[0]: "2", slugs(5)[0]: "4", "state": "finished"})
    run.refresh_from_db()
    assert list(run.ratings.values_list("domain__slug", flat=True)) == [slugs(1)[0]]
    assert run.state == "rating"


def test_once_questions_are_asked_ratings_stay_as_they_are(learner: User) -> None:
    run, client = factories.asking(learner, ratings={slugs(1)[0]: 2}), factories.signed_in(learner)
    run = factories.answered(run, learner, Outcome.RIGHT)
    here = reverse("assessment:take", args=[run.pk, 2])
    assert client.post(rate(run, 1), {slugs(1)[0]: "4"}).url == here
    assert client.get(rate(run, 1)).url == here
    assert client.post(reverse("assessment:begin", args=[run.pk])).url == here
    assert dict(run.ratings.values_list("domain__slug", "level")) == {slugs(1)[0]: 2}


def test_a_page_takes_few_queries(learner: User, django_assert_max_num_queries: object) -> None:
    run, client = factories.started(learner), factories.signed_in(learner)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(rate(run, 1))

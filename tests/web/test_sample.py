"""The sample report: the same for everyone at every visit, made by the code of real ones."""

from django.test import Client

from assessment.models import Assessment, Response, User
from roadmap.sample import _sample
from tests import factories
from tests.web import html

SAMPLE = "/sample/"


def test_it_shows_all_domains_with_numbers(guest: Client, db: None) -> None:
    page = html.parsed(guest.get(SAMPLE))
    rows = page.query("table.profile tbody tr")
    assert len(rows) == 18
    for row in rows:
        low, high = row.query("td[data-label=Interval]")[0].to_text().split("–")
        score = row.query("td[data-label=Estimate]")[0].to_text()
        assert int(low) <= int(score) <= int(high)
    assert page.query(".gap-list li")
    assert page.query(".step-list li")


def test_it_is_the_same_at_every_visit_and_after_a_restart(guest: Client, db: None) -> None:
    first = html.text(guest.get(SAMPLE))
    assert html.text(guest.get(SAMPLE)) == first
    _sample.cache_clear()
    assert html.text(Client().get(SAMPLE)) == first


def test_it_is_the_same_for_someone_signed_in(guest: Client, learner: User) -> None:
    assert html.text(factories.signed_in(learner).get(SAMPLE)) == html.text(guest.get(SAMPLE))


def test_it_says_that_it_is_a_sample_and_leads_to_the_start(guest: Client, db: None) -> None:
    response = guest.get(SAMPLE)
    assert "This learner is made up" in html.text(response)
    assert html.title(response) == "Sample report – Waymark"
    assert "/start/" in [a.attrs["href"] for a in html.parsed(response).query("main a")]


def test_it_offers_nothing_that_needs_a_stored_assessment(guest: Client, db: None) -> None:
    links = [a.attrs["href"] for a in html.parsed(guest.get(SAMPLE)).query("main a")]
    assert not [link for link in links if link.startswith("/a/")]


def test_nothing_is_stored(guest: Client, db: None) -> None:
    _sample.cache_clear()
    guest.get(SAMPLE)
    assert not Assessment.objects.exists()
    assert not Response.objects.exists()

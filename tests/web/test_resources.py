"""The resources: all of them by kind, narrowed down by words and a domain, and named where they help."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmap.core.catalogue import ResourceKind
from roadmap.library import current_library
from tests.web import html

RESOURCES = "/resources/"
MOST_QUERIES = 4

pytestmark = pytest.mark.usefixtures("db")


def shown(response: HttpResponse) -> list[str]:
    """Slugs of the resources on the page."""
    return [item.attrs["id"] for item in html.parsed(response).query("main li[id]")]


def words(response: HttpResponse) -> str:
    return html.text(response)


# The page of all


def test_every_resource_stands_under_its_kind_with_what_it_is_good_for(guest: Client) -> None:
    page, library = guest.get(RESOURCES), current_library()
    assert sorted(shown(page)) == sorted(library.resources)
    headings = [h.to_text() for h in html.parsed(page).query("main h2")]
    assert headings == [kind.heading for kind in ResourceKind]
    assert all(row.good_for in words(page) for row in library.resources.values())
    for kind in ResourceKind:
        section = html.parsed(page).query(f"section[aria-labelledby={kind}]")[0]
        assert {item.attrs["id"] for item in section.query("li[id]")} == {
            row.slug for row in library.resources.values() if row.kind == kind
        }


def test_unrelated_ones_say_so(guest: Client) -> None:
    section = html.parsed(guest.get(RESOURCES)).query("#read-gmat")[0]
    assert "Unrelated to MLOps" in section.to_text()


def test_a_domain_shows_what_helps_with_it_the_most_specific_first(guest: Client) -> None:
    page = guest.get(RESOURCES, {"domain": "networking"})
    assert shown(page) == ["read-osi", "read-legacy-security"]
    assert "2 of 66 fit" in words(page)
    assert html.checked(page) == ["networking"]


def test_words_are_found_in_any_case_together_with_a_domain(guest: Client) -> None:
    assert shown(guest.get(RESOURCES, {"q": "kubeflow"})) == ["kubeflow-slack"]
    assert "kubecon" in shown(guest.get(RESOURCES, {"q": "KUBERNETES"}))
    both = {"q": "kubernetes", "domain": "ml-pipelines"}
    assert shown(guest.get(RESOURCES, both)) == ["kubeflow-slack"]


def test_when_nothing_fits_the_page_says_so_and_leads_back(guest: Client) -> None:
    page = guest.get(RESOURCES, {"q": "submarine"})
    assert page.status_code == 200
    assert shown(page) == []
    assert "Nothing fits" in words(page)
    assert "/resources/" in [a.attrs["href"] for a in html.parsed(page).query("main a.quiet")]


def test_empty_fields_narrow_nothing(guest: Client) -> None:
    page = guest.get(RESOURCES, {"q": "  ", "domain": ""})
    assert len(shown(page)) == len(current_library().resources)
    assert "fit." not in words(page)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"domain": "cooking"}, "Choose a domain from the list."),
        ({"q": "x" * 101}, "At most 100 characters."),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason_and_everything_stays_visible(
    guest: Client, sent: dict[str, str], says: str
) -> None:
    page = guest.get(RESOURCES, sent)
    assert page.status_code == 422
    assert html.errors(page) == [says]
    assert len(shown(page)) == len(current_library().resources)


def test_I01_what_was_searched_for_cannot_become_markup(guest: Client) -> None:
    page = guest.get(RESOURCES, {"q": '"><script>alert(1)</script>'})
    assert html.parsed(page).query("main script") == []
    assert html.parsed(page).query("#id_q")[0].attrs["value"] == '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "path", [RESOURCES, f"{RESOURCES}?domain=cicd-ml", "/steps/write-a-pipeline-for-a-small-model/"]
)
def test_the_pages_take_few_queries(guest: Client, path: str) -> None:
    guest.get(path)
    with CaptureQueriesContext(connection) as queries:
        guest.get(path)
    assert len(queries) <= MOST_QUERIES


# Where they help


def step_page(guest: Client, slug: str) -> HttpResponse:
    return guest.get(reverse("roadmap:step", args=[slug]))


def test_a_step_names_at_most_five_places_the_most_specific_first(guest: Client) -> None:
    page = html.parsed(step_page(guest, "work-on-a-branch-with-review"))
    links = [a.attrs["href"] for a in page.query("main .links a")]
    places = [link for link in links if link.startswith(f"{RESOURCES}#")]
    assert places[0] == f"{RESOURCES}#read-git"
    assert len(places) == 5


def test_a_step_shows_what_to_show_and_what_to_be_ready_for_with_the_answer_folded(
    guest: Client,
) -> None:
    page = step_page(guest, "roll-out-a-canary-with-a-way-back")
    library = current_library()
    asked = [i for i in library.interview if i.slug in ("scenario-rollback", "scenario-blue-green")]
    assert len(asked) == 2
    folded = [d.to_text() for d in html.parsed(page).query("main details:not(.sources)")]
    assert len(folded) == 2
    for item in asked:
        assert item.prompt in words(page)
        assert any(item.answer in text for text in folded)
    assert "For your portfolio" not in words(page)
    portfolio = step_page(guest, "gate-and-promote-a-model")
    shown_there = next(i for i in library.portfolio if i.slug == "deployment-pipelines")
    assert shown_there.show in words(portfolio)
    folded = [d.to_text() for d in html.parsed(portfolio).query("main details:not(.sources)")]
    assert any(shown_there.convinces in text for text in folded)


def test_a_step_that_nothing_names_has_no_empty_headings(guest: Client) -> None:
    page = step_page(guest, "measure-fairness-and-explain-predictions")
    for heading in ("Helpful places", "For your portfolio", "For the interview"):
        assert heading not in words(page)


def test_every_item_of_portfolio_and_interview_is_on_the_page_of_each_of_its_steps(
    guest: Client,
) -> None:
    library = current_library()
    pages = {slug: words(step_page(guest, slug)) for slug in library.steps}
    for item in library.portfolio:
        assert all(item.show in pages[step.slug] for step in item.steps.all())
    for item in library.interview:
        assert all(item.prompt in pages[step.slug] for step in item.steps.all())


def test_a_domain_names_its_first_places_and_leads_to_all_of_them(guest: Client) -> None:
    page = guest.get(reverse("roadmap:domain", args=["professional-practice"]))
    links = [a.attrs["href"] for a in html.parsed(page).query("main a")]
    assert len([link for link in links if link.startswith(f"{RESOURCES}#")]) == 6
    assert f"{RESOURCES}?domain=professional-practice" in links
    few = guest.get(reverse("roadmap:domain", args=["networking"]))
    assert "All resources for" not in words(few)


def test_the_footer_leads_to_the_resources(guest: Client) -> None:
    footer = html.parsed(guest.get("/")).query("footer a")
    assert RESOURCES in [a.attrs["href"] for a in footer]

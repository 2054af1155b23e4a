"""What if: the page is asked by a plain form, by htmx and by addresses that may be wrong; by whom, and at what cost."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from roadmap.models import Role
from tests import factories
from tests.web import html
from tests.web.cast import cast
from tests.web.what_if_page import address, asked, rows, words

MOST_QUERIES = 12
DOMAIN = "model-serving"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)


@pytest.fixture
def hers(learner: User) -> Client:
    return factories.signed_in(learner)


# Going on


def test_a_new_assessment_can_aim_at_the_role(run: Assessment, hers: Client) -> None:
    page = html.parsed(hers.get(f"{address(run)}?role=aiops-engineer&second=mlops-engineer"))
    links = [a.attrs["href"] for a in page.query("main a") if "/start/" in a.attrs["href"]]
    assert links == ["/start/?role=aiops-engineer"]
    assert "aiops-engineer" in html.checked(hers.get(links[0]))


@pytest.mark.parametrize("role", ["astronaut", "", "x" * 3000, "%F0%9F%92%A5"])
def test_the_start_ignores_a_role_that_is_not_there(guest: Client, db: None, role: str) -> None:
    response = guest.get(f"/start/?role={role}")
    assert response.status_code == 200
    assert "mlops-engineer" in html.checked(response)


def test_the_start_offers_no_advanced_role(guest: Client, db: None) -> None:
    advanced = Role.objects.filter(advanced=True)[0].slug
    assert "mlops-engineer" in html.checked(guest.get(f"/start/?role={advanced}"))


# How it is asked


def filled(response: HttpResponse) -> dict[str, str]:
    """What a browser sends with the form as it is."""
    fields = {}
    for select in html.parsed(response).query("form.what-if select"):
        chosen = select.query("option[selected]") or select.query("option")
        fields[select.attrs["name"]] = chosen[0].attrs["value"]
    return fields


def test_without_javascript_the_form_leads_to_an_address_worth_keeping(
    run: Assessment, hers: Client
) -> None:
    form = html.parsed(hers.get(address(run))).query("form.what-if")[0]
    assert (form.attrs["method"], form.attrs["action"]) == ("get", address(run))
    fields = filled(hers.get(address(run))) | {"second": "aiops-engineer", "weight-networking": "0"}
    assert len(fields) == 2 + 2 * 18
    sent = hers.get(address(run), fields)
    kept = f"{address(run)}?role=mlops-engineer&second=aiops-engineer&weight-networking=0"
    assert (sent.status_code, sent.url) == (302, kept)
    assert filled(hers.get(kept)) == fields
    assert hers.get(address(run), {"role": "", "second": ""}).url == address(run)


def test_htmx_gets_a_fragment_and_the_same_address(run: Assessment, hers: Client) -> None:
    fields = filled(hers.get(address(run))) | {"second": "aiops-engineer"}
    response = hers.get(address(run), fields, headers=HTMX)
    assert response.status_code == 200
    kept = f"{address(run)}?role=mlops-engineer&second=aiops-engineer"
    assert response.headers["HX-Push-Url"] == kept
    assert "<html" not in response.content.decode()
    fragment = html.fragment(response)
    (focused,) = fragment.query("[data-focus]")
    assert focused.attrs["id"] == "found"
    whole = hers.get(kept)
    assert html.text(whole, "table") == words(fragment.query("table")[0])
    assert not html.parsed(whole).query("[data-focus]")
    assert all("HX-Request" in answer.headers["Vary"] for answer in (whole, response))


# What cannot be


@pytest.mark.parametrize(
    ("query", "message", "field"),
    [
        ("role=astronaut", "Choose a role from the list.", "role"),
        ("second=astronaut", "Choose a second role from the list.", "second"),
        (
            "level-networking=god",
            "Networking and network security: choose a level from the list.",
            "level-networking",
        ),
        (
            "weight-networking=4",
            "Networking and network security: choose a weight from 0 to 3.",
            "weight-networking",
        ),
        (
            "weight-networking=-1",
            "Networking and network security: choose a weight from 0 to 3.",
            "weight-networking",
        ),
        (
            "weight-networking=1.5",
            "Networking and network security: choose a weight from 0 to 3.",
            "weight-networking",
        ),
    ],
)
def test_a_bad_address_is_named_and_the_rest_is_shown(
    run: Assessment, hers: Client, query: str, message: str, field: str
) -> None:
    url = f"{address(run)}?{query}&level-{DOMAIN}=architect"
    response = hers.get(url)
    assert response.status_code == 422
    assert html.title(response) == "Error: What if: MLOps Engineer – Waymark"
    assert html.errors(response) == [message]
    assert html.error_targets(response)[0].attrs["name"] == field
    said = html.text(response, f"#id_{field}_error")
    assert said.removeprefix("Error: ") == message
    assert "target 90," in asked(rows(response)[DOMAIN])[0]
    assert html.parse_errors(response) == []
    fragment = hers.get(url, headers=HTMX)
    assert fragment.status_code == 422
    assert "HX-Push-Url" not in fragment.headers
    assert len(html.fragment(fragment).query("[data-focus]")) == 1


def test_a_domain_that_is_not_there_cannot_be_changed(run: Assessment, hers: Client) -> None:
    response = hers.get(f"{address(run)}?level-circus=engineer&role=aiops-engineer")
    assert response.status_code == 422
    assert html.errors(response) == ["One of the changes is to a domain that is not known here."]
    assert html.checked(response)[0] == "aiops-engineer"


@pytest.mark.parametrize(
    "query",
    ["role=&role=%00", "role[]=x", "level-=", "weight-networking=%E2%91%A2", "q=" + "x" * 5000],
)
def test_V15_3_5_no_address_breaks_the_page(run: Assessment, hers: Client, query: str) -> None:
    assert hers.get(f"{address(run)}?{query}").status_code in (200, 302, 400, 422)


def test_I01_what_is_sent_is_never_markup(run: Assessment, hers: Client) -> None:
    response = hers.get(f"{address(run)}?role=%3Cb%3Ex&level-networking=%22%3E%3Cb%3Ey")
    assert response.status_code == 422
    assert not html.parsed(response).query("main b")


# Who


def test_a_guest_sees_it_too(db: None) -> None:
    people = cast()
    run = people.runs["guest.done"]
    response = people.client("guest").get(f"{address(run)}?second=aiops-engineer")
    assert response.status_code == 200
    assert len(rows(response)) == 18


# How much it costs


def test_the_number_of_queries_does_not_grow_with_the_assessments(
    learner: User, run: Assessment, hers: Client
) -> None:
    url = f"{address(run)}?role=sre-for-ml-systems&second=aiops-engineer&weight-networking=3"
    hers.get(url, headers=HTMX)  # fills the memory of content
    with CaptureQueriesContext(connection) as with_one:
        hers.get(url, headers=HTMX)
    for _ in range(9):
        factories.finished(learner)
    with CaptureQueriesContext(connection) as with_ten:
        hers.get(url, headers=HTMX)
    assert len(with_ten) == len(with_one)
    assert len(with_ten) <= MOST_QUERIES, f"The page took {len(with_ten)} queries."

"""The catalogue of certifications is found by words and filters, and each page says where its reader stands."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment import actions
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, ContentVersion, User
from roadmap.models import Certification
from tests import factories
from tests.web import html
from tests.web.cast import cast

LIST = "/certifications/"
EXAM = "/certifications/certified-mlops-engineer/"
MOST_QUERIES = 5
HTMX = {"HX-Request": "true"}


def names(response: HttpResponse) -> list[str]:
    return [a.to_text() for a in html.parsed(response).query("#found li h3 a")]


def found(client: Client, **wanted: str) -> list[str]:
    return names(client.get(f"{LIST}?{urlencode(wanted)}"))


def standing_at(by: User, score: float, **more: float) -> Assessment:
    """A finished assessment with the same result in every domain."""
    run = actions.finish_early(factories.asking(by), by=Person(user=by))
    result = {"standard_error": 1, "low": score - 2, "high": score + 2, "responses": 3} | more
    run.results.update(score=score, **result)
    return run


# The catalogue


def test_all_57_are_listed_each_with_a_page_of_its_own(guest: Client, db: None) -> None:
    response = guest.get(LIST)
    assert len(names(response)) == 57
    assert "All 57 certifications" in html.text(response, "#count")
    for link in html.parsed(response).query("#found li h3 a"):
        page = guest.get(link.attrs["href"])
        assert html.text(page, "h1") == link.to_text()
        assert html.parsed(page).query("details.sources li"), link.to_text()


def test_the_closest_to_mlops_come_first_and_unrelated_ones_last(guest: Client, db: None) -> None:
    headings = [h.to_text() for h in html.parsed(guest.get(LIST)).query("#found h2")]
    assert [heading.rpartition(" (")[0] for heading in headings] == [
        "MLOps itself",
        "Close by",
        "Specialist or general",
        "Unrelated, never suggested",
    ]
    assert headings[-1].endswith("(6)")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"q": "GmAt"}, ["GMAT"]),
        ({"q": "juniper"}, ["JNCIA"]),
        ({"q": "proctored"}, []),
        ({"q": "pass mark  capstone"}, ["Certified MLOps Engineer"]),
        ({"q": "CGRC"}, ["CAP"]),
        ({"relevance": "core", "ladder": "engineer"}, ["Certified MLOps Engineer"]),
        ({"domain": "testing-quality", "relevance": "adjacent"}, ["ISTQB Foundation Level"]),
        ({"kind": "degree"}, ["MBA"]),
        ({"provider": "Juniper"}, ["JNCIA"]),
        ({"provider": "Juniper", "kind": "degree"}, []),
    ],
)
def test_words_and_filters_all_have_to_fit(
    guest: Client, db: None, wanted: dict[str, str], expected: list[str]
) -> None:
    assert found(guest, **wanted) == expected


def test_it_says_how_many_fit_and_what_to_do_when_none_does(guest: Client, db: None) -> None:
    some = guest.get(f"{LIST}?provider=Fortinet")
    assert html.text(some, "#count").startswith(f"{len(names(some))} of 57")
    none = guest.get(f"{LIST}?q=no+such+thing")
    assert "Nothing fits" in html.text(none, "#found")
    assert html.parsed(none).query(f"#found a[href='{LIST}']")


def test_what_was_looked_for_stays_in_the_form_and_open_to_the_eye(guest: Client, db: None) -> None:
    page = guest.get(f"{LIST}?q=security&kind=course")
    assert html.parsed(page).query("#id_q")[0].attrs["value"] == "security"
    assert "course" in html.checked(page)
    assert html.parsed(page).query("form details[open]")
    assert not html.parsed(guest.get(f"{LIST}?q=security")).query("form details[open]")


@pytest.mark.parametrize(
    "query", ["relevance=none", "domain=1", "q=" + "a" * 101, "kind=course'--", "ladder=", "x=y"]
)
def test_what_cannot_be_looked_for_is_left_out(guest: Client, db: None, query: str) -> None:
    response = guest.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert len(names(response)) == 57


def test_I01_words_are_shown_as_words(guest: Client, db: None) -> None:
    page = guest.get(f"{LIST}?{urlencode({'q': '<b>x</b>'})}")
    assert html.parsed(page).query("#id_q")[0].attrs["value"] == "<b>x</b>"


def test_htmx_gets_the_list_and_the_count_and_the_address_of_both(guest: Client, db: None) -> None:
    headers = HTMX | {"HX-Current-URL": f"http://testserver{LIST}"}
    response = guest.get(f"{LIST}?q=gmat&kind=&page=2", headers=headers)
    part = html.fragment(response)
    assert not part.query("html, form")
    assert [a.to_text() for a in part.query("#found h3 a")] == ["GMAT"]
    assert part.query("#count[hx-swap-oob]")[0].to_text().startswith("1 of 57")
    assert response.headers["HX-Push-Url"] == f"{LIST}?q=gmat"
    assert "HX-Request" in response.headers["Vary"]


def test_an_address_that_is_shown_already_is_not_pushed_again(guest: Client, db: None) -> None:
    headers = HTMX | {"HX-Current-URL": f"http://testserver{LIST}?q=gmat"}
    assert "HX-Push-Url" not in guest.get(f"{LIST}?q=gmat", headers=headers).headers
    assert guest.get(f"{LIST}?q=", headers=headers).headers["HX-Push-Url"] == LIST


def test_an_address_that_is_none_is_only_another_one(guest: Client, db: None) -> None:
    response = guest.get(LIST, headers=HTMX | {"HX-Current-URL": "http://["})
    assert response.headers["HX-Push-Url"] == LIST


# A page


def test_a_page_says_what_it_is_about_and_what_comes_before_and_after(
    guest: Client, db: None
) -> None:
    page = guest.get(EXAM)
    facts = html.text(page, "dl.facts")
    assert all(known in facts for known in ("AIOps School", "75", "120 minutes", "72 %", "$499"))
    topics = html.parsed(page).query(".anchors > div")
    assert len(topics) == 9
    assert "every topic counts the same" in html.text(page)
    assert all(topic.query("dd a") for topic in topics)
    assert "Recommended before: MLOps Foundation" in html.text(page)
    assert "It leads to:" in html.text(page)
    assert "MLOps Professional" in html.text(page)
    assert "Check with the provider" in html.text(page)


def test_what_no_question_tests_is_said(guest: Client, db: None) -> None:
    text = html.text(guest.get("/certifications/itil/"))
    assert "No question here tests about 60 % of it." in text
    assert text.count("Not tested here") == 2
    unknown = html.text(guest.get("/certifications/cism/"))
    assert "how much of it the questions here miss is not known" in unknown


def test_facts_from_outside_say_where_and_when(guest: Client, db: None) -> None:
    text = html.text(guest.get("/certifications/cap/"))
    assert "Outside the guides" in text
    assert "resources.infosecinstitute.com/overview/cgrc/, read on 21 November 2026" in text


def test_a_closed_one_and_an_unrelated_one_say_so_and_nothing_about_the_reader(
    learner: User,
) -> None:
    standing_at(learner, 90)
    client = factories.signed_in(learner)
    closed = html.text(client.get("/certifications/tensorflow-certification/"))
    assert "Nobody can take it since 1 May 2024" in closed
    unrelated = html.text(client.get("/certifications/sat/"))
    assert "Unrelated to MLOps" in unrelated
    for text in (closed, unrelated):
        assert "Ready now" not in text
        assert "Before you pay" not in text


def test_one_that_does_not_exist_or_is_retired_is_not_found(guest: Client, db: None) -> None:
    assert guest.get("/certifications/no-such-thing/").status_code == 404
    Certification.objects.filter(slug="mlops-foundation").update(retired=True)
    ContentVersion.objects.create(digest="without", summary="")
    assert guest.get("/certifications/mlops-foundation/").status_code == 404
    assert "Recommended before" not in html.text(guest.get(EXAM))


# Where its reader stands


def test_without_a_report_it_offers_the_assessment(guest: Client, learner: User) -> None:
    client = factories.signed_in(learner)
    factories.asking(learner)
    for reader in (guest, client):
        page = html.parsed(reader.get(EXAM))
        assert "needs no account" in page.to_text()
        assert page.query("main a[href='/start/']")


@pytest.mark.parametrize(
    ("score", "says", "readiness"),
    [
        (50, "About 1 in 10 would pass", "After these steps"),
        (66, "About 5 in 10 would pass", "After these steps"),
        (85, "Nearly everyone would pass", "Ready now"),
        (20, "Hardly anyone would pass", "Later"),
    ],
)
def test_with_a_report_it_says_how_many_in_ten_would_pass(
    learner: User, score: float, says: str, readiness: str
) -> None:
    standing_at(learner, score)
    text = html.text(factories.signed_in(learner).get(EXAM), "section[aria-labelledby=stand]")
    assert says in text
    assert readiness in text
    assert "72 % are needed" in text
    assert ("hours" in text) == (readiness != "Ready now")


def test_without_an_exam_it_compares_levels(learner: User) -> None:
    standing_at(learner, 50)
    page = factories.signed_in(learner).get("/certifications/jncia/")
    assert "You are likely at Engineer over its domains" in html.text(page)
    assert "This compares levels only" in html.text(page)
    unknown = html.text(factories.signed_in(learner).get("/certifications/crisc/"))
    assert "Can't be said" in unknown


def test_not_before_is_said_until_the_level_is_reached(learner: User) -> None:
    client = factories.signed_in(learner)
    standing_at(learner, 10)
    early = html.text(client.get(EXAM))
    assert "Not before MLOps Foundation" in early
    standing_at(learner, 50)
    assert "Not before" not in html.text(client.get(EXAM))


def test_a_guest_sees_where_they_stand_and_nobody_else_does(db: None) -> None:
    people = cast()
    guests = people.client("guest").get(EXAM)
    assert html.parsed(guests).query(f"main a[href*='{people.runs['guest.done'].pk}']")
    for other in ("anonymous", "stranger", "mentor"):
        assert "your report of" not in html.text(people.client(other).get(EXAM))


def test_domains_without_a_question_of_their_own_are_named(learner: User) -> None:
    run = standing_at(learner, 50)
    run.results.filter(domain__slug="cicd-ml").update(responses=0)
    text = html.text(factories.signed_in(learner).get(EXAM))
    assert "Without a question of their own" in text
    assert "CI/CD and continuous training." in text


# In the report


def test_the_report_leads_to_each_and_puts_those_that_are_ready_first(learner: User) -> None:
    run = factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)
    section = html.parsed(factories.signed_in(learner).get(f"/a/{run.pk}/report/")).query(
        "section[aria-labelledby=certifications]"
    )[0]
    tags = [tag.to_text() for tag in section.query(".tag")]
    order = ["Ready now", "After these steps", "Can't be said", "Later"]
    assert tags
    assert tags == sorted(tags, key=order.index)
    for link in section.query("h3 a"):
        assert factories.signed_in(learner).get(link.attrs["href"]).status_code == 200


# Queries


@pytest.mark.parametrize("address", [LIST, EXAM])
def test_the_number_of_queries_is_bounded(learner: User, address: str) -> None:
    client = factories.signed_in(learner)
    standing_at(learner, 50)
    client.get(address)  # fills the memory of content
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    for _ in range(3):
        standing_at(learner, 50)
    with CaptureQueriesContext(connection) as with_four:
        client.get(address)
    assert len(with_four) == len(with_one)
    assert len(with_four) <= MOST_QUERIES, [query["sql"] for query in with_four]

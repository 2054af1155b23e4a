"""Only a form of this site changes anything: no link does, and nothing that another site makes a browser send."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from assessment.models import AuditEvent, User, Verb
from assessment.models.audit import LOOKS
from roadmap.models import CohortSnapshot
from tests import factories
from tests.content.tables import Dump, dump
from tests.web import html
from tests.web.browsing import crawl
from tests.web.cast import PEOPLE, Cast, cast
from tests.web.test_access import BY_LINK, ROWS

pytestmark = pytest.mark.drill

CROSS = {"Sec-Fetch-Site": "cross-site"}
ROW_PAGES = ("change", "delete", "history")  # of a table in the administration
FETCHED = [(route, of) for route, of, *_ in ROWS]


def tables() -> Dump:
    """Every table but that of accounts, in which the time of signing in is written."""
    return {name: rows for name, rows in dump().items() if name != User._meta.db_table}


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def look_at_everything(people: Cast, person: str) -> set[str]:
    """Follow everything that can be followed, and ask for every address of the access table; the routes that answered."""
    client = people.client(person)
    found = crawl(client, *(people.url(route, of) for route, of in FETCHED))
    for route, of in FETCHED:
        client.head(people.url(route, of))
        client.options(people.url(route, of))
    return found.routes


@pytest.mark.parametrize("person", ["anonymous", "guest", "learner", "stranger"])
def test_I02_V3_5_3_looking_at_everything_changes_nothing(people: Cast, person: str) -> None:
    before = tables()
    assert len(look_at_everything(people, person)) > 25
    assert tables() == before


def test_I02_P07_a_mentor_who_looks_at_everything_leaves_looks_and_nothing_else(
    people: Cast,
) -> None:
    """The one exception: what a mentor looks at is written down, and the counts of a cohort are published once a day."""
    before = tables()
    look_at_everything(people, "mentor")
    after = tables()
    made = AuditEvent.objects.exclude(pk__in=[row[0] for row in before["assessment_auditevent"]])
    assert made.filter(verb__in=LOOKS, learner=people.users["learner"]).count() >= 4
    assert not made.exclude(verb__in=(*LOOKS, Verb.COUNTED)).exists()
    written = {"assessment_auditevent", CohortSnapshot._meta.db_table}
    assert {table for table in before if before[table] != after[table]} <= written


def test_I02_P07_staff_who_look_at_everything_leave_looks_and_nothing_else(people: Cast) -> None:
    """Every page of the administration that needs no number, and every row of every table that has any."""
    staff, before, seen = people.client("staff"), tables(), 0
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        for row in page.model._default_manager.all()[:1]:
            addresses += [reverse(f"{name}_{page}", args=[row.pk]) for page in ROW_PAGES]
        for url in addresses:
            seen += staff.get(url).status_code == 200
            staff.head(url)
    after = tables()
    assert seen > 60
    assert {table for table in before if before[table] != after[table]} == {
        AuditEvent._meta.db_table
    }
    made = AuditEvent.objects.exclude(pk__in=[row[0] for row in before["assessment_auditevent"]])
    assert set(made.values_list("verb", "actor")) == {(Verb.STAFF_LOOKED, people.users["staff"].pk)}


def test_I02_V3_5_1_what_another_site_makes_a_browser_send_is_refused(people: Cast) -> None:
    """Whoever is signed in, with a good token or none: every address, sent from another site or another subdomain."""
    before = tables()
    for person in PEOPLE:
        client = people.client(person)
        for route, of in FETCHED:
            if route in BY_LINK:  # its address is the permission, wherever it is sent from
                continue
            for site in ("cross-site", "same-site"):
                url = people.url(route, of)
                answer = client.post(url, headers={"Sec-Fetch-Site": site})
                assert answer.status_code == 403, (person, route, of)
    assert tables() == before


def test_I02_the_refusal_is_in_the_sites_own_page(people: Cast) -> None:
    response = people.client("learner").post(reverse("roadmap:start"), headers=CROSS)
    assert html.title(response) == "Please try again – Waymark"
    assert html.parsed(response).query("main a.button")


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_I02_what_this_site_sends_is_taken(learner: User, site: str | None) -> None:
    """`none` is a person who sends again what they see; older browsers do not say at all."""
    headers = {"Sec-Fetch-Site": site} if site else {}
    url = reverse("assessment:account")
    answer = factories.signed_in(learner).post(url, {"name": "Lea"}, headers=headers)
    assert answer.status_code == 302
    learner.refresh_from_db()
    assert learner.name == "Lea"


def test_I02_links_from_other_sites_can_be_followed(people: Cast) -> None:
    for url in ("/", "/me/", reverse("roadmap:invitation", args=[people.secret])):
        assert people.client("learner").get(url, headers=CROSS).status_code == 200


@pytest.mark.parametrize("token", [None, "x" * 64, "of somebody else"])
def test_I02_V3_5_1_a_wrong_token_is_no_token(learner: User, token: str | None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    client.get("/account/")
    if token == "of somebody else":
        other = Client()
        page = html.parsed(other.get("/start/"))
        token = page.query("input[name=csrfmiddlewaretoken]")[0].attrs["value"]
    sent = {"name": "Boss"} | ({"csrfmiddlewaretoken": token} if token else {})
    assert client.post("/account/", sent).status_code == 403
    learner.refresh_from_db()
    assert learner.name == "Lena Learner"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"]
)
def test_I02_V3_5_1_a_good_token_from_another_origin_is_refused(learner: User, origin: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    page = html.parsed(client.get("/account/"))
    token = page.query("input[name=csrfmiddlewaretoken]")[0].attrs["value"]
    sent = {"name": "Boss", "csrfmiddlewaretoken": token}
    assert client.post("/account/", sent, headers={"Origin": origin}).status_code == 403
    assert client.post("/account/", sent).status_code == 302

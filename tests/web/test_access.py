"""Who may open what: every route, every person; a stranger can't tell somebody else's page from no page."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.web.access_table import TABLE
from tests.web.cast import PEOPLE, Cast, cast
from tests.web.routes import Route, all_routes

ROWS = [tuple(line.split()) for line in TABLE.split("\n") if line and not line.startswith("route")]
SITE = [route for route in all_routes() if not route.is_admin]
PUBLIC = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_request_login_code",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "admin:login",
    "admin:logout",
    "assessment:begin",
    "assessment:progress",
    "assessment:delete",
    "assessment:finish",
    "assessment:problem",
    "assessment:problems",
    "assessment:rate",
    "assessment:resume",
    "assessment:review",
    "assessment:sources",
    "assessment:take",
    "healthz",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "metrics",
    "readyz",
    "roadmap:certification",
    "roadmap:certifications",
    "roadmap:compare",
    "roadmap:domain",
    "roadmap:domain_map",
    "roadmap:domains",
    "roadmap:explain",
    "roadmap:home",
    "roadmap:invitation",
    "roadmap:join",
    "roadmap:map",
    "roadmap:me",
    "roadmap:method",
    "roadmap:paths",
    "roadmap:plan",
    "roadmap:plan_calendar",
    "roadmap:plan_spreadsheet",
    "roadmap:progress",
    "roadmap:report",
    "roadmap:settle",
    "roadmap:resources",
    "roadmap:sample",
    "roadmap:start",
    "roadmap:step",
    "roadmap:study_plan",
    "roadmap:unsubscribe",
    "roadmap:what_if",
    "roadmap:why",
    "roadmap:why_domain",
    "socialaccount_login_cancelled",
    "socialaccount_signup",
}
BY_LINK = {
    "roadmap:unsubscribe"
}  # the link is the permission: mail programs post to it by themselves


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def answer(client: Client, method: str, url: str) -> HttpResponse:
    # A browser always sends its token: a form that gets nothing at all would not count as sent.
    data = {"csrfmiddlewaretoken": "x"} if method == "post" else None
    return getattr(client, method)(url, data)


def word(response: HttpResponse) -> str:
    """The status, or where a redirect leads when that is the sign-in page or the question for the password."""
    place = response.headers.get("Location", "")
    if response.status_code == 302 and place.startswith(f"{reverse('account_login')}?next="):
        return "sign-in"
    if response.status_code == 302 and place.startswith(reverse("account_reauthenticate")):
        return "re-auth"
    return str(response.status_code)


def test_A01_V8_1_1_the_public_routes_are_exactly_these() -> None:
    assert {route.name for route in all_routes() if route.is_public} == PUBLIC


def test_A01_V8_1_1_every_route_outside_the_admin_is_in_the_table() -> None:
    assert {row[0] for row in ROWS} == {route.name for route in SITE}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} of {row[1]}")
def test_A01_V8_2_1_everyone_gets_what_the_table_says(people: Cast, row: tuple[str, ...]) -> None:
    route, of, *cells = row
    url, got = people.url(route, of), []
    for person in PEOPLE:
        status = {}
        for method in ("get", "post", "head"):
            with transaction.atomic():
                status[method] = word(answer(people.client(person), method, url))
                transaction.set_rollback(True)
        assert status["head"] == status["get"], f"HEAD by {person}"
        same = status["get"] == status["post"]
        got.append(status["get"] if same else f"{status['get']}/{status['post']}")
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, cells, strict=True))


def test_I02_V3_5_1_a_post_without_its_token_is_refused_whoever_sends_it(people: Cast) -> None:
    got = {
        (person, route, of): client.post(people.url(route, of)).status_code
        for person in PEOPLE
        for client in [people.client(person, enforce_csrf_checks=True)]
        for route, of, *_ in ROWS
        if route not in BY_LINK
    }
    assert {case: status for case, status in got.items() if status != 403} == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_V4_1_4_our_pages_know_no_other_methods(people: Cast, method: str) -> None:
    got = {}
    for route, of, *_ in ROWS:
        owner = people.client("guest" if of.startswith("guest") else "learner")
        if route == "assessment:delete_account":  # asks for the password first
            data = {"password": factories.PASSWORD}
            owner.post(reverse("account_reauthenticate"), data)
        if ":" in route:  # the others are allauth's
            got[route, of] = getattr(owner, method)(people.url(route, of)).status_code
    assert {case: status for case, status in got.items() if status != 405} == {}


@pytest.mark.parametrize(
    "route",
    [r for r in all_routes() if not r.is_public and r.needs_no_arguments and r.name],
    ids=lambda route: route.name,
)
def test_A01_someone_signed_out_is_led_to_sign_in_and_back(db: None, route: Route) -> None:
    url = reverse(route.name)
    doors = [reverse("account_login"), *([reverse("admin:login")] if route.is_admin else [])]
    expected = [f"{door}?next={url}" for door in doors]
    assert Client().get(url).headers["Location"] in expected
    fragment = Client().get(url, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert fragment.headers["HX-Redirect"] in expected
    assert fragment.content == b""


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_A02_V8_2_2_a_stranger_sees_the_same_as_where_nothing_is(
    people: Cast, method: str, headers: dict[str, str]
) -> None:
    stranger, compared = people.client("stranger"), 0
    for route, of, *cells in ROWS:
        cell = cells[PEOPLE.index("stranger")].split("/")[0 if method == "get" else -1]
        if cell != "404" or of == "key":
            continue
        theirs = getattr(stranger, method)(people.url(route, of), headers=headers)
        nothing = getattr(stranger, method)(people.url_of_nothing(route, of), headers=headers)
        assert (theirs.status_code, nothing.status_code) == (404, 404), (route, of)
        assert theirs.content == nothing.content, (route, of)
        for response in (theirs, nothing):  # every request has another
            del response.headers["X-Request-ID"]
        assert theirs.headers == nothing.headers, (route, of)
        compared += 1
    assert compared >= 20


def test_A02_V8_2_2_a_mentor_of_somebody_else_is_a_stranger(people: Cast) -> None:
    another, stranger = factories.user(email="olga@example.org"), people.users["stranger"]
    theirs = factories.mentorship(another, stranger)
    url = reverse("roadmap:mentee_report", args=[theirs.pk, people.runs["learner.done"].pk])
    assert factories.signed_in(stranger).get(url).status_code == 404


# What a mentor of a cohort gets at its pages, who does not lead it: GET, then POST where it differs.
COACH = {
    "roadmap:cohort cohort": "200/405",
    "roadmap:cohort_people cohort": "200/405",
    "roadmap:cohort_people_file cohort": "200/405",
    "roadmap:cohort_counts_file cohort": "404/405",  # nothing was counted yet
    "roadmap:cohort_consent cohort": "405/404",
    "roadmap:cohort_members cohort": "200/404",
    "roadmap:cohort_invite cohort": "404",
    "roadmap:cohort_rename cohort": "404",
    "roadmap:cohort_delete cohort": "404",
    "roadmap:cohort_name_lead cohort/coach": "405/404",
    "roadmap:cohort_name_lead cohort/member": "405/404",
    "roadmap:cohort_leave cohort/member": "405/404",
    "roadmap:cancel_join cohort/link": "405/404",
}


def test_A01_V8_2_1_a_mentor_of_a_cohort_reads_and_does_nothing_that_is_for_its_leads(
    people: Cast,
) -> None:
    coach, got = factories.signed_in(people.coach.user), {}
    for route, of, *_ in ROWS:
        if of.startswith("cohort"):
            url = people.url(route, of)
            status = [word(answer(coach, method, url)) for method in ("get", "post")]
            got[f"{route} {of}"] = "/".join(dict.fromkeys(status))
    assert got == COACH

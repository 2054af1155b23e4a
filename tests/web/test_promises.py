"""What the learner is promised: consent that costs nothing, no trace in addresses, a list of looks, and a place to go on."""

import csv
import re
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.core.responses import Outcome
from assessment.models import Assessment, AuditEvent, Response, User, Verb
from assessment.models.audit import LOOKS
from roadmap import actions
from roadmap.models import CohortMember, Scope, Step, StepState
from tests import factories
from tests.web import html
from tests.web.browsing import crawl
from tests.web.cast import Cast, cast
from tests.web.routes import all_routes
from tests.web.test_access import ROWS

pytestmark = pytest.mark.drill

# Pages of a mentor about a mentee that show nothing of their results: forms, and what both wrote to each other.
NO_LOOK = {"roadmap:mentor_rate", "roadmap:talk", "roadmap:agree"}


@pytest.fixture
def people(db: None) -> Cast:
    made = cast()
    made.mentorship.scope = Scope.ANSWERS
    made.mentorship.save(update_fields=["scope"])
    return made


def own_routes(run: Assessment, client: Client) -> dict[str, int]:
    """The answers to a learner at all pages about an assessment of theirs."""
    found = {}
    for route, of, *_ in ROWS:
        if of == "learner.done" and route.startswith(("roadmap:", "assessment:")):
            extra = {
                "roadmap:why_domain": ["model-serving"],
                "roadmap:settle": ["model-serving"],
                "roadmap:study_plan": ["plan-30-days"],
                "assessment:rate": [1],
                "assessment:take": [1],
                "assessment:problem": [1],
            }.get(route, [])
            found[route] = client.get(reverse(route, args=[run.pk, *extra])).status_code
    return found


def test_P01_who_refuses_everything_can_do_what_everybody_can(people: Cast) -> None:
    olga = factories.user(email="olga@example.org", name="Olga")
    mine = factories.finished(olga, Outcome.RIGHT, Outcome.WRONG)
    factories.joined(people.member.cohort, olga)  # with no consent at all
    asked = factories.request_to(olga, people.users["mentor"])
    client = factories.signed_in(olga)
    assert client.post(reverse("roadmap:refuse_request", args=[asked.pk])).status_code == 302
    theirs = factories.finished(people.users["learner"], Outcome.RIGHT, Outcome.WRONG)
    hers = own_routes(theirs, people.client("learner"))
    assert own_routes(mine, client) == hers
    assert len(hers) > 10
    refused = CohortMember.objects.get(user=olga)
    assert {refused.aggregate, refused.named, refused.peers} == {False}
    # Nor can the mentor tell that she refused.
    seen = html.text(people.client("mentor").get("/mentor/"))
    assert "Olga" not in seen
    assert "declined" not in seen.lower()


def test_P01_making_an_account_agrees_to_nothing(db: None) -> None:
    client = Client()
    page = html.parsed(client.get(reverse("account_signup")))
    assert not page.query("main input[type=checkbox]")
    sent = {"email": "lena@example.org", "password1": factories.PASSWORD}
    client.post(reverse("account_signup"), sent)
    user = User.objects.get(email="lena@example.org")
    assert not user.mentors.exists()
    assert not user.cohorts.exists()


SECRET_PAGES = ("/invitation/", "/join/")  # one-time links: see SECURITY.md


def addresses(response: HttpResponse) -> list[str]:
    """Every address that an answer gives to a browser."""
    found = [response.headers.get(name, "") for name in ("Location", "HX-Push-Url", "HX-Redirect")]
    if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
        for node in html.parsed(response).query("*"):
            attrs = node.attrs or {}
            found += [str(attrs.get(name) or "") for name in ("href", "action", "src", "hx-get")]
            found += [str(attrs.get(name) or "") for name in ("hx-post", "hx-push-url")]
    return [unquote(address) for address in found if address]


@pytest.mark.parametrize("person", ["learner", "mentor", "guest"])
def test_P02_no_name_address_score_or_session_stands_in_an_address(
    people: Cast, person: str
) -> None:
    client = people.client(person)
    tour = crawl(client)
    secrets = [cookie.value for cookie in client.cookies.values() if cookie.value]
    telling = re.compile(
        r"lena|max|nora|sam |sten|@example|csrfmiddlewaretoken|[?&](token|score|theta|email|name|password|session\w*)=",
        re.IGNORECASE,
    )
    for url, response in tour.pages.items():
        for address in (url, *addresses(response)):
            if address.startswith("mailto:"):
                continue
            assert not telling.search(address), (url, address)
            assert not [secret for secret in secrets if secret in address], (url, address)
            assert not address.startswith(SECRET_PAGES), (url, address)
    assert len(tour.pages) > 40


def test_P07_every_page_of_a_mentor_about_results_is_written_down(people: Cast) -> None:
    """Every route about a sharing is opened; a new one is a look unless it is said here that it shows no results."""
    mentor, lena, tried = people.client("mentor"), people.users["learner"], set()
    for route, of, *_ in ROWS:
        if not of.startswith("mentorship") or route in NO_LOOK:
            continue
        for headers in ({}, {"HX-Request": "true"}):
            before = lena.audit_events.looks().count()
            shown = mentor.get(people.url(route, of), headers=headers)
            if (
                shown.status_code == 200 and shown.content
            ):  # htmx follows redirects by an empty answer
                assert lena.audit_events.looks().count() > before, route
                tried.add(route)
    assert len(tried) >= 6
    page = html.text(people.client("learner").get(reverse("roadmap:looks")))
    for verb in (Verb.VIEWED, Verb.PRINTED, Verb.EXPORTED, Verb.VIEWED_PLAN, Verb.COMPARED):
        assert verb.label in page


def test_P07_nobody_can_change_the_list(people: Cast) -> None:
    people.client("mentor").get(people.url("roadmap:mentee_report", "mentorship/learner.done"))
    rows = list(AuditEvent.objects.filter(verb__in=LOOKS).values())
    staff, pk = people.client("staff"), rows[0]["id"]
    for page in ("change", "delete"):
        url = reverse(f"admin:assessment_auditevent_{page}", args=[pk])
        assert staff.post(url, {"verb": "finished", "post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
    staff.post(reverse("admin:assessment_auditevent_changelist"), chosen)
    assert list(AuditEvent.objects.filter(pk__in=[row["id"] for row in rows]).values()) == rows


def test_P07_nobody_can_act_as_somebody_else() -> None:
    names = " ".join(f"{route.name} {route.pattern}" for route in all_routes()).lower()
    assert not re.search(r"impersonat|hijack|login.?as|sudo|masquerad|act.?as", names)


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(hours=24), timedelta(days=50)])
def test_Q08_on_another_device_and_day_it_goes_on_where_it_was(
    learner: User, monkeypatch: pytest.MonkeyPatch, later: timedelta
) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT, Outcome.WRONG)
    there = reverse("assessment:take", args=[run.pk, run.position])
    before = html.text(factories.signed_in(learner).get(there))
    moment = timezone.now() + later
    monkeypatch.setattr(timezone, "now", lambda: moment)
    client = factories.signed_in(learner)
    links = [a.attrs["href"] for a in html.parsed(client.get("/")).query("main a[href]")]
    assert reverse("assessment:resume", args=[run.pk]) in links  # one click from the landing page
    after = client.get(reverse("assessment:resume", args=[run.pk]), follow=True)
    assert after.request["PATH_INFO"] == there
    assert html.text(after) == before
    assert run.responses.count() == 2


def test_Q08_V7_3_1_a_session_that_ran_out_loses_no_answer(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    client = factories.signed_in(learner)
    there = reverse("assessment:take", args=[run.pk, run.position])
    assert client.get(there).status_code == 200
    moment = timezone.now() + timedelta(days=61)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert client.get(reverse("roadmap:sharing")).url.startswith("/accounts/login/")
    assert client.get(there).status_code == 404
    assert factories.signed_in(learner).get(there).status_code == 200
    assert run.responses.count() == 1


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "without JavaScript"])
def test_X10_V7_3_1_an_answer_after_the_session_ran_out_leads_back_to_its_question(
    learner: User, monkeypatch: pytest.MonkeyPatch, *, htmx: bool
) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.RIGHT)
    client, there = factories.signed_in(learner), reverse("assessment:take", args=[run.pk, 2])
    question = html.text(client.get(there), "main h1")
    moment = timezone.now() + timedelta(days=61)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post(there, {"choice": "unknown", "sure": "yes"}, headers=headers)
    door = answer.headers["HX-Redirect"] if htmx else answer.headers["Location"]
    assert door == f"/accounts/login/?next=/a/{run.pk}/"
    page = client.get(door)
    assert "Everything you have answered is saved" in html.text(page, "body")
    data = {"login": learner.email, "password": factories.PASSWORD, "next": f"/a/{run.pk}/"}
    back = client.post("/accounts/login/", data, follow=True)
    assert back.request["PATH_INFO"] == there
    assert html.text(back, "main h1") == question
    assert run.responses.count() == 1


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/signup/"])
def test_X10_signing_in_says_how_long_it_lasts_and_that_nothing_is_lost(
    db: None, settings: Any, page: str
) -> None:
    for days in (60, 14):
        settings.SESSION_COOKIE_AGE = days * 86_400
        text = html.text(Client().get(page))
        assert f"You stay signed in on this device for {days} days." in text
        assert "Every answer is saved as you give it" in text


FORMULA = '=HYPERLINK("http://evil.example","x")\r\n@SUM(1),\'"'


def test_I03_V1_2_10_no_table_of_the_site_holds_a_formula(people: Cast) -> None:
    lena, cohort = people.users["learner"], people.member.cohort
    User.objects.update(name=FORMULA[:80])
    CohortMember.objects.filter(user=lena).update(named=True, aggregate=True)
    for step, state in zip(
        Step.objects.filter(retired=False)[:2], ("done", "skipped"), strict=True
    ):
        by = factories.person(lena)
        actions.mark_step(step, StepState(state), by=by, note=FORMULA, link="")
    files = {
        "plan": people.client("learner").get(
            people.url("roadmap:plan_spreadsheet", "learner.done")
        ),
        "mentee": people.client("mentor").get(
            people.url("roadmap:mentee_spreadsheet", "mentorship/learner.done")
        ),
        "people": people.client("mentor").get(
            reverse("roadmap:cohort_people_file", args=[cohort.pk])
        ),
    }
    for name, file in files.items():
        rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1, name  # no value broke its row
        cells = [cell for row in rows for cell in row]
        assert any(cell.startswith("'=HYPERLINK") for cell in cells), name
        assert not [
            cell for cell in cells if cell.lstrip(' "').startswith(tuple("=+-@\t\r\n\0"))
        ], name


def report_page(run: Assessment, learner: User) -> str:
    return html.text(factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk])))


def test_V2_4_2_answers_too_fast_to_be_read_are_told_and_not_refused(learner: User) -> None:
    run = factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)  # thirty in three seconds
    assert run.responses.count() == 18
    assert "18 of 18 answers came within two seconds" in report_page(run, learner)
    slow = Response.objects.filter(assessment=run, position__lte=14)
    slow.update(seconds=20)
    assert "too fast to be read" not in report_page(run, learner)


def test_V2_4_2_to_say_at_once_that_one_does_not_know_is_no_haste(learner: User) -> None:
    run = factories.finished(learner, Outcome.UNKNOWN)
    assert "too fast to be read" not in report_page(run, learner)

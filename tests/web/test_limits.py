"""What takes room, time or somebody's attention is limited for each person, with room for a whole class."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from assessment.limits import A_DAY
from assessment.models import AuditEvent, User, Verb
from roadmap.models import Step
from tests import factories
from tests.web import html
from tests.web.cast import Cast, cast
from tests.web.test_pages import code_inside, has_headers

START = {"role": "mlops-engineer", "hours_per_week": "5", "length": "quick"}
LATER = timezone.localdate() + timedelta(days=30)
Post = Callable[[Cast], HttpResponse]


def posted(person: str, route: str, of: str, **fields: object) -> Post:
    """Send a form as one of the cast."""
    return lambda people: people.client(person).post(people.url(route, of), fields)


def report(people: Cast) -> HttpResponse:
    """Say what is wrong with the question that one is asked."""
    run = factories.asking(people.users["mentor"])
    url = reverse("assessment:problem", args=[run.pk, run.position])
    return people.client("mentor").post(url, {"kind": "unclear"})


ACTS: dict[Verb, list[Post]] = {
    Verb.STARTED: [
        posted("stranger", "roadmap:start", "-", **START),
        posted("learner", "roadmap:settle", "learner.done"),
    ],
    Verb.FOUNDED: [
        posted("mentor", "roadmap:cohort_new", "-", name="Group", role="mlops-engineer")
    ],
    Verb.LINKED: [
        posted("mentor", "roadmap:cohort_members", "cohort", kind="learner", limit="5", days="14"),
        posted("mentor", "roadmap:cohort_invite", "cohort", addresses="i@example.org", confirm="y"),
    ],
    Verb.NOTED: [
        posted("mentor", "roadmap:mentee_report", "mentorship/learner.done", text="Hello."),
        posted("learner", "roadmap:talk", "mentorship", text="Hello."),
    ],
    Verb.PROMISED: [
        posted("mentor", "roadmap:agree", "mentorship", text="It", who="mentor", by_date=str(LATER))
    ],
    Verb.REPORTED: [report],
    Verb.RATED: [
        posted(
            "mentor", "roadmap:mentor_rate", "mentorship/learner.done", level="2", evidence="Seen."
        )
    ],
}
# Their own tests: an answer to a card; the forms to invite and to ask say it themselves and keep what was typed.
ELSEWHERE = {Verb.PROBED, Verb.INVITED, Verb.ASKED}
CASES = [
    pytest.param(verb, number, id=f"{verb.value} {number}")
    for verb, acts in ACTS.items()
    for number in range(len(acts))
]


@pytest.fixture
def people(db: None) -> Cast:
    made = cast()
    factories.person(made.users["learner"]).assessments.open().delete()
    AuditEvent.objects.all().delete()
    return made


def test_every_act_with_a_limit_is_tried() -> None:
    assert set(ACTS) | ELSEWHERE == set(A_DAY)


@pytest.mark.parametrize(("verb", "number"), CASES)
def test_V2_4_1_an_act_has_a_number_for_a_day(people: Cast, verb: Verb, number: int) -> None:
    act = ACTS[verb][number]
    actors = [people.users[name] for name in people.users]
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=verb, actor=actor) for actor in actors for _ in range(A_DAY[verb] - 1)
    )
    assert act(people).status_code in (200, 302)
    factories.person(people.users["learner"]).assessments.open().delete()
    factories.person(people.users["stranger"]).assessments.open().delete()
    refused = act(people)
    assert refused.status_code == 429
    assert html.title(refused) == "Too many tries – Waymark"
    assert has_headers(refused)
    assert code_inside(refused) == []
    AuditEvent.objects.update(at=timezone.now() - timedelta(days=1))
    assert act(people).status_code in (200, 302)


def test_V2_4_1_what_others_did_does_not_count(people: Cast) -> None:
    others = [
        AuditEvent(
            verb=Verb.STARTED, actor=people.users["mentor"], learner=people.users["stranger"]
        )
        for _ in range(A_DAY[Verb.STARTED])
    ]
    AuditEvent.objects.bulk_create(others)
    assert ACTS[Verb.STARTED][0](people).status_code == 302


@pytest.fixture
def limited(settings: Settings) -> None:
    settings.REQUEST_LIMITS = dict.fromkeys(("download", "start", "mark", "flag"), (3, 3600))
    cache.clear()


def statuses(client: Client, url: str, times: int, **fields: str) -> list[int]:
    send = client.post if fields else client.get
    return [send(url, *([fields] if fields else [])).status_code for _ in range(times)]


@pytest.mark.parametrize("route", ["plan_calendar", "plan_spreadsheet", "explain"])
def test_V2_4_1_V15_2_2_downloads_are_limited_by_account(
    learner: User, limited: None, route: str
) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    assert statuses(client, reverse(f"roadmap:{route}", args=[run.pk]), 4) == [200, 200, 200, 429]
    other = factories.user(email="olga@example.org")
    of_other = reverse(f"roadmap:{route}", args=[factories.finished(other).pk])
    assert statuses(factories.signed_in(other), of_other, 1) == [200]
    assert client.get(reverse("roadmap:report", args=[run.pk])).status_code == 200


@pytest.mark.parametrize("route", ["cohort_people_file", "cohort_counts_file"])
def test_V2_4_1_V15_2_2_downloads_of_cohorts_are_limited(
    people: Cast, limited: None, route: str
) -> None:
    url = people.url(f"roadmap:{route}", "cohort")
    assert statuses(people.client("mentor"), url, 4)[3] == 429


def test_V2_4_1_guests_are_limited_by_their_address(db: None, limited: None) -> None:
    start, step = reverse("roadmap:start"), Step.objects.filter(retired=False)[0]
    assert [statuses(Client(), start, 1, **START)[0] for _ in range(4)] == [302, 302, 302, 429]
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert statuses(elsewhere, start, 1, **START) == [302]
    assert Client().get(start).status_code == 200  # reading is not limited
    marks = reverse("roadmap:progress", args=[step.slug])
    assert [statuses(Client(), marks, 1, state="done")[0] for _ in range(4)][3] == 429
    nobodys = reverse("assessment:problem", args=[uuid4(), 1])
    assert [statuses(Client(), nobodys, 1, kind="key")[0] for _ in range(4)] == [404] * 3 + [429]


def test_V4_1_3_V15_3_4_an_address_that_a_client_makes_up_is_not_believed(
    db: None, limited: None, settings: Settings
) -> None:
    def start(**headers: str) -> int:
        return Client().post(reverse("roadmap:start"), START, headers=headers).status_code

    made_up = [{"X-Forwarded-For": f"192.0.2.{n}", "X-Real-IP": f"192.0.2.{n}"} for n in range(4)]
    assert [start(**headers) for headers in made_up] == [302, 302, 302, 429]
    # Behind one proxy of ours the last address is the client's, whatever the client wrote before it.
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert start(**{"X-Forwarded-For": "192.0.2.1, 192.0.2.50"}) == 302
    forged = [{"X-Forwarded-For": f"10.0.0.{n}, 192.0.2.60"} for n in range(4)]
    assert [start(**headers) for headers in forged] == [302, 302, 302, 429]

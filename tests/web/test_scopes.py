"""What a mentor gets at each address, by what is shared and how far the consent has got; and nothing of anybody else."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.core.responses import Outcome
from assessment.models import Assessment, AuditEvent, Domain, User
from roadmap import actions
from roadmap.models import Invitation, Mentorship, Scope, Step, StepState
from tests import factories
from tests.web import html

# Status of GET for the mentor of an active sharing, by scope.
ACTIVE = {
    "mentee": {"summary": 302, "skills": 302, "answers": 302},
    "mentee_report": {"summary": 200, "skills": 200, "answers": 200},
    "mentee_print": {"summary": 200, "skills": 200, "answers": 200},
    "mentee_compare": {"summary": 200, "skills": 200, "answers": 200},
    "mentor_rate": {"summary": 200, "skills": 200, "answers": 200},
    "mentee_plan": {"summary": 404, "skills": 200, "answers": 200},
    "mentee_spreadsheet": {"summary": 404, "skills": 200, "answers": 200},
    "mentee_answers": {"summary": 404, "skills": 404, "answers": 200},
}
STATES = ("invited", "accepted", "active", "ended", "expired")
PEOPLE = ("mentor", "learner", "stranger")
EVIDENCE = "Kanarienvogel in my repository"
pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(learner: User) -> tuple[Assessment, Assessment]:
    """Two reports, self-ratings among what they rest on, and a step done with a note."""
    ratings = {domain.slug: 2 for domain in Domain.objects.filter(retired=False)}
    first, second = (
        factories.finished(learner, Outcome.RIGHT, Outcome.WRONG, ratings=ratings) for _ in range(2)
    )
    step = Step.objects.filter(retired=False)[0]
    actions.mark_step(step, StepState.DONE, by=factories.person(learner), note=EVIDENCE, link="")
    return first, second


def address(route: str, pk: int, run: Assessment, other: Assessment) -> str:
    args: dict[str, list[object]] = {
        "mentee": [],
        "mentor_rate": [run.pk, "model-serving"],
        "mentee_compare": [run.pk, other.pk],
    }
    return reverse(f"roadmap:{route}", args=[pk, *args.get(route, [run.pk])])


def in_state(state: str, learner: User, mentor: User, **agreed: object) -> int:
    """Bring a sharing into a state; the number of the mentorship, or one that is not there."""
    if state == "invited":
        return 10**6 + factories.invitation(learner, **agreed)[0].pk  # type: ignore[arg-type]
    if state == "accepted":
        return factories.accepted(learner, mentor, **agreed).pk
    shared = factories.mentorship(learner, mentor, **agreed)
    if state == "ended":
        actions.end_mentorship(shared, by=learner)
    if state == "expired":
        Mentorship.objects.filter(pk=shared.pk).update(until=timezone.now())
    return shared.pk


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("state", STATES)
def test_A07_V8_2_3_everyone_gets_what_the_table_says(
    learner: User,
    mentor: User,
    stranger: User,
    runs: tuple[Assessment, Assessment],
    state: str,
    scope: Scope,
) -> None:
    pk = in_state(state, learner, mentor, scope=scope)
    users = dict(zip(PEOPLE, (mentor, learner, stranger), strict=True))
    got = {
        (person, route): factories.signed_in(users[person])
        .get(address(route, pk, *runs))
        .status_code
        for person in PEOPLE
        for route in ACTIVE
    }
    wanted = {
        (person, route): by_scope[scope] if (person, state) == ("mentor", "active") else 404
        for person in PEOPLE
        for route, by_scope in ACTIVE.items()
    }
    assert got == wanted
    listed = factories.signed_in(mentor).get("/mentor/").content.decode()
    assert ("Lena Learner" in listed) == (state in ("active", "accepted"))
    assert learner.email not in listed


@pytest.mark.parametrize("route", ACTIVE)
def test_A02_one_report_opens_no_other(
    learner: User, mentor: User, runs: tuple[Assessment, Assessment], route: str
) -> None:
    pk = in_state("active", learner, mentor, scope=Scope.ANSWERS, only=runs[0])
    client = factories.signed_in(mentor)
    assert client.get(address(route, pk, runs[0], runs[0])).status_code in (200, 302)
    if route != "mentee":
        for pair in ((runs[1], runs[0]), (runs[1], runs[1])):
            assert client.get(address(route, pk, *pair)).status_code == 404
    page = client.get(address("mentee", pk, *runs), follow=True)
    assert page.context["report"].assessment == runs[0]
    for shown in (page, client.get("/mentor/")):
        assert str(runs[1].pk) not in shown.content.decode()


def test_if_the_only_report_goes_the_sharing_goes_with_it(
    learner: User, mentor: User, runs: tuple[Assessment, Assessment]
) -> None:
    pk = in_state("active", learner, mentor, only=runs[0])
    runs[0].delete()
    assert factories.signed_in(mentor).get(address("mentee", pk, *runs)).status_code == 404
    assert not Mentorship.objects.exists()


def shown(client: Client, pk: int, run: Assessment) -> HttpResponse:
    return client.get(reverse("roadmap:mentee_report", args=[pk, run.pk]))


def test_A07_V8_2_3_a_summary_has_the_learners_numbers_and_nothing_else(
    learner: User, mentor: User, runs: tuple[Assessment, Assessment]
) -> None:
    pk = in_state("active", learner, mentor, scope=Scope.SUMMARY)
    page = shown(factories.signed_in(mentor), pk, runs[0])
    own = factories.signed_in(learner).get(reverse("roadmap:report", args=[runs[0].pk]))
    rows, all_rows = (html.parsed(p).query("table.profile tbody tr") for p in (page, own))
    assert len(rows) == len(all_rows) == 18
    for label in ("Estimate", "Interval", "Target", "Answers"):
        cells = [
            [row.query(f"td[data-label={label}]")[0].to_text().split()[0].rstrip(":") for row in of]
            for of in (rows, all_rows)
        ]
        assert cells[0] == cells[1], label
    assert not html.parsed(page).query("td[data-label=Self-rating]")
    assert not html.parsed(page).query("rect.self")
    headings = {h.to_text() for h in html.parsed(page).query("h2")}
    assert "The gaps, the most urgent first" in headings
    assert not headings & {"Next steps", "Certifications that fit", "Worth a second look"}
    sent = page.content.decode()
    assert "/steps/" not in sent
    assert not hasattr(page.context["report"], "reviewed")
    assert not hasattr(page.context["report"], "progress")
    assert {row.self_rating for row in page.context["report"].gaps.rows} == {None}


def test_A07_skills_bring_the_plan_with_what_was_written_and_no_answers(
    learner: User, mentor: User, runs: tuple[Assessment, Assessment]
) -> None:
    pk = in_state("active", learner, mentor, scope=Scope.SKILLS)
    client = factories.signed_in(mentor)
    page = shown(client, pk, runs[0])
    assert list(page.context["report"].reviewed) == []
    assert "Sure, and wrong" not in html.text(page)
    own = factories.signed_in(learner).get(reverse("roadmap:report", args=[runs[0].pk]))
    assert [m.misconception for m in page.context["report"].misconceptions] == [
        m.misconception for m in own.context["report"].misconceptions
    ]
    plan = client.get(address("mentee_plan", pk, *runs))
    assert EVIDENCE in html.text(plan)
    assert not html.parsed(plan).query("main form")
    assert list(plan.context["report"].reviewed) == []
    mine = factories.signed_in(learner)
    assert html.text(plan, "#weeks ~ div") == html.text(
        mine.get(reverse("roadmap:plan", args=[runs[0].pk])), "#weeks ~ div"
    )
    export = client.get(address("mentee_spreadsheet", pk, *runs))
    assert (
        export.content == mine.get(reverse("roadmap:plan_spreadsheet", args=[runs[0].pk])).content
    )


@pytest.mark.parametrize(("days", "status"), [(89, 200), (91, 404)])
def test_V8_3_2_expiry_takes_effect_by_the_clock(
    learner: User,
    mentor: User,
    runs: tuple[Assessment, Assessment],
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    status: int,
) -> None:
    pk = in_state("active", learner, mentor, scope=Scope.ANSWERS)
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client = factories.signed_in(mentor)
    got = {
        route: client.get(address(route, pk, *runs), follow=True).status_code for route in ACTIVE
    }
    assert got == dict.fromkeys(ACTIVE, status)
    listed = client.get("/mentor/").content.decode()
    assert ("Lena Learner" in listed) == (status == 200)


def test_A04_V8_4_1_nothing_of_others_is_in_any_answer_to_a_mentor(
    learner: User, mentor: User, stranger: User, runs: tuple[Assessment, Assessment]
) -> None:
    bird = "Kanarienvogel"
    other = factories.user(email="kanarienvogel@example.org", name=bird)
    factories.finished(other)
    pks = [in_state("active", learner, mentor, scope=Scope.SUMMARY)]
    for state in ("invited", "ended", "expired"):
        pks.append(in_state(state, other, mentor))
        Mentorship.objects.filter(learner=other).update(ended_at=timezone.now())
    # Another mentor of the same learner, with a note and a rating.
    theirs = factories.mentorship(learner, other)
    actions.write_note(theirs, runs[0], bird, by=other)
    domain = Domain.objects.get(slug="model-serving")
    actions.rate_mentee(theirs, domain, 3, bird, by=other)  # type: ignore[arg-type]
    Invitation.objects.filter(learner=learner).update(label=bird)
    client = factories.signed_in(mentor)
    pages = [address(route, pk, *runs) for pk in [*pks, theirs.pk] for route in ACTIVE]
    for url in ["/mentor/", "/sharing/", "/me/", *pages]:
        assert bird.lower() not in client.get(url, follow=True).content.decode().lower(), url


@pytest.mark.parametrize(
    ("route", "verb", "looks"),
    [
        ("mentee_report", "viewed", 1),
        ("mentee_print", "printed", 1),
        ("mentee_plan", "viewed-plan", 1),
        ("mentee_spreadsheet", "exported", 1),
        ("mentee_compare", "compared", 2),
        ("mentee_answers", "viewed-answers", 1),
    ],
)
def test_P07_every_page_of_a_learner_is_a_look(
    learner: User,
    mentor: User,
    runs: tuple[Assessment, Assessment],
    route: str,
    verb: str,
    looks: int,
) -> None:
    pk = in_state("active", learner, mentor, scope=Scope.ANSWERS)
    assert factories.signed_in(mentor).get(address(route, pk, *runs)).status_code == 200
    seen = AuditEvent.objects.looks()
    assert [(look.verb, look.actor, look.learner) for look in seen] == [
        (verb, mentor, learner)
    ] * looks


def test_P07_a_report_shown_again_with_an_error_is_a_look_too(
    learner: User, mentor: User, runs: tuple[Assessment, Assessment]
) -> None:
    pk = in_state("active", learner, mentor)
    url = reverse("roadmap:mentee_report", args=[pk, runs[0].pk])
    assert factories.signed_in(mentor).post(url, {"text": ""}).status_code == 422
    assert AuditEvent.objects.looks().count() == 1

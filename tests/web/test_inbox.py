"""The inbox: who is told of what, what is new, and that it shows nothing that its reader may no longer know."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.access import Person
from assessment.actions import (
    delete_account,
    delete_assessment,
    finish_early,
    keep_guest_assessments,
)
from assessment.core.catalogue import Level
from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, User
from roadmap import actions
from roadmap.models import AgreementState, Mentorship, Notice, Side
from roadmap.subjects import Subject
from tests import factories
from tests.web import html

INBOX = "/inbox/"
MOST_QUERIES = 6


def lines(who: User) -> list[str]:
    """What the inbox says, the newest first, without the times."""
    page = html.parsed(factories.signed_in(who).get(INBOX))
    found = page.query("[aria-labelledby=news] li [id^=notice-]")
    return [" ".join(line.to_text().split()) for line in found]


def new_in_navigation(client: Client, url: str = "/me/") -> str:
    """What the navigation says of the inbox."""
    page = html.parsed(client.get(url))
    return " ".join(page.query(f"nav.site-nav a[href='{INBOX}']")[0].to_text().split())


def opened(who: User, words: str) -> str:
    """Where the line with these words leads."""
    page = html.parsed(factories.signed_in(who).get(INBOX))
    [row] = [row for row in page.query("[aria-labelledby=news] li") if words in row.to_text()]
    [form] = row.query("form")
    response = factories.signed_in(who).post(form.attrs["action"])
    assert response.status_code == 302
    answer = factories.signed_in(who).get(response.url.partition("#")[0])
    assert answer.status_code == 200
    _, _, place = response.url.partition("#")
    assert not place or html.parsed(answer).query(f"#{place}"), f"nothing is at #{place}"
    return response.url


@pytest.fixture
def shared(learner: User, mentor: User) -> Mentorship:
    """A sharing that has begun, of which everybody has read."""
    made = factories.mentorship(learner, mentor)
    Notice.objects.filter(happened_at__lte=timezone.now()).delete()
    return made


def serving() -> Domain:
    return Domain.objects.get(slug="model-serving")


def test_an_empty_inbox_says_what_will_be_there(learner: User) -> None:
    client = factories.signed_in(learner)
    assert "Nothing has happened yet." in html.text(client.get(INBOX))
    assert new_in_navigation(client) == "Inbox"


def test_a_learner_is_told_who_accepted_until_they_confirm(learner: User, mentor: User) -> None:
    shared = factories.accepted(learner, mentor)
    assert lines(learner) == [
        "Max Mentor accepted what you made for “Max”. "
        "Is this the person you mean? They see nothing before you confirm it."
    ]
    assert opened(learner, "accepted") == reverse("roadmap:sharing")
    assert lines(mentor) == []
    actions.confirm_mentorship(shared, by=learner)
    assert lines(learner) == ["Max Mentor accepted what you made for “Max”."]
    day = f"{shared.until:%B %Y}"
    [line] = lines(mentor)
    assert line.startswith("Lena Learner shares with you, until ")
    assert line.endswith(f"{day}.")
    assert opened(mentor, "shares with you") == reverse("roadmap:mentee", args=[shared.pk])


def test_who_asks_to_see_reports_stands_there_until_it_is_answered(
    learner: User, mentor: User
) -> None:
    made = factories.request_to(learner, mentor)
    client = factories.signed_in(learner)
    assert "Max Mentor (max@example.org) Asked on" in html.text(client.get(INBOX))
    actions.grant(made, factories.terms(), by=learner)
    assert "Asked on" not in html.text(client.get(INBOX))
    assert lines(mentor)[0].startswith("Lena Learner shares with you")
    assert lines(learner) == []


def test_a_mentor_who_is_declined_is_told_nothing(learner: User, mentor: User) -> None:
    actions.refuse(factories.request_to(learner, mentor), by=learner)
    actions.end_mentorship(factories.accepted(learner, mentor), by=learner)
    assert lines(mentor) == []
    assert not Notice.objects.filter(recipient=mentor).exists()


def test_a_learner_is_told_what_a_mentor_wrote_rated_heard_and_agreed(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    run = finish_early(factories.asking(learner), by=Person(user=learner))
    actions.write_note(shared, run, "Begin with serving.", by=mentor)
    actions.write_about(shared, Subject("domain", serving()), "How did it go?", by=mentor)
    actions.rate_mentee(shared, serving(), Level.ENGINEER, "Led the rollout.", by=mentor)
    made = factories.agreement(shared)
    actions.settle_agreement(made, AgreementState.KEPT, by=mentor)
    skill = serving().skills.all()[0]
    card = {"card": "one", "question": "How?", "skill": skill, "level": Level.ENGINEER}
    actions.record_probe(shared, **card, note="Named the queue.", by=mentor)  # type: ignore[arg-type]
    day = timezone.localdate(made.made_at) + timedelta(days=7)
    assert lines(learner) == [
        "Max Mentor wrote down what an answer of yours showed.",
        "Max Mentor marked an agreement as kept.",
        f"Max Mentor wrote down what you agreed on, for {day.day} {day:%B %Y}.",
        "Max Mentor rated Model deployment and serving.",
        "Max Mentor wrote to you: Model deployment and serving.",
        "Max Mentor wrote to you on a report.",
    ]
    report, talk = reverse("roadmap:report", args=[run.pk]), f"/talk/{shared.pk}/"
    assert opened(learner, "wrote to you on a report") == f"{report}#notes"
    assert opened(learner, "wrote to you: Model") == f"{talk}#about-domain-model-serving"
    assert opened(learner, "rated") == f"{report}#mentor-ratings"
    assert opened(learner, "what an answer") == f"{report}#mentor-ratings"
    assert opened(learner, "you agreed on") == f"{talk}#agreements"
    assert opened(learner, "as kept") == f"{talk}#agreements"
    text = html.text(factories.signed_in(learner).get(INBOX))
    assert not any(said in text for said in ("Begin with", "How did", "Led the", "Named the"))
    # Who did it is not told of it.
    assert [line for line in lines(mentor) if "result" not in line] == []


def test_a_mentor_is_told_of_answers_agreements_and_results(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    actions.write_about(shared, Subject(), "It went well.", by=learner)
    made = factories.agreement(shared, by=learner, who=Side.MENTOR)
    actions.settle_agreement(made, AgreementState.DROPPED, by=learner)
    run = finish_early(factories.asking(learner), by=Person(user=learner))
    found = lines(mentor)
    assert found[:2] == [
        "Lena Learner has a new result.",
        "Lena Learner marked an agreement as dropped.",
    ]
    assert found[2].startswith("Lena Learner wrote down what you agreed on")
    assert found[3] == "Lena Learner wrote to you."
    report = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    assert opened(mentor, "new result") == report
    assert opened(mentor, "wrote to you") == f"/talk/{shared.pk}/#about-all"
    assert lines(learner) == []


def test_a_mentor_is_told_of_a_result_that_a_learner_had_as_a_guest(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    guest = Person(guest_key="a browser's")
    run, _ = factories.finished(guest), factories.asking(guest)
    keep_guest_assessments(learner, guest.guest_key)
    assert lines(mentor) == ["Lena Learner has a new result."]
    assert opened(mentor, "new result") == reverse(
        "roadmap:mentee_report", args=[shared.pk, run.pk]
    )


def test_a_mentor_is_told_where_the_last_answer_came_while_the_assessment_moved_to_the_account(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    guest = Person(guest_key="a browser's")
    run = factories.asking(guest)
    factories.answered(run, guest, *[Outcome.RIGHT] * (run.limit - 1))
    as_read = Assessment.objects.get(pk=run.pk)
    keep_guest_assessments(learner, guest.guest_key)
    assert lines(mentor) == []
    factories.answered(as_read, guest, Outcome.RIGHT)
    assert lines(mentor) == ["Lena Learner has a new result."]


def test_an_answer_costs_nothing_and_the_last_one_tells_only_who_sees_all_results(
    learner: User, mentor: User, stranger: User, shared: Mentorship
) -> None:
    old = factories.finished(learner)
    factories.mentorship(learner, stranger, only=old)
    Notice.objects.all().delete()
    run = factories.asking(learner)
    while run.position < run.limit:
        run = factories.answered(run, learner, Outcome.RIGHT)
    assert not Notice.objects.exists()
    factories.answered(run, learner, Outcome.RIGHT)
    assert [notice.recipient for notice in Notice.objects.all()] == [mentor]


def test_a_guests_result_is_told_to_nobody(db: None) -> None:
    guest = Person(guest_key="x")
    finish_early(factories.asking(guest), by=guest)
    assert not Notice.objects.exists()


def test_a_lead_is_told_who_joined_while_they_lead(
    learner: User, mentor: User, stranger: User
) -> None:
    cohort = factories.cohort(mentor)
    member = factories.joined(cohort, learner)
    factories.joined(cohort, stranger, kind="lead")
    assert lines(mentor) == [
        "Sam Stranger joined Platform team, as a lead.",
        "Lena Learner joined Platform team, as a learner.",
    ]
    assert opened(mentor, "Lena") == f"/cohorts/{cohort.pk}/members/"
    assert lines(stranger) == []
    assert lines(learner) == []
    actions.leave(member, by=mentor)
    assert lines(mentor) == ["Sam Stranger joined Platform team, as a lead."]
    actions.leave(cohort.members.get(user=mentor), by=mentor)
    assert lines(mentor) == []


def test_a_learner_without_a_name_is_not_named_by_their_address_to_a_lead(mentor: User) -> None:
    factories.joined(factories.cohort(mentor), factories.user(email="lena@example.org"))
    assert lines(mentor) == ["A learner joined Platform team, as a learner."]


def everything(shared: Mentorship) -> Assessment:
    """One notice of every kind that a mentor gets."""
    actions.write_about(shared, Subject(), "It went well.", by=shared.learner)
    factories.agreement(shared, by=shared.learner)
    return finish_early(factories.asking(shared.learner), by=Person(user=shared.learner))


def test_A04_when_sharing_ends_a_mentor_reads_no_name_any_more(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    everything(shared)
    client, addresses = factories.signed_in(mentor), Notice.objects.filter(recipient=mentor)
    pages = [reverse("roadmap:notice", args=[pk]) for pk in addresses.values_list("pk", flat=True)]
    assert len(lines(mentor)) == 3
    actions.end_mentorship(shared, by=learner)
    assert lines(mentor) == ["A learner stopped sharing with you."]
    assert new_in_navigation(client) == "Inbox (1 new)"
    assert "Lena" not in client.get(INBOX).content.decode()
    assert {client.get(page).status_code for page in pages} == {404}
    assert {client.post(page).status_code for page in pages} == {404}
    assert opened(mentor, "stopped sharing") == reverse("roadmap:mentees")
    # Nothing of what was said is kept for them either.
    assert Notice.objects.filter(recipient=mentor).count() == 1


def test_A04_when_its_date_has_passed_too(learner: User, mentor: User, shared: Mentorship) -> None:
    everything(shared)
    actions.write_about(shared, Subject(), "Well done.", by=mentor)
    Mentorship.objects.update(until=timezone.now())
    Notice.objects.filter(kind="ran-out").update(happened_at=timezone.now())
    assert lines(mentor) == ["The sharing of a learner with you ended on its date."]
    assert lines(learner) == [
        "Your sharing with Max Mentor ended on its date.",
        "Max Mentor wrote to you.",
    ]
    assert new_in_navigation(factories.signed_in(mentor)) == "Inbox (1 new)"


def test_nobody_is_told_before_its_date_nor_of_it_after_an_end(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    assert Notice.objects.filter(kind="ran-out", happened_at=shared.until).count() == 2
    assert lines(learner) == []
    assert lines(mentor) == []
    actions.end_mentorship(shared, by=mentor)
    assert lines(learner) == ["Max Mentor is no longer your mentor and sees nothing of yours."]
    assert lines(mentor) == []
    assert not Notice.objects.filter(kind="ran-out").exists()


def test_notices_go_with_what_they_are_about_and_with_either_account(
    learner: User, mentor: User, stranger: User, shared: Mentorship
) -> None:
    run = everything(shared)
    delete_assessment(run, by=Person(user=learner))
    assert not any("result" in line for line in lines(mentor))
    actions.write_about(shared, Subject(), "Well done.", by=mentor)
    factories.joined(factories.cohort(stranger), learner)
    delete_account(learner)
    assert not Notice.objects.exists()

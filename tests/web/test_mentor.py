"""The mentor's side: own mentees and nobody else, the learner's report, notes, and every look written down."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import actions
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, AuditEvent, Option, User
from roadmap.models import Mentorship, Note
from tests import factories
from tests.web import html

MENTEES = "/mentor/"
MOST_QUERIES = 12


def report(shared: Mentorship, run: Assessment) -> str:
    return reverse("roadmap:mentee_report", args=[shared.pk, run.pk])


def answers(shared: Mentorship, run: Assessment) -> str:
    return reverse("roadmap:mentee_answers", args=[shared.pk, run.pk])


def numbers(page: HttpResponse) -> list[str]:
    """What the cells of the profile say, before any words for screen readers."""
    return [cell.to_text().split()[0] for cell in html.parsed(page).query("td.number")]


def test_without_mentees_the_list_says_how_to_get_one(mentor: User) -> None:
    assert "Nobody shares with you yet" in html.text(factories.signed_in(mentor).get(MENTEES))


def test_A04_the_list_shows_own_mentees_and_nobody_else(
    learner: User, mentor: User, stranger: User
) -> None:
    others = [
        factories.user(email=f"kanarienvogel-mail-{n}@example.org", name=f"Kanarienvogel-name-{n}")
        for n in range(3)
    ]
    factories.finished(others[0])
    factories.mentorship(others[0], stranger)
    factories.invitation(others[1])
    Mentorship.objects.filter(pk=factories.mentorship(others[2], mentor).pk).update(
        ended_at="2026-01-01T00:00Z"
    )
    factories.finished(learner)
    shared = factories.mentorship(learner, mentor)
    client = factories.signed_in(mentor)
    for page in (MENTEES, reverse("roadmap:mentee", args=[shared.pk])):
        sent = client.get(page, follow=True).content.decode()
        assert "Lena Learner" in sent
        assert "kanarienvogel" not in sent.lower()
    assert len(html.parsed(client.get(MENTEES)).query("ul.mentees > li")) == 1


def test_the_mail_address_of_a_mentee_is_not_shown(learner: User, mentor: User) -> None:
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    client = factories.signed_in(mentor)
    for page in (MENTEES, report(shared, run)):
        assert learner.email not in client.get(page).content.decode()


def test_the_list_names_the_largest_gap_of_the_newest_result(learner: User, mentor: User) -> None:
    factories.finished(learner, Outcome.RIGHT)
    run = factories.finished(learner, Outcome.UNKNOWN)
    factories.mentorship(learner, mentor)
    own = factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk]))
    first = html.parsed(own).query(".gap-list h3")[0].to_text(separator="|").split("|")[0]
    line = html.parsed(factories.signed_in(mentor).get(MENTEES)).query("ul.mentees > li")[0]
    assert line.query("strong")[0].to_text().strip() == first.strip()
    assert "No note from you yet" in line.to_text()


def test_unanswered_results_come_first(learner: User, mentor: User, stranger: User) -> None:
    run = factories.finished(learner)
    shared = factories.mentorship(learner, mentor)
    factories.finished(stranger)
    factories.mentorship(stranger, mentor)
    client = factories.signed_in(mentor)
    client.post(report(shared, run), {"text": "Seen."})
    names = [a.to_text() for a in html.parsed(client.get(MENTEES)).query("ul.mentees h2 a")]
    assert names == ["Sam Stranger", "Lena Learner"]


def test_a_mentee_leads_to_the_newest_report(learner: User, mentor: User) -> None:
    shared, client = factories.mentorship(learner, mentor), factories.signed_in(mentor)
    page = reverse("roadmap:mentee", args=[shared.pk])
    assert "Lena Learner has no report yet" in html.text(client.get(page))
    factories.finished(learner)
    newest = factories.finished(learner)
    factories.asking(learner)
    assert client.get(page).url == report(shared, newest)


def test_the_mentor_sees_the_numbers_that_the_learner_sees(learner: User, mentor: User) -> None:
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    own = factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk]))
    seen = factories.signed_in(mentor).get(report(shared, run))
    assert numbers(seen) == numbers(own)
    assert len(numbers(seen)) == 18 * 5
    assert html.text(seen, ".summary") == html.text(own, ".summary")
    assert html.title(seen) == "Report of Lena Learner – Waymark"


def test_answers_are_shown_only_where_they_are_shared(
    learner: User, mentor: User, stranger: User
) -> None:
    Option.objects.update(because="Kanarienvogel")
    run = factories.finished(learner)
    reports_only = factories.mentorship(learner, mentor)
    everything = factories.mentorship(learner, stranger, answers_too=True)
    client = factories.signed_in(mentor)
    assert client.get(answers(reports_only, run)).status_code == 404
    page = client.get(report(reports_only, run)).content.decode()
    assert "Kanarienvogel" not in page
    assert "Question by question" not in page
    for response in run.responses.select_related("revision"):
        assert response.revision.stem[:40] not in page
    allowed = factories.signed_in(stranger)
    assert "Question by question" in html.text(allowed.get(report(everything, run)))
    assert "Kanarienvogel" in html.text(allowed.get(answers(everything, run)))
    assert allowed.get(answers(reports_only, run)).status_code == 404


def test_an_open_assessment_is_not_shown(learner: User, mentor: User) -> None:
    run = factories.answered(factories.asking(learner), learner, Outcome.WRONG)
    shared = factories.mentorship(learner, mentor, answers_too=True)
    client = factories.signed_in(mentor)
    assert client.get(report(shared, run)).status_code == 404
    assert client.get(answers(shared, run)).status_code == 404
    assert str(run.pk) not in client.get(MENTEES).content.decode()


def test_A02_a_mentorship_opens_no_other_learners_report(
    learner: User, mentor: User, stranger: User
) -> None:
    shared, theirs = factories.mentorship(learner, mentor), factories.finished(stranger)
    client = factories.signed_in(mentor)
    assert client.get(report(shared, theirs)).status_code == 404
    assert client.post(report(shared, theirs), {"text": "Hello"}).status_code == 404
    assert not Note.objects.exists()


def test_a_note_is_read_by_the_learner(learner: User, mentor: User) -> None:
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    response = factories.signed_in(mentor).post(
        report(shared, run), {"text": "Begin with <b>serving</b>."}
    )
    assert response.url == report(shared, run)
    own = factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk]))
    note = html.parsed(own).query("article.note")[0]
    assert "Begin with <b>serving</b>." in note.to_text()
    assert not note.query("b")
    assert "Max Mentor" in note.to_text()
    assert AuditEvent.objects.filter(verb="noted", actor=mentor, learner=learner).count() == 1


def test_a_note_of_one_mentor_is_not_shown_to_another(
    learner: User, mentor: User, stranger: User
) -> None:
    run = factories.finished(learner)
    one, other = factories.mentorship(learner, mentor), factories.mentorship(learner, stranger)
    factories.signed_in(mentor).post(report(one, run), {"text": "Kanarienvogel"})
    assert (
        "Kanarienvogel"
        not in factories.signed_in(stranger).get(report(other, run)).content.decode()
    )


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_note_is_asked_for_again(
    learner: User, mentor: User, text: str
) -> None:
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    response = factories.signed_in(mentor).post(report(shared, run), {"text": text})
    assert response.status_code == 422
    assert html.parsed(response).query("section .field-error")
    assert html.title(response) == "Error: Report of Lena Learner – Waymark"
    assert html.error_targets(response)[0].attrs["name"] == "text"
    assert not Note.objects.exists()


def test_P07_every_look_is_written_down_and_listed_for_the_learner(
    learner: User, mentor: User
) -> None:
    run = factories.finished(learner)
    shared = factories.mentorship(learner, mentor, answers_too=True)
    client = factories.signed_in(mentor)
    assert "Nobody has looked yet." in html.text(factories.signed_in(learner).get("/sharing/"))
    for page in (MENTEES, report(shared, run), answers(shared, run)):
        client.get(page)
    looks = html.parsed(factories.signed_in(learner).get("/sharing/")).query("#looks ~ ul li")
    assert [re.sub(r" at \d\d:\d\d", "", look.to_text()) for look in looks] == [
        "Max Mentor looked at the answers; looked at a report; "
        "saw the result and its largest gap in their list of mentees"
    ]


def test_ones_own_looks_are_not_listed(learner: User) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    client.get(reverse("roadmap:report", args=[run.pk]))
    assert "Nobody has looked yet." in html.text(client.get("/sharing/"))


@pytest.mark.parametrize("mentees", [2, 20])
def test_the_number_of_queries_does_not_grow_with_the_mentees(mentor: User, mentees: int) -> None:
    for n in range(mentees):
        learner = factories.user(email=f"learner{n}@example.org", name=f"Learner {n}")
        for _ in range(2):
            actions.finish_early(factories.asking(learner), by=Person(user=learner))
        factories.mentorship(learner, mentor)
    client = factories.signed_in(mentor)
    client.get(MENTEES)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(MENTEES)
    assert len(html.parsed(page).query("ul.mentees > li")) == mentees
    assert len(queries) <= MOST_QUERIES, f"The list of mentees took {len(queries)} queries."

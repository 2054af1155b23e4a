"""Talks: both write about anything that is shared, both agree and close, and the learner keeps it all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Assessment, AuditEvent, User
from roadmap import actions
from roadmap.models import Agreement, Mentorship, Note, Step
from roadmap.subjects import Subject
from tests import factories
from tests.web import html
from tests.web.talk_pages import agree, talk, week

DOMAIN = "domain:model-serving"
MOST_QUERIES = 7


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner)


@pytest.fixture
def shared(learner: User, mentor: User, run: Assessment) -> Mentorship:
    return factories.mentorship(learner, mentor)


def question_of(run: Assessment) -> str:
    return f"question:{run.responses.select_related('question').first().question.slug}"


def end(shared: Mentorship) -> None:
    actions.end_mentorship(shared, by=shared.mentor)


# Notes


def test_what_one_writes_about_a_domain_the_other_answers_in_one_thread(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    response = factories.signed_in(mentor).post(talk(shared, DOMAIN), {"text": "Begin here."})
    assert response.url == f"{talk(shared)}#about-domain-model-serving"
    factories.signed_in(learner).post(talk(shared, DOMAIN), {"text": "With <b>what</b>?"})
    factories.signed_in(learner).post(talk(shared), {"text": "By the way."})
    for reader in (learner, mentor):
        page = html.parsed(factories.signed_in(reader).get(talk(shared)))
        threads = [article.to_text() for article in page.query("article")]
        assert len(threads) == 2
        assert "In general" in threads[0]
        assert threads[1].index("Begin here.") < threads[1].index("With <b>what</b>?")
        assert ("Waits for you" in threads[1]) == (reader == mentor)
    assert AuditEvent.objects.filter(verb="noted", learner=learner).count() == 3


@pytest.mark.parametrize("about", ["", DOMAIN, "step"])
def test_the_page_says_what_one_writes_about(mentor: User, shared: Mentorship, about: str) -> None:
    step = Step.objects.filter(retired=False)[0]
    code = f"step:{step.slug}" if about == "step" else about
    heading = html.text(factories.signed_in(mentor).get(talk(shared, code)), "#write")
    names = {"": "Write to Lena", DOMAIN: "Model deployment and serving", "step": step.title}
    assert names[about] in heading


@pytest.mark.parametrize(
    "about", ["domain:none", "step:none", "question:none", "user:1", "x", ":", "domain:", "%00"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_nothing_to_write_about_what_does_not_exist(
    mentor: User, shared: Mentorship, about: str, method: str
) -> None:
    client = factories.signed_in(mentor)
    sent = {"text": "x"} if method == "post" else None
    status = getattr(client, method)(talk(shared, about), sent).status_code
    assert status in (400, 404)
    assert not Note.objects.exists()


def test_a_question_is_discussed_where_answers_are_shared(
    learner: User, mentor: User, stranger: User, run: Assessment, shared: Mentorship
) -> None:
    about = question_of(run)
    assert factories.signed_in(mentor).get(talk(shared, about)).status_code == 404
    everything = factories.mentorship(learner, stranger, answers_too=True)
    assert factories.signed_in(stranger).get(talk(everything, about)).status_code == 200


def test_a_mentor_answers_on_a_question_that_the_learner_brought_up(
    learner: User, mentor: User, run: Assessment, shared: Mentorship
) -> None:
    about, client = question_of(run), factories.signed_in(mentor)
    factories.signed_in(learner).post(talk(shared, about), {"text": "Why is this so?"})
    page = client.get(talk(shared))
    assert "A question on" in html.text(page)
    stem = run.responses.select_related("revision").first().revision.stem
    assert stem[:40] not in page.content.decode()
    assert client.post(talk(shared, about), {"text": "Because."}).status_code == 302


def test_a_question_that_was_not_answered_is_not_there(
    learner: User, run: Assessment, shared: Mentorship
) -> None:
    from assessment.models import Question

    other = Question.objects.exclude(responses__assessment=run)[0]
    client = factories.signed_in(learner)
    assert client.get(talk(shared, f"question:{other.slug}")).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_note_is_asked_for_again(
    learner: User, shared: Mentorship, text: str
) -> None:
    response = factories.signed_in(learner).post(talk(shared), {"text": text})
    assert response.status_code == 422
    assert html.title(response).startswith("Error: ")
    assert html.error_targets(response)[0].attrs["name"] == "text"
    assert not Note.objects.exists()


def test_one_person_needs_no_choice_and_two_are_offered(
    learner: User, stranger: User, shared: Mentorship
) -> None:
    client = factories.signed_in(learner)
    assert client.get(f"/talk/?about={DOMAIN}").url == (
        f"{talk(shared)}?about=domain%3Amodel-serving#write"
    )
    other = factories.mentorship(learner, stranger)
    links = html.parsed(client.get(f"/talk/?about={DOMAIN}")).query("main ul.links a")
    assert {link.attrs["href"] for link in links} == {
        f"{talk(one)}?about=domain%3Amodel-serving#write" for one in (shared, other)
    }
    assert "You have no mentor yet" not in html.text(client.get("/talk/"))


def test_nothing_of_one_mentor_is_shown_to_another(
    learner: User, stranger: User, shared: Mentorship
) -> None:
    other = factories.mentorship(learner, stranger)
    actions.write_about(shared, Subject(), "Kanarienvogel", by=shared.mentor)
    factories.agreement(shared, text="Kanarienvogel")
    client = factories.signed_in(stranger)
    assert "Kanarienvogel" not in client.get(talk(other)).content.decode()
    assert client.get(talk(shared)).status_code == 404
    page = client.get(reverse("roadmap:mentee", args=[other.pk]), follow=True)
    assert "Kanarienvogel" not in page.content.decode()


def test_pages_of_what_one_can_write_about_lead_there(
    learner: User, stranger: User, run: Assessment, shared: Mentorship
) -> None:
    step = Step.objects.filter(retired=False)[0].slug
    everything = factories.mentorship(learner, stranger, answers_too=True)
    pages = [
        (learner, reverse("roadmap:domain", args=["model-serving"]), f"/talk/?about={DOMAIN}"),
        (learner, reverse("roadmap:step", args=[step]), f"/talk/?about=step:{step}"),
        (learner, reverse("assessment:review", args=[run.pk]), f"/talk/?about={question_of(run)}"),
        (
            stranger,
            reverse("roadmap:mentee_answers", args=[everything.pk, run.pk]),
            talk(everything, question_of(run)),
        ),
        (
            stranger,
            reverse("roadmap:mentee_report", args=[everything.pk, run.pk]),
            talk(everything, DOMAIN),
        ),
    ]
    for reader, page, link in pages:
        client = factories.signed_in(reader)
        found = {
            a.attrs["href"].partition("#")[0] for a in html.parsed(client.get(page)).query("a")
        }
        assert link in found, page
        assert client.get(link, follow=True).status_code == 200


# After the end


def test_after_the_end_the_learner_keeps_everything_and_nothing_is_added(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    actions.write_about(shared, Subject(), "Begin with serving.", by=mentor)
    made = factories.agreement(shared)
    end(shared)
    out = factories.signed_in(mentor)
    closing = reverse("roadmap:settle_agreement", args=[made.pk])
    assert out.get(talk(shared)).status_code == 404
    assert out.get(agree(shared)).status_code == 404
    assert out.post(closing, {"state": "kept"}).status_code == 404
    assert "Lena" not in out.get("/talk/").content.decode()
    client = factories.signed_in(learner)
    text = html.text(client.get(talk(shared)))
    assert "Begin with serving." in text
    assert "Write the runbook" in text
    assert "This sharing has ended." in html.text(client.get(agree(shared)))
    assert client.post(talk(shared), {"text": "Too late."}).status_code == 409
    late = {"text": "Late", "who": "learner", "by_date": week()}
    assert client.post(agree(shared), late).status_code == 409
    assert (Note.objects.count(), Agreement.objects.count()) == (1, 1)


@pytest.mark.parametrize("notes", [1, 12])
def test_the_number_of_queries_does_not_grow_with_what_was_said(
    learner: User, run: Assessment, shared: Mentorship, notes: int
) -> None:
    steps = Step.objects.filter(retired=False)
    for n in range(notes):
        actions.write_about(shared, Subject("step", steps[n]), "Hello.", by=learner)
        factories.agreement(shared, step=steps[n])
    client = factories.signed_in(learner)
    client.get(talk(shared, DOMAIN))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(talk(shared, DOMAIN))
    assert len(html.parsed(page).query("article")) == notes
    assert len(queries) <= MOST_QUERIES, f"The talk took {len(queries)} queries."

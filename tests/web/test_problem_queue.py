"""The queue of reported problems, for staff: together by question, beside the key, and settled with an answer."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from assessment.access import Person
from assessment.models import AuditEvent, ProblemKind, QuestionRevision, ReportedProblem, User
from assessment.models.problems import WORDS
from tests import factories, second_factors
from tests.web import html

QUEUE = reverse("admin:assessment_reportedproblem_changelist")
ANSWER = "You are right: from the next version on there is one key."


def staff_with(*rights: str) -> Client:
    helper = factories.user(email="sten@example.org", name="Sten", is_staff=True)
    found = Permission.objects.filter(codename__in=[f"{r}_reportedproblem" for r in rights])
    helper.user_permissions.set(found)
    return factories.signed_in(second_factors.with_app(helper))


@pytest.fixture
def staff(db: None) -> Client:
    return staff_with("view", "change")


def change(told: ReportedProblem) -> str:
    return reverse("admin:assessment_reportedproblem_change", args=[told.pk])


def guest(number: int) -> Person:
    return Person(guest_key=f"guest {number}")


def slugs(number: int) -> list[str]:
    rows = QuestionRevision.objects.filter(current=True).order_by("question__slug")
    return list(rows.values_list("question__slug", flat=True)[:number])


def listed(client: Client, query: str = "") -> list[str]:
    """The questions in the queue, from its top."""
    rows = html.parsed(client.get(f"{QUEUE}{query}")).query("#result_list tbody tr")
    return [row.query("th a")[0].to_text() for row in rows]


def test_reports_of_one_question_stand_together_those_with_most_first(
    staff: Client, learner: User
) -> None:
    few, many, done = slugs(3)
    factories.reported(learner, slug=many)
    factories.reported(learner, slug=few)
    factories.reported(learner, slug=done, answer=ANSWER)
    factories.reported(guest(1), slug=many)
    assert listed(staff) == [many, many, few, done]
    numbers = html.parsed(staff.get(QUEUE)).query("td.field-open_reports")
    assert [cell.to_text() for cell in numbers] == ["2", "2", "1", "0"]


def test_the_queue_is_filtered_by_state_kind_and_domain_and_searched_by_question(
    staff: Client, learner: User
) -> None:
    second, *_, first = slugs(40)
    factories.reported(learner, slug=first, kind=ProblemKind.OUTDATED)
    factories.reported(learner, slug=second, answer=ANSWER)
    domain = QuestionRevision.objects.get(question__slug=first, current=True).skill.domain
    assert listed(staff, "?state__exact=open") == [first]
    assert listed(staff, "?state__exact=settled") == [second]
    assert listed(staff, "?kind__exact=outdated") == [first]
    assert listed(staff, f"?question__skill__domain__id__exact={domain.pk}") == [first]
    assert listed(staff, f"?q={first[1:-1].upper()}") == [first]
    assert listed(staff, "?q=nowhere") == []


@pytest.mark.parametrize("kind", ["one", "many", "number", "order"])
def test_the_page_shows_the_question_with_its_key_and_its_file(
    staff: Client, learner: User, kind: str
) -> None:
    revision = QuestionRevision.objects.filter(current=True, kind=kind).first()
    assert revision is not None
    told = factories.reported(learner, slug=revision.question.slug)
    page = html.text(staff.get(change(told)), "#content")

    def words(text: str) -> str:
        return re.sub(r"[^a-z0-9]", "", text.lower())

    shown = [revision.stem, revision.because, *(s["because"] for s in revision.slips)]
    for option in revision.options.all():
        right = "Right: " if option.key else ""
        shown += [f"{right}{option.text} Because: {option.because}"]
    assert [text for text in shown if words(text) not in words(page)] == []
    assert f"assessment/content/questions/{revision.skill.domain.slug}.yaml" in page
    assert revision.question.slug in page
    assert told.comment in page


def test_the_page_says_that_the_question_has_changed_since(staff: Client, learner: User) -> None:
    told = factories.reported(learner)
    assert "Revision 1 , in use" in html.text(staff.get(change(told)), "#content").replace(
        "1,", "1 ,"
    )
    old = told.revision
    QuestionRevision.objects.filter(pk=old.pk).update(current=False)
    old.pk, old.number, old.current = None, 2, True
    old.save()
    assert "revision 2 is in use now" in html.text(staff.get(change(told)), "#content")
    told.question.retired = True
    told.question.save(update_fields=["retired"])
    assert "The question is retired." in html.text(staff.get(change(told)), "#content")


def test_whose_report_it_is_is_not_shown(staff: Client, learner: User) -> None:
    told = factories.reported(learner)
    for url in (QUEUE, change(told)):
        page = staff.get(url).content.decode()
        assert told.comment in page
        assert "lena" not in page.lower()


def test_an_answer_settles_a_report_and_the_learner_reads_it(staff: Client, learner: User) -> None:
    run = factories.finished(learner)
    told = factories.reported(
        learner, slug=run.responses.select_related("question")[0].question.slug
    )
    response = staff.post(change(told), {"answer": ANSWER, "comment": "x", "state": "open"})
    assert response.status_code == 302
    changed = ReportedProblem.objects.get()
    assert (changed.state, changed.answer, changed.comment) == ("settled", ANSWER, told.comment)
    assert changed.settled_at is not None
    client = factories.signed_in(learner)
    assert ANSWER in html.text(client.get(reverse("assessment:problems")))
    assert ANSWER in html.text(client.get(reverse("assessment:problem", args=[run.pk, 1])))
    act = AuditEvent.objects.get(verb="answered")
    assert (act.learner, act.actor.name, act.about) == (learner, "Sten", told.question.slug)
    assert LogEntry.objects.get().object_id == str(told.pk)


def test_one_answer_can_settle_every_open_report_of_a_question(
    staff: Client, learner: User, stranger: User
) -> None:
    this, other = slugs(2)
    told = factories.reported(learner, slug=this)
    for who in (stranger, guest(1)):
        factories.reported(who, slug=this)
    settled = factories.reported(guest(2), slug=this, answer="Settled before.")
    elsewhere = factories.reported(stranger, slug=other)
    page = html.parsed(staff.get(change(told)))
    assert page.query(".field-together a")[0].to_text() == "3"
    staff.post(change(told), {"answer": ANSWER, "others_too": "on"})
    assert list(ReportedProblem.objects.open()) == [elsewhere]
    assert ReportedProblem.objects.filter(answer=ANSWER).count() == 3
    settled.refresh_from_db()
    assert settled.answer == "Settled before."
    assert AuditEvent.objects.filter(verb="answered", learner__isnull=False).count() == 2


def test_without_the_tick_only_this_report_is_settled(
    staff: Client, learner: User, stranger: User
) -> None:
    told, other = factories.reported(learner), factories.reported(stranger)
    staff.post(change(told), {"answer": ANSWER})
    assert list(ReportedProblem.objects.open()) == [other]


@pytest.mark.parametrize("answer", ["", "   ", "x" * (WORDS + 1)])
def test_no_report_is_settled_without_an_answer_that_fits(
    staff: Client, learner: User, answer: str
) -> None:
    told = factories.reported(learner)
    assert staff.post(change(told), {"answer": answer}).status_code == 200
    assert ReportedProblem.objects.get().is_open


def test_an_answer_can_be_corrected(staff: Client, learner: User) -> None:
    told = factories.reported(learner, answer="Wrong words.")
    staff.post(change(told), {"answer": ANSWER})
    assert ReportedProblem.objects.get().answer == ANSWER


def test_A01_who_may_only_view_settles_nothing_and_others_of_the_staff_see_nothing(
    learner: User,
) -> None:
    told = factories.reported(learner)
    viewer = staff_with("view")
    assert viewer.get(change(told)).status_code == 200
    assert viewer.post(change(told), {"answer": ANSWER}).status_code == 403
    User.objects.get(name="Sten").user_permissions.clear()
    for url in (QUEUE, change(told)):
        assert viewer.get(url).status_code == 403
    assert ReportedProblem.objects.get().is_open


def test_I01_a_comment_is_text_in_the_queue(staff: Client, learner: User) -> None:
    told = factories.reported(learner, "<b data-bird onclick=x()>", answer="<b data-bird>")
    for url in (QUEUE, change(told)):
        response = staff.get(url)
        assert html.parsed(response).query("[data-bird]") == []
        assert "<b data-bird onclick=x()>" in html.text(response, "#content")


def test_the_queue_asks_as_many_queries_for_many_reports(
    staff: Client, django_assert_max_num_queries: object
) -> None:
    for number, slug in enumerate(slugs(30)):
        factories.reported(guest(number), slug=slug)
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        assert len(listed(staff)) == 30

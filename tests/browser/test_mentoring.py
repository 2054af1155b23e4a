"""Three people in three browsers: a learner shares with a mentor, they work together, it ends; a stranger gets nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment.core.responses import Outcome
from assessment.models import Domain, User
from roadmap import actions
from roadmap.models import Mentorship, Progress, Step, StepState
from roadmap.subjects import Subject
from tests import factories
from tests.browser import mentoring
from tests.browser.conftest import OpenPage

SERVING = "Model deployment and serving"
QUESTION, ANSWER = "How did you roll it back?", "With the image before."
PROMISE, EVIDENCE = "Write the runbook", "Led the migration of the ranking model."


@pytest.fixture
def lena(committed: None) -> User:
    """A learner with two results, the second worse, who rated herself."""
    lena = factories.user(email="lena@example.org", name="Lena Learner")
    ratings = {"model-serving": 4, "networking": 4, "ml-pipelines": 4, "cicd-ml": 4}
    factories.finished(lena, Outcome.RIGHT, ratings=ratings)
    factories.finished(lena, Outcome.WRONG, ratings=ratings)
    return lena


def share(learner: Page, mentor: Page, stranger: Page) -> str:
    """From the report to a sharing that the learner confirmed; the link, which works once."""
    learner.goto("/me/")
    learner.get_by_role("link", name="Open your report").click()
    largest_gap = learner.locator(".gap-list h3").first.evaluate(
        "title => title.firstChild.textContent.trim()"
    )
    learner.get_by_role("link", name="Share with a mentor").click()
    mentoring.fill_invitation(learner, label="Max from work")
    mentoring.preview(learner, largest_gap=largest_gap)
    expect(learner.get_by_label("Who is it for?")).to_have_value("Max from work")
    link = mentoring.make_invitation(learner)
    mentoring.accept(mentor, link)
    mentoring.refused(stranger, link)
    mentoring.confirm(learner, mentor="Max Mentor")
    return link


def work_together(learner: Page, mentor: Page) -> None:
    """Rate, comment and answer, agree."""
    report = mentoring.open_mentee(mentor, "Lena Learner")
    mentoring.rate(mentor, SERVING, level="Engineer:", evidence=EVIDENCE)
    row = mentor.locator("table.profile tbody tr").filter(has_text=SERVING)
    row.get_by_role("link", name="Write about").click()
    mentoring.write(mentor, QUESTION)
    learner.goto("/talk/")
    mentoring.write(learner, ANSWER, about=SERVING)
    mentor.reload()
    expect(mentor.locator(".note").filter(has_text=ANSWER)).to_be_visible()
    in_a_week = timezone.localdate() + timedelta(days=7)
    mentoring.agree(mentor, PROMISE, who="Lena Learner", by=in_a_week.isoformat())
    learner.goto("/me/")
    learner.get_by_role("link", name="Open your report").click()
    expect(learner.get_by_text(EVIDENCE)).to_be_visible()
    mentor.goto(report)


def prepare(mentor: Page) -> list[str]:
    """The brief, on paper too, and the report to print; their addresses."""
    report = mentor.url
    mentor.get_by_role("link", name="Print").click()
    expect(mentor.get_by_role("button", name="Print")).to_be_visible()
    printed = mentor.url
    mentor.goto("/mentor/")
    mentor.get_by_role("link", name="Prepare a talk with Lena Learner").click()
    expect(mentor.get_by_role("heading", level=1)).to_have_text("Talk with Lena Learner")
    expect(mentor.locator(".agreements")).to_contain_text(PROMISE)
    card = mentor.locator("#cards ~ article").first
    card.locator("summary").click()
    card.get_by_label("Foundation").check()
    card.get_by_label("What in the answer shows it?").fill("Named the steps, not the reasons.")
    card.get_by_role("button", name="Save").click()
    expect(mentor.get_by_text("Named the steps, not the reasons.")).to_be_visible()
    return [report, printed, mentor.url.split("#")[0]]


def test_three_people_in_three_browsers(open_page: OpenPage, lena: User) -> None:
    max_ = factories.user(email="max@example.org", name="Max Mentor")
    sam = factories.user(email="sam@example.org", name="Sam Stranger")
    other = factories.user(email="olga@example.org", name="Olga Other")
    factories.mentorship(other, sam)  # a mentor, but not hers
    learner = open_page(person=lena)
    mentor, stranger = (open_page(person=who, provokes=[404]) for who in (max_, sam))
    link = share(learner, mentor, stranger)
    work_together(learner, mentor)
    theirs = prepare(mentor)
    shared = Mentorship.objects.get(learner=lena)
    theirs += [f"/talk/{shared.pk}/agree/", f"/mentor/{shared.pk}/"]
    for address in [*theirs, link]:
        mentoring.refused(stranger, address)
    stranger.goto("/mentor/")
    expect(stranger.get_by_text("Olga Other").first).to_be_visible()
    expect(stranger.get_by_text("Lena Learner")).to_have_count(0)

    learner.goto("/sharing/")
    for look in ("looked at a report", "opened a report to print it"):
        expect(learner.get_by_text(look).first).to_be_visible()
    expect(learner.get_by_text("Sam Stranger")).to_have_count(0)
    learner.get_by_role("button", name="Stop sharing with Max Mentor").click()
    for address in theirs[:3]:
        mentoring.refused(mentor, address)
    mentor.goto("/mentor/")
    expect(mentor.get_by_text("Nobody shares with you yet")).to_be_visible()
    learner.goto("/talk/")
    expect(learner.get_by_text(ANSWER)).to_be_visible()  # what was said stays


def test_a_brief_for_an_ordinary_talk_is_one_sheet(open_page: OpenPage, lena: User) -> None:
    max_ = factories.user(email="max@example.org", name="Max Mentor")
    shared = factories.mentorship(lena, max_, answers_too=True)
    serving = Domain.objects.get(slug="model-serving")
    actions.rate_mentee(shared, serving, 4, EVIDENCE, by=max_)
    actions.write_about(shared, Subject("domain", serving), QUESTION, by=max_)
    for text in (PROMISE, "Read the design document first", "Draw what talks to what"):
        factories.agreement(shared, text=text, days=9)
    for step in Step.objects.filter(retired=False)[:2]:
        actions.mark_step(step, StepState.DOING, by=factories.person(lena))
    Progress.objects.update(changed_at=timezone.now() - timedelta(days=40))
    page = open_page(person=max_)
    page.goto(f"/mentor/{shared.pk}/brief/")
    expect(page.locator("#cards ~ article")).to_have_count(5)
    for part in ("last", "differ", "blind", "moved"):
        expect(page.locator(f"#{part} ~ ul > li").first).to_be_visible()
    assert mentoring.sheets(page) == 1

"""Every page about what is new, in every state worth looking at."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.core.catalogue import Level
from assessment.models import Domain
from roadmap import actions
from roadmap.digests import token_of
from roadmap.models import Period
from roadmap.subjects import Subject
from tests import factories
from tests.browser.visits import Tour, Visit, at


def reader() -> Tour:
    """Somebody to whom everything happened: as a learner, as a mentor and as a lead."""
    lena = factories.user(email="lena@example.org", name="Lena Learner")
    max_ = factories.user(email="max@example.org", name="Max Mentor")
    shared = factories.mentorship(lena, max_)
    serving = Domain.objects.get(slug="model-serving")
    actions.write_about(shared, Subject(), "Hello.", by=max_)
    actions.mark_one_read(lena.notices.all()[0])
    for _ in range(50):
        actions.write_about(shared, Subject("domain", serving), "Well done.", by=max_)
    actions.rate_mentee(shared, serving, Level.ENGINEER, "Led the rollout.", by=max_)
    actions.settle_agreement(factories.agreement(shared), "kept", by=max_)
    factories.accepted(lena, factories.user(email="nora@example.org", name="Nora"))
    mentee = factories.user(email="paul@example.org", name="Paul")
    theirs = factories.mentorship(mentee, lena)
    factories.finished(mentee)
    actions.end_mentorship(
        factories.mentorship(factories.user(email="rosa@example.org"), lena), by=lena
    )
    actions.end_mentorship(theirs, by=mentee)
    factories.joined(factories.cohort(lena), mentee)
    factories.request_to(lena, factories.user(email="rita@example.org", name="Rita"))
    actions.change_digest(lena, Period.WEEKLY)
    stop = reverse("roadmap:unsubscribe", args=[token_of(lena)])
    return Tour(
        lena,
        [
            at("roadmap:inbox"),
            Visit("roadmap:inbox", "second page", lambda page: page.goto("/inbox/?page=2")),
            Visit("roadmap:sharing", "from the inbox", open_one),
            Visit("roadmap:inbox", "everything read", read_everything),
            at("roadmap:digest"),
            at("roadmap:unsubscribe", token_of(lena)),
            Visit("roadmap:unsubscribe", "done", lambda page: end_mails(page, stop)),
            Visit("roadmap:unsubscribe", "no link", lambda page: page.goto("/unsubscribe/x/")),
        ],
    )


def open_one(page: Page) -> None:
    page.goto(reverse("roadmap:inbox"))
    page.get_by_role("button", name="Open Nora accepted").click()


def read_everything(page: Page) -> None:
    page.goto(reverse("roadmap:inbox"))
    page.get_by_role("button", name="Mark everything as read").click()
    expect(page.get_by_text("Everything is marked as read.")).to_be_visible()


def end_mails(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Stop these mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more mails")

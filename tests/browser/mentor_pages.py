"""Every page of a mentor, in every state worth looking at."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.access import Person
from assessment.actions import finish_early
from assessment.core.catalogue import Kind, Level
from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, User
from roadmap import actions
from roadmap.models import Scope
from roadmap.subjects import Subject
from tests import factories
from tests.browser.visits import Tour, Visit, at, refused


def short(by: User, **fields: object) -> Assessment:
    """A finished assessment with a few answers of every outcome and kind."""
    run = factories.asking(by, **fields)
    for kind in Kind:
        for outcome in Outcome:
            run = factories.answered(factories.ask(run, kind.value), by, outcome)
    return finish_early(run, by=Person(user=by))


def mentor() -> Tour:
    """A mentor with a mentee who has a report and one who has none; with an invitation, and one from a mentee."""
    lena = factories.user(email="lena@example.org", name="Lena Learner")
    nina = factories.user(email="nina@example.org", name="Nina New")
    max_ = factories.user(email="max@example.org", name="Max Mentor")
    before, done = short(lena), short(lena)
    shared = factories.mentorship(lena, max_, answers_too=True)
    serving = Domain.objects.get(slug="model-serving")
    actions.rate_mentee(shared, serving, Level.ARCHITECT, "Led the migration.", by=max_)
    actions.write_about(shared, Subject("domain", serving), "How did you begin?", by=lena)
    factories.agreement(shared, days=-2)
    factories.agreement(shared, text="Read the design document first", days=9)
    waiting = factories.mentorship(nina, max_)
    paul = factories.user(email="paul@example.org", name="Paul")
    short_ = short(paul)
    little = factories.mentorship(paul, max_, scope=Scope.SUMMARY)
    factories.accepted(factories.user(email="rosa@example.org", name="Rosa"), max_)
    mailed = factories.invitation(paul, email="olga@example.org")[1]
    other = factories.user(email="olga@example.org", name="Olga")
    secret, again = (factories.invitation(by)[1] for by in (other, lena))

    def accept_again(page: Page) -> None:
        page.goto(reverse("roadmap:invitation", args=[again]))
        page.get_by_role("button", name="Accept").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("already")

    return Tour(
        max_,
        [
            at("roadmap:mentees"),
            at("roadmap:ask"),
            refused("roadmap:ask", email="lena"),
            at("roadmap:brief", shared.pk),
            at("roadmap:brief", waiting.pk, state="without a report"),
            at("roadmap:talks"),
            at("roadmap:talk", shared.pk),
            refused("roadmap:talk", shared.pk, text=""),
            at("roadmap:agree", waiting.pk),
            refused("roadmap:agree", shared.pk, text=""),
            at("roadmap:mentee", waiting.pk, state="without a report"),
            at("roadmap:mentee_report", shared.pk, done.pk),
            refused("roadmap:mentee_report", shared.pk, done.pk, text=""),
            at("roadmap:mentor_rate", shared.pk, done.pk, "model-serving"),
            refused("roadmap:mentor_rate", shared.pk, done.pk, "model-serving", evidence=""),
            at("roadmap:mentee_answers", shared.pk, done.pk),
            at("roadmap:mentee_print", shared.pk, done.pk),
            at("roadmap:mentee_plan", shared.pk, done.pk),
            at("roadmap:mentee_report", little.pk, short_.pk, state="summary"),
            at("roadmap:mentee_compare", shared.pk, before.pk, done.pk),
            at("roadmap:invitation", secret, state="signed in"),
            at("roadmap:invitation", mailed, state="mailed to somebody else"),
            Visit("roadmap:invitation", "accepted before", accept_again),
        ],
    )

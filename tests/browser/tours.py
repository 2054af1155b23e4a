"""Every page of the site in every state worth looking at, as the people who see it come across it."""

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment import guests
from assessment.access import Person
from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome
from assessment.models import Assessment, Domain, Verb
from roadmap import actions
from tests import factories
from tests.browser.cohort_pages import cohort_lead, cohort_learner
from tests.browser.inbox_pages import reader
from tests.browser.mentor_pages import mentor, short
from tests.browser.problem_pages import reporter
from tests.browser.public_pages import visitor
from tests.browser.sign_in_pages import (
    half_signed_in,
    managing,
    second_factors_of,
    signing_in,
    without_password,
)
from tests.browser.staff_pages import staff
from tests.browser.visits import Tour, Visit, at, refused
from tests.web.cast import guest_client

TOKEN = "a guest's token"


def guest_rating() -> Tour:
    """A guest who has just begun."""
    run = factories.started(Person(guest_key=guests.key_of(TOKEN)))
    return Tour(
        guest_client(TOKEN),
        [
            at("assessment:rate", run.pk, 1),
            at("assessment:rate", run.pk, 6, state="last page"),
            at("roadmap:home", state="open"),
            at("roadmap:start", state="open"),
            at("roadmap:me", state="rating"),
            at("assessment:delete", run.pk),
        ],
    )


def guest_asked() -> Tour:
    """A guest at questions of every kind, who also sends what cannot be."""
    by = Person(guest_key=guests.key_of(TOKEN))
    run = factories.answered(factories.asking(by), by, Outcome.RIGHT)
    return Tour(
        guest_client(TOKEN),
        [
            *(visit for kind in Kind for visit in question(run, kind)),
            Visit("assessment:take", "refused without htmx", lambda page: send_plainly(page, run)),
            at("assessment:take", run.pk, 1, state="answered"),
            at("assessment:finish", run.pk),
            at("roadmap:me", state="asked"),
            Visit("assessment:take", "next in place", lambda page: go_on(page, run)),
            Visit("assessment:take", "conflict", lambda page: lose_a_race(page, run, by)),
            Visit("assessment:take", "conflict, plainly", lambda page: lose_plainly(page, run, by)),
        ],
    )


def question(run: Assessment, kind: Kind) -> list[Visit]:
    def show(page: Page) -> None:
        # With an exhibit where there may be one: lines to put in order have none.
        factories.ask(run, kind.value, **({} if kind is Kind.ORDER else {"exhibit__gt": ""}))
        page.goto(reverse("assessment:take", args=[run.pk, run.position]))

    def send_nothing(page: Page) -> None:
        page.get_by_role("button", name="Continue: I'm sure").click()
        expect(page.locator(".error-summary")).to_be_focused()

    return [
        Visit("assessment:take", kind, show),
        Visit("assessment:take", f"{kind}, refused", send_nothing),
    ]


def send_plainly(page: Page, run: Assessment) -> None:
    """Send the form as it is, as a browser without JavaScript does."""
    page.goto(reverse("assessment:take", args=[run.pk, run.position]))
    with page.expect_navigation():
        page.locator("form[hx-post]").evaluate("form => form.submit()")


def go_on(page: Page, run: Assessment) -> None:
    """Answer, so that the next question takes the place of this one."""
    run.refresh_from_db()
    page.goto(reverse("assessment:take", args=[run.pk, run.position]))
    page.get_by_label("I don't know yet").check()
    page.get_by_role("button", name="Continue: I'm sure").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {run.position + 1}")


def lose_a_race(page: Page, run: Assessment, by: Person) -> None:
    """Answer a question that is answered elsewhere in the meantime."""
    run.refresh_from_db()
    page.goto(reverse("assessment:take", args=[run.pk, run.position]))
    factories.answered(run, by, Outcome.RIGHT)
    page.get_by_label("I don't know yet").check()
    page.get_by_role("button", name="Continue: I'm sure").click()
    expect(page.get_by_text("Nothing was changed")).to_be_visible()


def lose_plainly(page: Page, run: Assessment, by: Person) -> None:
    run.refresh_from_db()
    page.goto(reverse("assessment:take", args=[run.pk, run.position]))
    factories.answered(run, by, Outcome.RIGHT)
    with page.expect_navigation():
        page.locator("form[hx-post]").evaluate("form => form.submit()")


def learner() -> Tour:
    """A learner with a report, an open assessment, a mentor, an earlier mentor, and a link that waits."""
    lena = factories.user(email="lena@example.org", name="Lena Learner")
    mentor = factories.user(email="max@example.org", name="Max Mentor")
    past = factories.mentorship(lena, factories.user(email="sam@example.org", name="Sam"))
    actions.end_mentorship(past, by=lena)
    first, second = short(lena), short(lena)
    done = short(lena, ratings={"networking": 3, "ml-fundamentals": 1})
    # Answered so long ago that the report asks for re-checks.
    done.responses.update(answered_at=done.started_at - timedelta(days=200))
    shared = factories.mentorship(lena, mentor, answers_too=True)
    actions.write_note(shared, done, "Well done.", by=mentor)
    actions.log_look(shared, Verb.VIEWED, done, by=mentor)
    factories.agreement(shared, days=-2)
    factories.asking(lena)
    factories.accepted(lena, factories.user(email="nora@example.org", name="Nora"))
    asked = factories.request_to(lena, factories.user(email="rita@example.org", name="Rita"))
    made, secret = factories.invitation(lena, label="Nobody yet")
    domain = Domain.objects.filter(retired=False).first()
    two = reverse("roadmap:compare", args=[first.pk, second.pk])
    return Tour(
        lena,
        [
            at("roadmap:me", state="report and open assessment"),
            at("roadmap:report", done.pk),
            at("roadmap:plan", done.pk),
            at("roadmap:study_plan", done.pk, "plan-60-days"),
            at("roadmap:paths", state="with a report"),
            refused("roadmap:plan", done.pk, hours_per_week="many"),
            at("roadmap:what_if", done.pk),
            Visit("roadmap:what_if", "two roles", lambda page: compare(page, done)),
            Visit("roadmap:what_if", "changed", lambda page: ask_for_more(page, done)),
            Visit("roadmap:what_if", "refused", lambda page: ask_for_nonsense(page, done)),
            at("roadmap:map", state="marked"),
            at("roadmap:domain_map", "ml-pipelines", state="marked"),
            at("roadmap:domain", "model-serving", state="with a report"),
            at("roadmap:compare", first.pk, done.pk),
            Visit("roadmap:compare", "refused", lambda page: page.goto(f"{two}?one=none")),
            at("roadmap:why", done.pk),
            at("roadmap:why_domain", done.pk, domain.slug if domain else ""),
            at("assessment:review", done.pk),
            at("assessment:delete", done.pk),
            at("roadmap:certification", "certified-mlops-engineer", state="with a report"),
            at("roadmap:talk", shared.pk, state="of a learner"),
            at("roadmap:talk", past.pk, state="ended"),
            at("roadmap:sharing"),
            at("roadmap:looks"),
            at("roadmap:grant_request", asked.pk),
            at("roadmap:invite"),
            refused("roadmap:invite", label=""),
            Visit("roadmap:mentee_report", "preview", preview),
            at("roadmap:invited", made.pk),
            Visit("roadmap:invited", "made", make_link),
            at("roadmap:invitation", secret, state="own"),
            at("assessment:account"),
        ],
    )


def compare(page: Page, run: Assessment) -> None:
    page.goto(reverse("roadmap:what_if", args=[run.pk]))
    page.get_by_label("Compare with").select_option("sre-for-ml-systems")
    heading = page.get_by_role("heading", name="and SRE for ML systems")
    expect(heading).to_be_visible()  # a request that another one cuts off is a line in the console
    page.get_by_role("button", name="Show").click()
    expect(heading).to_be_focused()


def ask_for_more(page: Page, run: Assessment) -> None:
    page.goto(reverse("roadmap:what_if", args=[run.pk]))
    page.get_by_text("Change what the role asks").click()
    serving = page.get_by_role("group", name="Model deployment and serving")
    serving.get_by_label("Level").select_option("architect")
    heading = page.get_by_role("heading", name="with your changes")
    expect(heading).to_be_visible()
    page.get_by_role("button", name="Show").click()
    expect(heading).to_be_focused()


def ask_for_nonsense(page: Page, run: Assessment) -> None:
    address = reverse("roadmap:what_if", args=[run.pk])
    page.goto(f"{address}?role=astronaut&weight-networking=9")
    expect(page.locator(".error-summary")).to_be_focused()


def make_link(page: Page) -> None:
    page.goto(reverse("roadmap:invite"))
    page.get_by_label("Who is it for?").fill("Max")
    page.get_by_label("I agree that this person").check()
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.get_by_label("Invitation link")).to_be_visible()


def preview(page: Page) -> None:
    page.goto(reverse("roadmap:invite"))
    page.get_by_role("button", name="Preview what they see").click()
    expect(page.get_by_text("A preview.")).to_be_visible()


def stranger() -> Tour:
    """Somebody signed in with nothing yet."""
    sam = factories.user(email="sam@example.org", name="")
    return Tour(
        sam,
        [
            at("roadmap:me", state="empty, signed in"),
            at("roadmap:mentees", state="empty"),
            at("roadmap:cohorts", state="empty"),
            at("roadmap:sharing", state="empty"),
            at("roadmap:inbox", state="empty"),
        ],
    )


TOURS = (
    visitor,
    guest_rating,
    guest_asked,
    learner,
    reporter,
    mentor,
    cohort_lead,
    cohort_learner,
    reader,
    stranger,
    signing_in,
    half_signed_in,
    managing,
    second_factors_of,
    without_password,
    staff,
)

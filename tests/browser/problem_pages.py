"""The pages on which somebody says what is wrong with a question, in every state worth looking at."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.models import Assessment, Question
from tests import factories
from tests.browser.mentor_pages import short
from tests.browser.visits import Tour, Visit, at


def reporter() -> Tour:
    """A learner who has reported questions before, who is asked one and has answered others."""
    lena = factories.user(email="lena@example.org", name="Lena Learner")
    done, run = short(lena), factories.asking(lena)
    told = done.responses.select_related("question")
    for response in told[:2]:
        factories.reported(
            lena,
            "Since last year both work.",
            slug=response.question.slug,
            answer="It has one key.",
        )
    factories.reported(lena, slug=told[0].question.slug)
    for slug in _other_questions(done)[:20]:
        factories.reported(lena, slug=slug)
    return Tour(
        lena,
        [
            at("assessment:problem", run.pk, 1),
            Visit("assessment:problem", "refused", lambda page: send(page, run, 1)),
            Visit("assessment:problem", "reported", lambda page: report(page, run, 1)),
            at("assessment:problem", done.pk, 1, state="reported again"),
            at("assessment:problem", done.pk, 2, state="answered"),
            at("assessment:problem", done.pk, 3, state="of an answered question"),
            at("assessment:problems"),
            Visit("assessment:problems", "last page", lambda page: page.goto("/problems/?page=2")),
        ],
    )


def _other_questions(run: Assessment) -> list[str]:
    live = Question.objects.filter(retired=False, draft=False)
    others = live.exclude(responses__assessment=run)
    return list(others.values_list("slug", flat=True))


def send(page: Page, run: Assessment, position: int) -> None:
    """Send the form as it is."""
    page.goto(reverse("assessment:problem", args=[run.pk, position]))
    page.locator("main form button").click()
    expect(page.locator(".error-summary")).to_be_visible()


def report(page: Page, run: Assessment, position: int) -> None:
    """Fill the form in and send it."""
    page.goto(reverse("assessment:problem", args=[run.pk, position]))
    page.get_by_label("What counts as right seems wrong").check()
    page.get_by_label("Tell more about it").fill("Both of the first two are right.")
    page.locator("main form button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")

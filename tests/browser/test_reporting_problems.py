"""In a browser, with JavaScript and without: from a question to the report of a problem with it, and back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment.models import User
from tests import factories
from tests.browser.conftest import OpenPage

LINK = "Something wrong with it?"


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org")


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_U01_one_reports_the_waiting_question_and_goes_on_with_it(
    open_page: OpenPage, lena: User, *, js: bool
) -> None:
    run = factories.asking(lena)
    page = open_page(js=js, person=lena, provokes=[422])
    question = reverse("assessment:take", args=[run.pk, 1])
    page.goto(question)
    page.get_by_role("link", name=LINK).click()
    page.get_by_role("button", name="Report it").click()
    expect(page.locator(".error-summary")).to_contain_text("Choose what is wrong.")
    page.get_by_label("It is out of date").check()
    page.get_by_label("Tell more about it").fill("Since version 5 there is no such command.")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    page.get_by_role("link", name="Back to the question").click()
    page.wait_for_url(f"**{question}")
    told = lena.reported_problems.get()
    assert (told.kind, told.revision_id) == ("outdated", run.asked_id)


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_U01_from_the_answers_one_comes_back_to_the_same_answer(
    open_page: OpenPage, lena: User, *, js: bool
) -> None:
    run = factories.finished(lena)
    page = open_page(js=js, person=lena)
    page.goto(reverse("assessment:review", args=[run.pk]))
    page.get_by_role("link", name=f"{LINK} Question 7").click()
    page.get_by_label("It is unclear").check()
    page.get_by_role("button", name="Report it").click()
    page.get_by_role("link", name="Back to your answers").click()
    page.wait_for_url(f"**{reverse('assessment:review', args=[run.pk])}#q7")
    expect(page.locator("#q7")).to_be_in_viewport()
    assert lena.reported_problems.get().revision == run.responses.get(position=7).revision

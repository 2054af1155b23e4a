"""Where reading goes on: after an answer at the next question, after a mistake at its summary, from there at the field."""

import pytest
from playwright.sync_api import Page, expect

from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome
from assessment.models import User
from tests import factories
from tests.browser import acts
from tests.browser.conftest import OpenPage


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org")


def test_the_focus_goes_to_the_heading_of_the_next_question(
    open_page: OpenPage, lena: User
) -> None:
    run, page = factories.asking(lena), open_page(person=lena)
    page.goto(f"/a/{run.pk}/")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.evaluate("window.scrollTo(0, 500)")
    acts.answer(page, run, Outcome.RIGHT)
    acts.at_question(page, 2)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_title("Question 2 – Waymark")
    assert page.evaluate("window.scrollY") == 0


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_X05_the_summary_of_a_missing_answer_takes_the_focus_and_leads_to_the_answer(
    open_page: OpenPage, lena: User, kind: Kind
) -> None:
    run = factories.asking_kind(lena, kind.value)
    page = open_page(person=lena, provokes=[422])
    page.goto(f"/a/{run.pk}/")
    acts.go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title("Error: Question 1 – Waymark")
    said = page.locator(".error-summary a").inner_text()
    expect(page.locator(".field-error")).to_contain_text(said)
    page.locator(".error-summary a").click()
    expect(page.locator("#id_answer_1")).to_be_focused()
    expect(page.locator("#id_answer_1")).to_be_in_viewport()


def test_X05_what_was_chosen_stays_chosen_after_a_mistake(open_page: OpenPage, lena: User) -> None:
    run = factories.asking_kind(lena, "many")
    page = open_page(person=lena, provokes=[422])
    page.goto(f"/a/{run.pk}/")
    page.locator("#id_answer_2").check()
    acts.go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_answer_2")).to_be_checked()
    expect(page.locator("input:checked")).to_have_count(1)


def links_lead_to_fields(page: Page) -> list[str]:
    """Follow every link of the error summary; each lands on a control of the form. Returns the controls' names."""
    links = page.locator(".error-summary a")
    names = []
    for number in range(links.count()):
        links.nth(number).click()
        names.append(page.evaluate("document.activeElement.name"))
    return names


def test_X05_the_errors_of_a_form_lead_to_their_fields(open_page: OpenPage) -> None:
    page = open_page(provokes=[422])
    page.goto("/start/")
    page.get_by_label("How many hours").fill("many")
    page.get_by_label("Is there a date").evaluate("field => { field.value = '1999-01-01' }")
    page.locator("[name=length]:checked").evaluate("radio => { radio.checked = false }")
    page.get_by_role("button", name="Continue to the self-rating").click()
    expect(page).to_have_title("Error: Start – Waymark")
    assert links_lead_to_fields(page) == ["hours_per_week", "by_date", "length"]


def test_X05_a_missing_consent_is_led_to(open_page: OpenPage, lena: User) -> None:
    page = open_page(person=lena, provokes=[422])
    page.goto("/sharing/invite/")
    page.get_by_role("button", name="Make the invitation").click()
    expect(page).to_have_title("Error: Invite a mentor – Waymark")
    assert links_lead_to_fields(page) == ["label", "consent"]
    expect(page.get_by_label("I agree that this person")).not_to_be_checked()


def test_X05_without_javascript_the_summary_stands_at_the_top(
    open_page: OpenPage, lena: User
) -> None:
    run = factories.asking(lena)
    page = open_page(js=False, person=lena, provokes=[422])
    page.goto(f"/a/{run.pk}/")
    acts.go_on(page)
    expect(page.locator(".error-summary")).to_be_in_viewport()
    expect(page).to_have_title("Error: Question 1 – Waymark")


def test_W02_styles_that_a_browser_sets_do_not_trip_the_content_policy(
    open_page: OpenPage, lena: User
) -> None:
    run = factories.asking_kind(lena, "many")
    page = open_page(person=lena, provokes=[422])
    page.goto(f"/a/{run.pk}/")
    page.locator("#id_answer_1").evaluate("field => { field.style.color = 'red' }")
    acts.go_on(page)  # htmx would carry the style over to the field that takes its place
    expect(page.locator(".error-summary")).to_be_focused()

"""What if in a browser: a change is shown in place, the address follows it, and Back shows a whole page again."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment.models import Assessment, User
from tests import factories
from tests.browser.conftest import OpenPage


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org")


@pytest.fixture
def address(lena: User) -> str:
    run: Assessment = factories.finished(lena)
    return reverse("roadmap:what_if", args=[run.pk])


def test_a_change_is_shown_in_place_and_back_leads_to_the_page_before(
    open_page: OpenPage, lena: User, address: str
) -> None:
    page = open_page(person=lena)
    page.goto(address)
    page.evaluate("window.samePage = true")
    page.get_by_label("Role", exact=True).select_option("aiops-engineer")
    heading = page.locator("#found")
    expect(heading).to_have_text("Against AIOps Engineer")
    page.get_by_role("button", name="Show").click()
    expect(heading).to_have_text("Against AIOps Engineer")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page).to_have_url(re.compile(re.escape(f"{address}?role=aiops-engineer") + "$"))
    expect(page).to_have_title("What if: AIOps Engineer – Waymark")
    assert page.evaluate("window.samePage")
    page.locator(".near-roles").first.get_by_role("link").first.click()
    expect(heading).to_have_text(re.compile("^Against AIOps Engineer and "))
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    page.go_back()
    expect(heading).to_have_text("Against AIOps Engineer")
    expect(page.locator("header.site-header")).to_have_count(1)


def test_what_is_chosen_shows_at_once_and_keeps_the_focus(
    open_page: OpenPage, lena: User, address: str
) -> None:
    page = open_page(person=lena)
    page.goto(address)
    role, heading = page.get_by_label("Role", exact=True), page.locator("#found")
    role.focus()
    role.select_option("aiops-engineer")
    expect(heading).to_have_text("Against AIOps Engineer")
    expect(role).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("The page now shows AIOps Engineer.")
    page.get_by_text("Change what the role asks").click()
    serving = page.get_by_role("group", name="Model deployment and serving").get_by_label("Weight")
    for value, shown in (("0", "with your changes"), ("", "Against AIOps Engineer")):
        serving.focus()
        serving.select_option(value)
        expect(heading).to_have_text(re.compile(f"{shown}$"))
        expect(serving).to_be_focused()


def test_without_javascript_the_form_does_the_same(
    open_page: OpenPage, lena: User, address: str
) -> None:
    page = open_page(js=False, person=lena)
    page.goto(address)
    page.get_by_text("Change what the role asks").click()
    serving = page.get_by_role("group", name="Model deployment and serving")
    serving.get_by_label("Weight").select_option("0")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"\?role=mlops-engineer&weight-model-serving=0$"))
    expect(page.locator("#found")).to_have_text("Against MLOps Engineer with your changes")
    row = page.locator("table.beside tr", has_text="Model deployment and serving")
    expect(row).to_contain_text("Not needed")
    page.get_by_role("link", name="Reset to the role").click()
    expect(page.locator("#found")).to_have_text("Against MLOps Engineer")


def test_it_prints_on_the_width_of_the_paper(open_page: OpenPage, lena: User, address: str) -> None:
    page = open_page(person=lena)
    page.goto(f"{address}?second=senior-mlops-engineer")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    for selector in ("form", "button", "a.button", "summary"):
        assert not any(part.is_visible() for part in page.locator(f"main {selector}").all())

"""Looking for a certification: the same finds with and without JavaScript, and the page does not jump."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

LIST = "/certifications/"


def look_for(page: Page, words: str) -> None:
    page.get_by_label("Words").fill(words)
    page.get_by_role("button", name="Search").click()


@pytest.mark.parametrize("js", [True, False], ids=["htmx", "plain"])
def test_words_and_filters_find_the_same_with_and_without_javascript(
    open_page: OpenPage, *, js: bool
) -> None:
    page = open_page(js=js)
    page.goto(LIST)
    look_for(page, "security")
    expect(page).to_have_url(re.compile(r"\?q=security"))
    page.get_by_text("Narrow it down").click()
    page.get_by_label("Kind").select_option("course")
    if not js:
        page.get_by_role("button", name="Search").click()
    expect(page.locator("#count")).to_contain_text("1 of 57")
    expect(page.locator("#found h3")).to_have_text(["NSE8 advanced training"])
    expect(page).to_have_url(re.compile(r"kind=course"))
    page.go_back()
    expect(page.locator("#count")).to_contain_text(re.compile(r"\d\d of 57"))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_a_filter_leaves_the_reader_where_they_are(open_page: OpenPage) -> None:
    page = open_page(width=390)
    page.goto(LIST)
    page.get_by_text("Narrow it down").click()
    page.evaluate("window.scrollTo(0, 200)")
    with page.expect_event("console", lambda line: line.text == "settled"):
        page.evaluate(
            "document.addEventListener('htmx:afterSettle', () => setTimeout(() => console.log('settled')))"
        )
        page.get_by_label("Level").select_option("professional")
    assert "of 57" in page.locator("#count").inner_text()
    assert page.evaluate("window.scrollY") > 0

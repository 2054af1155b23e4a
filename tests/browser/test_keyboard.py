"""By keyboard alone: every control is reached, shows that it has the focus, and works."""

import pytest
from playwright.sync_api import Page, expect

from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories
from tests.browser import acts
from tests.browser.conftest import OpenPage

FOCUS_IS_SHOWN = """() => {
  const shown = [document.activeElement, document.activeElement.closest(".choice")].filter(Boolean);
  return shown.map(e => getComputedStyle(e)).some(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2);
}"""
TABS = 40  # more than any way through these pages takes


def press_tab_until(page: Page, selector: str) -> None:
    """Go on to a control; the focus is visible at every stop on the way."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_SHOWN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached with the Tab key")


def type_answer(page: Page, run: Assessment) -> None:
    """Give the right answer to the waiting question, from wherever the focus is."""
    for name, value in sorted(factories.posted_for(run, Outcome.RIGHT).items()):
        if name == "number":
            press_tab_until(page, "[name=number]")
            page.keyboard.type(str(value))
        elif name.startswith("rank-"):
            press_tab_until(page, f"[name={name}]")
            page.keyboard.type(str(value))
        elif name == "choice" and run.asked is not None and run.asked.kind == Kind.MANY:
            for place in sorted(value):  # type: ignore[attr-defined]
                press_tab_until(page, f"[name=choice][value='{place}']")
                page.keyboard.press("Space")
        elif name == "choice":
            press_tab_until(page, "[name=choice]")
            page.keyboard.press("Space")  # chooses the first; the arrows go on from there
            for _ in range(int(value[0]) - 1):  # type: ignore[index]
                page.keyboard.press("ArrowDown")


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org")


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_a_question_is_answered_with_the_keyboard(
    open_page: OpenPage, lena: User, kind: Kind
) -> None:
    run = factories.asking_kind(lena, kind.value)
    page = open_page(person=lena)
    page.goto(f"/a/{run.pk}/")
    type_answer(page, run)
    press_tab_until(page, "button[name=sure][value=no]")
    page.keyboard.press("Enter")
    acts.at_question(page, 2)
    stored = run.responses.get()
    assert (stored.outcome, stored.sure) == ("right", False)


def test_an_assessment_is_begun_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    press_tab_until(page, "main a[href='/start/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What are you aiming at?")
    press_tab_until(page, "[name=length]")
    page.keyboard.press("ArrowUp")
    press_tab_until(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("page 1 of 6")).to_be_visible()
    assert Assessment.objects.get().length == "quick"
    press_tab_until(page, "form[action$='/begin/'] button")
    page.keyboard.press("Enter")
    acts.at_question(page, 1)


def test_the_skip_link_leads_past_the_header(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/method/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")

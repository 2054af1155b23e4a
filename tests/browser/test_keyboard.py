"""By keyboard alone: every control is reached, shows that it has the focus, and works."""

import string
import zipfile
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from assessment.core.catalogue import Kind
from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from tests import factories
from tests.browser import acts
from tests.browser.conftest import OpenPage
from tests.browser.looking import CHECKS_JS

TABS = 120  # more than any way through these pages takes
STOP = """selector => [checks.here(), document.activeElement.matches(selector)]"""


def by_keyboard(page: Page) -> Page:
    """A page that can say what is wrong with the place that the keyboard is at."""
    page.add_init_script(CHECKS_JS)
    return page


def press_tab_until(page: Page, selector: str) -> None:
    """Go on to a control; every stop on the way shows, is not hidden, and comes after the one before."""
    page.wait_for_load_state()  # before the style sheets nothing shows where the keyboard is
    for _ in range(TABS):
        page.keyboard.press("Tab")
        wrong, there = page.evaluate(STOP, selector)
        assert wrong == []
        if there:
            return
    pytest.fail(f"{selector} is not reached with the Tab key")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go on to a control and use it."""
    press_tab_until(page, selector)
    page.keyboard.press(key)


def heading(page: Page, text: str) -> None:
    """Wait for a page."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


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
def test_X02_a_question_of_every_kind_is_answered_with_the_keyboard(
    open_page: OpenPage, lena: User, kind: Kind
) -> None:
    run = factories.asking_kind(lena, kind.value)
    page = by_keyboard(open_page(person=lena))
    page.goto(f"/a/{run.pk}/")
    type_answer(page, run)
    press_tab_until(page, "button[name=sure][value=no]")
    page.keyboard.press("Enter")
    acts.at_question(page, 2)
    stored = run.responses.get()
    assert (stored.outcome, stored.sure) == ("right", False)


def sign_up(page: Page) -> None:
    """From the landing page to an account; the password is pasted, and typed nowhere twice."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.evaluate("text => navigator.clipboard.writeText(text)", factories.PASSWORD)
    press(page, ".site-nav a[href*='login']")
    heading(page, "Sign in")
    press(page, "main a[href*='signup']")
    heading(page, "Make an account")
    press_tab_until(page, "[name=email]")
    page.keyboard.type("lena@example.org")
    press(page, "[name=password1]", "ControlOrMeta+V")
    press_tab_until(page, "[name=name]")
    page.keyboard.type("Lena Learner")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def rate_and_begin(page: Page) -> Assessment:
    """Start the shortest assessment, rate one area, and leave the others out."""
    press(page, "main a[href='/start/']")
    heading(page, "What are you aiming at?")
    press(page, "[name=length]", "ArrowUp")
    press(page, "main form button")
    heading(page, "What describes you best today?")
    press(page, "main [type=radio]", "Space")
    for number in range(1, 7):
        expect(page.get_by_text(f"page {number} of 6")).to_be_visible()
        press(page, "main form .button")
    acts.at_question(page, 1)
    run = Assessment.objects.get()
    assert (run.length, run.ratings.count()) == ("quick", 1)
    return run


def at_question(page: Page, position: int) -> None:
    """Wait until reading goes on at a question."""
    acts.at_question(page, position)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def answer_ten(page: Page, run: Assessment) -> None:
    for position in range(1, 11):
        at_question(page, position)
        run.refresh_from_db()
        type_answer(page, run)
        press(page, "button[name=sure][value=no]")
    at_question(page, 11)
    assert set(run.responses.values_list("outcome", flat=True)) == {"right"}


def share_and_revoke(page: Page) -> None:
    """Invite a mentor, confirm that it is the right person, and stop it again."""
    press(page, "main a[href='/sharing/invite/']")
    heading(page, "Invite a mentor")
    press_tab_until(page, "[name=label]")
    page.keyboard.type("Max from work")
    press(page, "[name=consent]", "Space")
    press(page, "main form button:not([formaction])")
    heading(page, "The invitation for Max from work")
    link = page.get_by_label("Invitation link").input_value()
    max_ = factories.user(email="max@example.org", name="Max Mentor")
    assert factories.signed_in(max_).post(urlsplit(link).path).status_code == 302
    press(page, "main a[href='/sharing/']")
    heading(page, "Who can see your reports")
    press(page, "form[action$='/confirm/'] button")
    expect(page.get_by_role("status")).to_have_text("Max Mentor can now see what you share.")
    press(page, "form[action$='/end/'] button")
    expect(page.get_by_role("status")).to_contain_text("can no longer see your reports")


def test_X02_the_whole_journey_works_by_keyboard_alone(
    open_page: OpenPage, committed: None
) -> None:
    page = by_keyboard(open_page())
    sign_up(page)
    run = rate_and_begin(page)
    answer_ten(page, run)
    press_tab_until(page, ".skip")  # past the end of the page it begins again: no trap

    press(page, "main a[href$='/finish/']")
    heading(page, "Finish now?")
    press(page, "main form button")
    heading(page, "Where you stand, and what to do next")
    page.emulate_media(color_scheme="dark")
    press(page, ".skip")
    expect(page.get_by_role("link", name="Skip to content")).not_to_be_in_viewport()
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    press_tab_until(page, ".skip")

    share_and_revoke(page)
    press(page, ".site-nav a[href='/account/']")
    heading(page, "Account")
    press(page, "main a[href='/account/data/']")
    heading(page, "Is it you?")
    press(page, "[name=password]", "ControlOrMeta+V")
    with page.expect_download() as export:
        page.keyboard.press("Enter")
    assert zipfile.is_zipfile(export.value.path())
    page.go_back()
    press(page, "main a[href='/account/delete/']")
    heading(page, "Delete your account?")
    press(page, "main button.danger")
    expect(page.get_by_role("status")).to_contain_text("is deleted")
    assert not User.objects.filter(email="lena@example.org").exists()
    assert not Assessment.objects.exists()


STATE = """() => [location.href, document.activeElement.id, scrollY === 0, document.querySelector("main").innerHTML,
  [...document.querySelectorAll("main input, main select")].map(e => [e.value, e.checked])]"""


@pytest.mark.parametrize("on", ["h1", "[type=radio]", "[type=checkbox]"])
def test_X08_no_single_key_does_anything_of_its_own(
    open_page: OpenPage, lena: User, on: str
) -> None:
    run = factories.asking_kind(lena, "many" if on == "[type=checkbox]" else "one")
    page = open_page(person=lena)
    page.goto(f"/a/{run.pk}/")
    page.locator(f"main {on}").first.focus()
    before, asked = page.evaluate(STATE), []
    page.on("request", lambda request: asked.append(request.url))
    for key in [*string.ascii_lowercase, *string.digits, *string.punctuation]:
        page.keyboard.press(key)
    assert page.evaluate(STATE) == before
    assert asked == []
    assert page.locator("[accesskey]").count() == 0

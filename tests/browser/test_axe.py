"""Every page in every state: axe's accessibility rules find nothing, and nothing has to be scrolled sideways."""

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import factories
from tests.browser.conftest import OpenPage
from tests.browser.tours import TOURS
from tests.browser.visits import PROVOKED, Tour
from tests.web.routes import all_routes

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
    "preload": False,  # nothing comes from elsewhere
}
NO_PAGE = {  # they only redirect, take a POST, send a file, speak to a load balancer, or wait for a feature that is off
    "assessment:begin",
    "assessment:resume",
    "care:download",
    "roadmap:cancel_invitation",
    "roadmap:confirm_mentorship",
    "roadmap:cancel_join",
    "roadmap:cohort_consent",
    "roadmap:cohort_counts_file",
    "roadmap:cohort_people_file",
    "roadmap:end_mentorship",
    "roadmap:explain",
    "roadmap:mentee_spreadsheet",
    "roadmap:preview",
    "roadmap:refuse_request",
    "roadmap:reissue_invitation",
    "roadmap:plan_calendar",
    "roadmap:plan_spreadsheet",
    "roadmap:progress",
    "roadmap:settle",
    "roadmap:settle_agreement",
    "account_confirm_login_code",
    "healthz",
    "metrics",
    "readyz",
}
# Axe can't see what lies behind text in a picture, so that is measured below.
SCRIPT = f"""{Axe().axe_script};
axe.configure({{rules: [{{id: "color-contrast", selector: "*:not(svg text)"}}]}})"""
FAINT = """() => {
  const channel = value => value <= 10.3 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(channel);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll("svg text")].flatMap(text => {
    const box = text.parentElement.querySelector("rect");
    const fill = box ? getComputedStyle(box).fill : "none";
    const shades = [getComputedStyle(text).fill, fill === "none" ? paper : fill].map(luminance).sort((a, b) => a - b);
    const ratio = (shades[1] + 0.05) / (shades[0] + 0.05);
    return ratio < 4.5 ? [`${text.textContent}: contrast ${ratio.toFixed(1)}`] : [];
  });
}"""
RUN = (
    f"axe.run({json.dumps(RULES)}).then(results => [...results.violations, ...results.incomplete])"
)


def violations(page: Page) -> list[str]:
    """What breaks a rule, or may break it as far as axe can tell, and text of pictures that is too faint."""
    found = [f"{v['id']}: {node['target']}" for v in page.evaluate(RUN) for node in v["nodes"]]
    return found + page.evaluate(FAINT)


def sideways(page: Page) -> list[str]:
    """By how much a page is wider than the window."""
    root = "document.documentElement"
    more = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    return [f"{more} px wider than the window"] if more else []


def complaints(page: Page) -> dict[str, list[str]]:
    """What is wrong with a page, light and wide, dark and narrow, and on the narrowest of screens."""
    page.evaluate(SCRIPT)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    found = {"light and wide": violations(page) + sideways(page)}
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 900})
    found["dark and narrow"] = violations(page) + sideways(page)
    page.set_viewport_size({"width": 320, "height": 900})
    return found | {"narrowest": sideways(page)}


@pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour.__name__)
def test_X01_W02_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_page: OpenPage, tour: Callable[[], Tour]
) -> None:
    toured = tour()
    # Without motion no colour is caught half-way between light and dark.
    page = open_page(person=toured.person, provokes=PROVOKED, reduced_motion=True)
    found = {
        f"{visit.name}, {look}": problems
        for visit in toured.walk(page)
        for look, problems in complaints(page).items()
    }
    assert len(found) == 3 * len(toured.visits)
    assert {where: problems for where, problems in found.items() if problems} == {}


def test_what_breaks_a_rule_is_found(open_page: OpenPage) -> None:
    page = open_page(reduced_motion=True)
    page.goto("/start/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelector('.hint').style.color = '#999'")  # enough on dark
    found = {
        look: [p.split(":")[0] for p in problems] for look, problems in complaints(page).items()
    }
    assert found["light and wide"] == ["color-contrast", "html-has-lang"]
    assert found["dark and narrow"] == ["html-has-lang"]


def test_faint_text_in_a_picture_is_found(open_page: OpenPage) -> None:
    page = open_page(reduced_motion=True)
    page.goto("/map/")
    page.evaluate("document.querySelector('svg text').style.fill = '#999'")  # enough on dark
    text = page.locator("svg text").first.text_content()
    found = complaints(page)
    assert found["light and wide"] == [f"{text}: contrast 2.8"]
    assert found["dark and narrow"] == []


def test_what_is_too_wide_is_found(open_page: OpenPage) -> None:
    page = open_page(width=320)
    page.goto("/start/")
    page.evaluate("document.querySelector('fieldset').style.minWidth = '400px'")
    assert sideways(page) == ["100 px wider than the window"]


def test_every_page_of_the_site_is_looked_at(committed: None) -> None:
    routes = set()
    for tour in TOURS:
        routes |= {visit.route for visit in tour().visits}
        factories.forget_everyone()
    pages = {route.name for route in all_routes() if not route.is_admin} - NO_PAGE
    assert routes - {""} == pages

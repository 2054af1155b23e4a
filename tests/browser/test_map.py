"""The map in a browser: text keeps to its box, small screens scroll the picture and not the page, keys lead from box to box."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Domain, User
from roadmap.models import Step
from tests import factories
from tests.browser.conftest import OpenPage
from tests.browser.test_keyboard import by_keyboard

SMALLEST = 11.5  # px of text that can still be read
OUTSIDE = """() => [...document.querySelectorAll("svg.map a")].flatMap(box => {
  const frame = box.querySelector("rect").getBoundingClientRect();
  return [...box.querySelectorAll("text, use")].filter(part => {
    const own = part.getBoundingClientRect();
    return own.left < frame.left || own.right > frame.right || own.top < frame.top || own.bottom > frame.bottom;
  }).map(part => part.textContent || part.getAttribute("href"));
})"""
SIZES = """() => {
  const map = document.querySelector("svg.map"), scale = map.getBoundingClientRect().width / map.viewBox.baseVal.width;
  return [...map.querySelectorAll("text")].map(text => parseFloat(getComputedStyle(text).fontSize) * scale);
}"""
UNMARKED = """() => [...document.querySelectorAll("svg.map use")]
  .filter(mark => !document.querySelector(mark.getAttribute("href")) || mark.getBoundingClientRect().width < 4).length"""


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org", name="Lena Learner")


def maps() -> list[str]:
    slugs = Domain.objects.filter(retired=False).values_list("slug", flat=True)
    return ["/map/", *(f"/map/{slug}/" for slug in slugs)]


def test_text_keeps_to_its_box_and_can_be_read(open_page: OpenPage, lena: User) -> None:
    factories.finished(lena)
    page = open_page(person=lena)
    for path in maps():
        page.goto(path)
        assert page.evaluate(OUTSIDE) == [], path
        assert page.evaluate(UNMARKED) == 0, path
        assert page.locator("svg.map use").count() == page.locator("svg.map a").count()
        for width in (1280, 800, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert min(page.evaluate(SIZES)) >= SMALLEST, (path, width)


def test_on_a_phone_the_picture_scrolls_and_the_page_does_not(open_page: OpenPage) -> None:
    page = open_page(width=390)
    page.goto("/map/")
    region = page.get_by_role("region", name="Map of the domains")
    region.focus()
    expect(region).to_be_focused()
    first = page.locator("svg.map a").first
    first.scroll_into_view_if_needed()
    expect(first).to_be_in_viewport(ratio=1)
    page.keyboard.press("ArrowRight")
    expect(first).not_to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    last = page.locator("svg.map a").last
    last.focus()
    expect(last).to_be_in_viewport()


def step_through(page: Page) -> list[str]:
    """The boxes that the Tab key leads to, in its order; the focus is visible at each."""
    page.locator(".map-view").focus()
    reached = []
    while True:
        page.keyboard.press("Tab")
        if not page.evaluate("document.activeElement.matches('svg.map a')"):
            return reached
        assert page.evaluate("checks.here()") == []
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))


@pytest.mark.parametrize("width", [1280, 390])
def test_X02_keys_lead_from_box_to_box_in_reading_order(open_page: OpenPage, width: int) -> None:
    page = by_keyboard(open_page(width=width))
    page.goto("/map/")
    boxes = page.locator("svg.map a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert step_through(page) == boxes
    assert len(boxes) == Domain.objects.filter(retired=False).count()


def test_a_visitor_finds_a_step_on_the_map(open_page: OpenPage) -> None:
    page = open_page(js=False)
    page.goto("/")
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator("svg.map").get_by_role("link", name=re.compile("^Model deployment")).click()
    step = Step.objects.get(slug="serve-a-model-at-a-local-address")
    page.locator("svg.map").get_by_role("link", name=re.compile(f"^{step.title}")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(step.title)
    page.get_by_role("link", name="On the map").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Model deployment and serving: its steps"
    )


def test_the_picture_fits_the_first_sheet_of_paper(open_page: OpenPage, lena: User) -> None:
    factories.finished(lena)
    page = open_page(person=lena, dark=True)
    page.emulate_media(media="print")
    millimetre = 96 / 25.4
    for path, width, height in (("/map/", 267, 180), ("/map/ml-pipelines/", 180, 265)):
        page.set_viewport_size({"width": int(width * millimetre), "height": 1000})
        page.goto(path)
        legend = page.locator(".legend").bounding_box()
        picture = page.locator("svg.map").bounding_box()
        assert legend is not None
        assert picture is not None
        assert picture["width"] <= width * millimetre
        assert legend["y"] + legend["height"] <= height * millimetre, path

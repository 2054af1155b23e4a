"""What has a size to keep, a medium to fit or a taste to respect: touch, print, less motion."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessment.core.catalogue import Kind
from assessment.models import User
from tests import factories
from tests.browser.conftest import OpenPage
from tests.browser.looking import CHECKS_JS

TARGET = 44  # px: what a finger hits
A4 = {"width": 680, "height": 1000}  # px inside the margins


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org", name="Lena Learner")


def heights(page: Page, selector: str) -> list[float]:
    found = page.locator(selector).evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert found, selector
    return [round(height, 1) for height in found]


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_X06_answers_are_easy_to_hit(open_page: OpenPage, lena: User, kind: Kind) -> None:
    run = factories.asking_kind(lena, kind.value)
    page = open_page(person=lena)
    page.goto(f"/a/{run.pk}/")
    controls = {Kind.NUMBER: "main [name=number]", Kind.ORDER: "main select"}
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for selector in (controls.get(kind, "main label.choice"), "label.unknown", "main button"):
            assert min(heights(page, selector)) >= TARGET, selector


def test_X06_ratings_are_easy_to_hit(open_page: OpenPage, lena: User) -> None:
    run, page = factories.started(lena), open_page(person=lena, width=320)
    page.goto(f"/a/{run.pk}/")
    assert len(heights(page, "label.choice")) == 15
    assert min(heights(page, "label.choice") + heights(page, "main .button")) >= TARGET


def test_X05_the_whole_row_of_an_answer_chooses_it(open_page: OpenPage, lena: User) -> None:
    run, page = factories.asking_kind(lena, "one"), open_page(person=lena)
    page.goto(f"/a/{run.pk}/")
    row = page.locator("label.choice").nth(1)
    box = row.bounding_box()
    assert box is not None
    row.click(position={"x": box["width"] - 6, "y": box["height"] - 6})
    expect(page.locator("#id_answer_2")).to_be_checked()


def test_U07_a_report_prints_without_what_paper_has_no_use_for(
    open_page: OpenPage, lena: User
) -> None:
    run = factories.finished(lena, ratings={"networking": 3})
    page = open_page(person=lena, dark=True)
    page.goto(f"/a/{run.pk}/report/")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    for selector in ("nav", "footer", "button", "a.button", ".skip"):
        assert not any(part.is_visible() for part in page.locator(selector).all()), selector
    for heading in page.get_by_role("heading").all():
        expect(heading).to_be_visible()
    expect(page.locator("svg.chart:visible")).to_have_count(18)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]


def pages_of(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def test_U07_a_report_makes_at_most_two_sheets_of_paper_for_a_domain(
    open_page: OpenPage, lena: User
) -> None:
    run = factories.finished(lena)
    page = open_page(person=lena)
    page.goto(f"/a/{run.pk}/report/")
    assert 2 <= pages_of(page.pdf(prefer_css_page_size=True)) <= 8  # 18 domains, steps and all
    page.goto(f"/a/{run.pk}/why/model-serving/")
    assert 1 <= pages_of(page.pdf(prefer_css_page_size=True)) <= 2


OWN_COLOURS = """() => [...document.querySelectorAll(".chart > :not(.band)")].filter(e => {
  const { fill, stroke } = getComputedStyle(e);
  return ![fill, stroke].includes(getComputedStyle(document.body).color);
}).length"""


def shades(page: Page) -> dict[str, list[str]]:
    """What cannot be told from its paper by lightness alone."""
    return {check: page.evaluate(f"checks.{check}()") for check in ("marks", "text")}


def test_X09_charts_keep_their_marks_in_greyscale_and_in_forced_colours(
    open_page: OpenPage, lena: User
) -> None:
    first = factories.finished(lena)
    run = factories.finished(lena, ratings={"networking": 3})
    page = open_page(person=lena)
    page.add_init_script(CHECKS_JS)
    for path in ("report/", "what-if/", f"compare/{first.pk}/"):
        page.emulate_media(media="screen", forced_colors="none")
        page.goto(f"/a/{run.pk}/{path}")
        page.emulate_media(media="print")  # contrast knows no hue: what has it, has it in grey
        assert shades(page) == {"marks": [], "text": []}, path
        for scheme in ("light", "dark"):
            page.emulate_media(media="screen", forced_colors="active", color_scheme=scheme)
            assert page.evaluate("matchMedia('(forced-colors: active)').matches")
            assert shades(page) == {"marks": [], "text": []}, (path, scheme)
            assert page.evaluate(OWN_COLOURS) == 0, (path, scheme)


MOVING = """() => document.getAnimations().length + [...document.querySelectorAll("*")].filter(e => {
  const style = getComputedStyle(e);
  return [style.transitionDuration, style.animationDuration].some(d => d.split(", ").some(s => parseFloat(s) > 0));
}).length"""


@pytest.mark.parametrize("path", ["/", "/start/", "/sample/"])
def test_X10_nothing_moves_for_those_who_want_no_motion(open_page: OpenPage, path: str) -> None:
    still, lively = open_page(reduced_motion=True), open_page()
    for page in (still, lively):
        page.goto(path)
    assert still.evaluate(MOVING) == 0
    assert lively.evaluate(MOVING) > 0
    assert still.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"

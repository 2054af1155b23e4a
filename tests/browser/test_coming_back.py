"""Leaving, coming back, the Back button and clicking twice: an answer is stored once and never changes silently."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment import guests
from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment
from tests import factories
from tests.browser import acts
from tests.browser.conftest import OpenPage
from tests.web.cast import guest_client

TOKEN = "a guest's token"

both_ways = pytest.mark.parametrize(
    "js", [True, False], ids=["with JavaScript", "without JavaScript"]
)


@pytest.fixture
def guest(committed: None) -> Client:
    """A browser that holds a guest's cookie."""
    return guest_client(TOKEN)


@pytest.fixture
def run(committed: None) -> Assessment:
    """The guest's assessment, at a first question with radio buttons."""
    return factories.asking_kind(Person(guest_key=guests.key_of(TOKEN)), "one")


def at_first_question(page: Page, run: Assessment) -> Page:
    page.goto(reverse("assessment:take", args=[run.pk, 1]))
    acts.at_question(page, 1)
    return page


def options(page: Page) -> list[str]:
    return page.locator(".choice").all_inner_texts()


@both_ways
def test_Q08_a_guest_who_left_goes_on_at_the_same_question_with_the_same_options(
    open_page: OpenPage, guest: Client, run: Assessment, *, js: bool
) -> None:
    page = at_first_question(open_page(js=js, person=guest), run)
    acts.answer(page, run, Outcome.RIGHT)
    acts.at_question(page, 2)
    run = factories.ask(run, "many")
    page.reload()
    before = options(page)
    page.close()

    later = page.context.new_page()
    later.goto("/")
    later.get_by_role("link", name="Continue your assessment").click()
    acts.at_question(later, 2)
    assert options(later) == before
    assert len(before) > 3
    acts.answer(later, run, Outcome.RIGHT)
    assert list(run.responses.values_list("outcome", flat=True)) == ["right", "right"]


def test_Q05_a_double_click_on_continue_stores_one_answer(
    open_page: OpenPage, guest: Client, run: Assessment
) -> None:
    page = at_first_question(open_page(person=guest), run)
    acts.fill_in(page, run, Outcome.RIGHT)
    page.get_by_role("button", name="Continue: I'm sure").dblclick()
    acts.at_question(page, 2)
    assert [r.outcome for r in run.responses.all()] == ["right"]


@both_ways
def test_Q05_the_back_button_shows_that_the_question_is_answered(
    open_page: OpenPage, guest: Client, run: Assessment, *, js: bool
) -> None:
    page = at_first_question(open_page(js=js, person=guest), run)
    acts.answer(page, run, Outcome.RIGHT)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 is answered")
    expect(page.locator("input[name=choice]")).to_have_count(0)
    page.get_by_role("link", name="Continue with question 2").click()
    acts.at_question(page, 2)
    assert [r.outcome for r in run.responses.all()] == ["right"]


@both_ways
def test_Q05_a_second_answer_from_an_old_tab_is_refused_with_a_message(
    open_page: OpenPage, guest: Client, run: Assessment, *, js: bool
) -> None:
    page = at_first_question(open_page(js=js, person=guest, provokes=[409]), run)
    old = at_first_question(page.context.new_page(), run)
    acts.answer(page, run, Outcome.RIGHT)
    old.get_by_label("I don't know yet").check()
    acts.go_on(old)
    expect(old.get_by_role("heading", level=1)).to_have_text("You have answered question 1")
    expect(old.get_by_text("Nothing was changed")).to_be_visible()
    old.get_by_role("link", name="Continue with question 2").click()
    acts.at_question(old, 2)
    assert [r.outcome for r in run.responses.all()] == ["right"]


def test_an_answer_that_cannot_be_sent_stays_chosen(
    open_page: OpenPage, guest: Client, run: Assessment
) -> None:
    page = at_first_question(open_page(person=guest, offline=True), run)
    acts.fill_in(page, run, Outcome.RIGHT)
    chosen = page.locator("input:checked").get_attribute("value")
    page.context.set_offline(True)
    acts.go_on(page)
    expect(page.locator("#offline")).to_be_focused()
    assert page.locator("input:checked").get_attribute("value") == chosen
    assert not run.responses.exists()
    page.context.set_offline(False)
    acts.go_on(page)
    acts.at_question(page, 2)
    assert [r.outcome for r in run.responses.all()] == ["right"]


def test_leaving_the_ratings_keeps_what_was_chosen(open_page: OpenPage) -> None:
    page = open_page()
    run = acts.begin(page)
    page.locator("input[type=radio][value='2']").first.check()
    name = page.locator("input:checked").get_attribute("name")
    page.get_by_role("button", name="Save and").click()
    expect(page.get_by_text("page 2 of")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="Continue your assessment").click()
    expect(page.locator(f"input[name='{name}'][value='2']")).to_be_checked()
    assert run.ratings.get().level == 2


def test_X10_a_question_waits_as_long_as_it_takes(
    open_page: OpenPage, guest: Client, run: Assessment
) -> None:
    page = open_page(person=guest)
    page.clock.install()
    at_first_question(page, run)
    acts.fill_in(page, run, Outcome.RIGHT)
    before = page.locator("main").inner_html()
    page.clock.fast_forward("30:00:00")
    assert page.locator("main").inner_html() == before
    Assessment.objects.update(asked_at=timezone.now() - timedelta(days=50))
    acts.go_on(page)
    acts.at_question(page, 2)
    assert [r.outcome for r in run.responses.all()] == ["right"]

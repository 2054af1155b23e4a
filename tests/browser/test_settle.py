"""Settling a domain in a browser: from the report, through at most six questions, back to the same place."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment.core.responses import Outcome
from assessment.models import Assessment
from tests import factories
from tests.browser import acts
from tests.browser.conftest import OpenPage


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_domain_is_settled_and_the_report_comes_back_at_it(
    open_page: OpenPage, committed: None, *, js: bool
) -> None:
    lena = factories.user(email="lena@example.org")
    base = factories.finished(lena, Outcome.RIGHT, Outcome.UNKNOWN, ratings={"model-serving": 2})
    page = open_page(js=js, person=lena)
    page.goto(reverse("roadmap:report", args=[base.pk]))
    form = page.locator("form[action$='/settle/model-serving/']").first
    form.get_by_role("button").click()
    run = Assessment.objects.open().get(learner=lena)
    for asked in range(1, 7):
        expect(page.get_by_role("heading", level=1)).to_have_text(
            f"Question {asked} on this domain"
        )
        expect(page.get_by_text("Model deployment and serving").first).to_be_visible()
        acts.fill_in(page, run, Outcome.RIGHT)
        acts.go_on(page)
        heading = page.get_by_role("heading", level=1)
        expect(heading).not_to_have_text(f"Question {asked} on this domain")
        run.refresh_from_db()
        if run.is_finished:
            break
    expect(page).to_have_url(re.compile(rf"/{run.pk}/.*#.*model-serving$"))
    assert run.is_finished
    result = run.results.get(domain__slug="model-serving")
    assert result.responses == base.results.get(domain__slug="model-serving").responses + asked

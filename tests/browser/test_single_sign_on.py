"""To the issuer of single sign-on in a real browser: the policy lets forms lead nowhere else, and it works all the same."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessment.models import User
from tests.issuer import issuer


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_the_button_leads_to_the_issuer_and_back(
    open_page: Callable[..., Page], settings: Any, *, js: bool
) -> None:
    with issuer() as example_id:
        settings.SOCIALACCOUNT_PROVIDERS = example_id.settings
        example_id.is_("u1", "lena@example.org")
        page = open_page(js=js, leaves_for=[example_id.url])
        page.goto("/accounts/login/?next=/account/")
        page.get_by_role("button", name="Sign in with Example ID").click()
        page.wait_for_url(f"{example_id.url}/**")
        page.get_by_role("link", name="I am u1").click()
        expect(page.get_by_text("Signed in as lena@example.org.", exact=True)).to_be_visible()
        assert page.url.endswith("/account/")
    assert User.objects.get().email == "lena@example.org"

"""Passkeys in a real browser, with an authenticator that exists in software alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page, expect

from assessment.models import User
from tests import factories

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
Named = Callable[..., Page]


@pytest.fixture
def named(open_page: Callable[..., Page], site: str, settings: Any) -> Named:
    """Opens a page of the site under a name, with an authenticator plugged in."""
    settings.SITE_URL = site.replace("127.0.0.1", "localhost")

    def open_one(**how: Any) -> Page:
        page = open_page(named=True, **how)
        plug_in(page)
        return page

    return open_one


def plug_in(page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return session, made["authenticatorId"]


def sign_in(page: Page, password: str = factories.PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("lena@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add(page: Page, *, alone: bool = True) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Its name").fill("Test key")
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org", name="Lena")


def test_a_passkey_is_added_and_signs_in_without_the_password(named: Named, lena: User) -> None:
    page = named()
    sign_in(page)
    add(page)
    sign_out(page)
    page.goto("/accounts/login/?next=/sharing/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"\d/sharing/$"))
    key = Authenticator.objects.get(user=lena, type="webauthn")
    assert (str(key), key.last_used_at is not None) == ("Test key", True)


def test_after_the_password_a_passkey_is_the_second_step(named: Named, lena: User) -> None:
    page = named()
    sign_in(page)
    add(page, alone=False)
    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/me/")


def test_a_passkey_proves_again_who_one_is(named: Named, lena: User, settings: Any) -> None:
    page = named()
    sign_in(page)
    add(page)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    User.objects.filter(pk=lena.pk).update(password="!")
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/me/")
    page.goto("/account/delete/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete your account?")


def test_a_browser_without_the_passkey_says_so_and_stays(
    open_page: Callable[..., Page], lena: User, site: str, settings: Any
) -> None:
    settings.SITE_URL = site.replace("127.0.0.1", "localhost")
    page = open_page(named=True)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, "isUserVerified": False}})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work")).to_be_focused()
    expect(page).to_have_url(re.compile("/accounts/login/$"))


def test_without_javascript_no_passkey_is_offered_and_the_page_says_why(
    open_page: Callable[..., Page], lena: User
) -> None:
    page = open_page(js=False)
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/add/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add it")).to_be_hidden()

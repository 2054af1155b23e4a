"""The pages of signing in and of one's own account, in every state worth looking at."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.models import User
from tests import factories, second_factors
from tests.browser.visits import Tour, Visit, at, refused


def signing_in() -> Tour:
    """The pages of accounts for someone who is not signed in."""
    lena = factories.user(email="lena@example.org")
    address = EmailAddress.objects.create(user=lena, email=lena.email, primary=True)
    key, uid = default_token_generator.make_token(lena), user_pk_to_url_str(lena)
    return Tour(
        None,
        [
            at("account_login"),
            refused("account_login", login="lena@example.org", password="wrong"),
            at("account_signup"),
            refused("account_signup", email="lena", password1="short"),
            at("account_reset_password"),
            refused("account_reset_password", email="lena"),
            at("account_reset_password_done"),
            at("account_reset_password_from_key", uid, key),
            at("account_reset_password_from_key", uid, "1-2", state="too late"),
            at("account_reset_password_from_key_done"),
            at("account_email_verification_sent"),
            at("account_confirm_email", EmailConfirmationHMAC(address).key),
            at("account_confirm_email", "no-such-key", state="too late"),
            at("account_inactive"),
            at("account_request_login_code"),
            refused("account_request_login_code", email="lena"),
            Visit("account_confirm_login_code", "", ask_for_a_code),
            Visit("account_confirm_login_code", "refused", send_a_wrong_code),
            at("openid_connect_login", "sso"),
            Visit("openid_connect_login", "failed", go_on),
            at("socialaccount_login_cancelled"),
        ],
    )


def managing() -> Tour:
    """The pages of one's own account."""
    lena = factories.user(email="lena@example.org")
    EmailAddress.objects.create(user=lena, email=lena.email, primary=True, verified=True)

    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    for agent in (phone, "curl"):
        elsewhere = Client(headers={"User-Agent": agent})
        elsewhere.post(
            reverse("account_login"), {"login": lena.email, "password": factories.PASSWORD}
        )

    def confirm_who_it_is(page: Page) -> None:
        page.goto(reverse("assessment:delete_account"))
        page.get_by_label("Password").fill(factories.PASSWORD)
        page.locator("main button.button").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Delete your account?")

    return Tour(
        lena,
        [
            at("assessment:account"),
            at("account_email"),
            at("account_change_password"),
            refused("account_change_password", oldpassword="wrong", password1="short"),
            at("account_logout"),
            at("account_reauthenticate"),
            at("mfa_index", state="nothing yet"),
            at("mfa_list_webauthn", state="none"),
            at("socialaccount_connections"),
            at("assessment:sessions"),
            Visit("assessment:delete_account", "", confirm_who_it_is),
            at("mfa_activate_totp"),
            refused("mfa_activate_totp", code="123"),
            at("mfa_add_webauthn"),
        ],
    )


def without_password() -> Tour:
    """Somebody whose account has no password."""
    lena = User.objects.create(email="lena@example.org", password="!")
    return Tour(
        lena,
        [
            at("account_set_password"),
            at("assessment:confirm"),
            Visit("assessment:confirm", "sent", send_me_the_code),
            Visit("assessment:confirm", "refused", type_a_wrong_one),
        ],
    )


def ask_for_a_code(page: Page) -> None:
    page.goto(reverse("account_request_login_code"))
    page.get_by_label("Email").fill("lena@example.org")
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code")


def send_a_wrong_code(page: Page) -> None:
    page.get_by_label("Code").fill("WRNG-CODE")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()


def go_on(page: Page) -> None:
    """To an issuer that does not answer."""
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("That did not work")


def send_me_the_code(page: Page) -> None:
    page.goto(reverse("assessment:confirm"))
    page.get_by_role("button", name="Send me the code").click()
    expect(page.get_by_label("Code")).to_be_visible()


def type_a_wrong_one(page: Page) -> None:
    page.get_by_label("Code").fill("WRNG-CODE")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".error-summary")).to_be_focused()


def half_signed_in() -> Tour:
    """Somebody with a second factor who has typed the password."""
    lena = factories.user(email="lena@example.org")
    second_factors.with_passkey(second_factors.with_app(lena))

    def type_the_password(page: Page) -> None:
        page.goto(reverse("account_login"))
        page.get_by_label("Email").fill(lena.email)
        page.get_by_label("Password").fill(factories.PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The second step")

    return Tour(
        None,
        [
            Visit("mfa_authenticate", "", type_the_password),
            refused("mfa_authenticate", code="000000"),
        ],
    )


def second_factors_of() -> Tour:
    """Somebody with an app, recovery codes and a passkey."""
    lena = factories.user(email="lena@example.org")
    key = second_factors.with_passkey(second_factors.with_app(lena))
    return Tour(
        factories.proved(lena),
        [
            at("mfa_index"),
            at("mfa_list_webauthn"),
            at("mfa_edit_webauthn", key.pk),
            at("mfa_remove_webauthn", key.pk),
            at("mfa_view_recovery_codes"),
            at("mfa_generate_recovery_codes"),
            at("mfa_deactivate_totp"),
            at("mfa_reauthenticate"),
            refused("mfa_reauthenticate", code="000000"),
            at("mfa_reauthenticate_webauthn"),
        ],
    )

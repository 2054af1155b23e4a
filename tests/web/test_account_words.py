"""What pages about accounts say when nothing was typed: what to type, as all forms of the site do, twice in the same words."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from assessment.models import User
from tests import factories
from tests.second_factors import with_app, with_passkey
from tests.web import html
from tests.web.test_account_pages import RESET, link_in
from tests.web.test_refused_forms import complaints
from tests.web.test_second_factors import after_password

ADDRESS = "Type your e-mail address, such as lena@example.org."
PASSWORD, OTHER, NEW = (
    "Type your password.",
    "Type the password that you have now.",
    "Type a new password.",
)
CODE = "Type the code."

NOTHING: dict[str, tuple[str, Callable[[User], Client], list[str]]] = {
    "sign in": ("/accounts/login/", lambda user: Client(), [ADDRESS, PASSWORD]),
    "sign up": ("/accounts/signup/", lambda user: Client(), [ADDRESS, NEW]),
    "forgotten": (RESET, lambda user: Client(), [ADDRESS]),
    "by code": ("/accounts/login/code/", lambda user: Client(), [ADDRESS]),
    "second step": ("/accounts/2fa/authenticate/", lambda u: after_password(with_app(u)), [CODE]),
    "set up": ("/accounts/2fa/totp/activate/", factories.proved, [CODE]),
    "again": ("/accounts/reauthenticate/", factories.signed_in, [PASSWORD]),
    "again by code": (
        "/accounts/2fa/reauthenticate/",
        lambda user: factories.signed_in(with_app(user)),
        [CODE],
    ),
    "password": ("/accounts/password/change/", factories.signed_in, [OTHER, NEW]),
    "address": ("/accounts/email/", factories.signed_in, [ADDRESS]),
}


@pytest.mark.parametrize("name", NOTHING)
def test_X05_an_empty_form_says_what_to_type(learner: User, name: str) -> None:
    url, client, says = NOTHING[name]
    data = {"action_add": "", "code": ""}  # what an empty form sends besides its own fields
    answer = client(learner).post(url, data)
    assert html.errors(answer) == says
    assert complaints(answer) == []


def test_X05_the_last_steps_of_mails_and_the_name_of_a_passkey_say_what_to_type(
    learner: User, mailoutbox: list[EmailMessage]
) -> None:
    client = Client()
    client.post("/accounts/login/code/", {"email": learner.email})
    answers = {CODE: client.post("/accounts/login/code/confirm/", {})}
    client.post(RESET, {"email": learner.email})
    answers[NEW] = client.post(client.get(link_in(mailoutbox[-1])).url, {})
    passkey = with_passkey(learner)
    place = f"/accounts/2fa/webauthn/keys/{passkey.pk}/edit/"
    answers["Type a name."] = factories.proved(learner).post(place, {})
    for says, answer in answers.items():
        assert html.errors(answer) == [says]
        assert complaints(answer) == []


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/signup/", RESET])
def test_X05_half_an_address_is_asked_for_whole(db: None, url: str) -> None:
    answer = Client().post(url, {"email": "lena@", "login": "lena@"})
    assert "Type a whole address, such as lena@example.org." in html.errors(answer)
    assert complaints(answer) == []

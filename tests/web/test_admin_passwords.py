"""Staff and passwords: nobody sets somebody else's; a link by mail lets its owner make a new one."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.mail import EmailMessage
from django.test import Client

from assessment.models import User
from tests import factories
from tests.second_factors import with_app
from tests.web import html
from tests.web.test_account_pages import NEW_PASSWORD, can_sign_in, link_in

PEOPLE = "/admin/assessment/user/"


@pytest.fixture
def staff(db: None) -> Client:
    made = User.objects.create_superuser("sten@example.org", factories.PASSWORD)
    return factories.signed_in(with_app(made))


def place(user: User, page: str) -> str:
    return f"{PEOPLE}{user.pk}/{page}/"


def editable(user: User, **changes: object) -> dict[str, object]:
    """What the page about a person sends when it is saved."""
    return {"email": user.email, "name": user.name, "is_active": "on", **changes}


def test_V6_4_6_staff_mails_a_link_and_the_owner_makes_the_password(
    staff: Client, learner: User, mailoutbox: list[EmailMessage]
) -> None:
    button = html.parsed(staff.get(place(learner, "change"))).query(".object-tools [type=submit]")
    assert [b.attrs["value"] for b in button] == ["Send a link to set a new password"]
    assert staff.post(place(learner, "link")).url == place(learner, "change")
    assert "on its way to Lena Learner" in staff.get(place(learner, "change")).content.decode()
    assert [mail.to for mail in mailoutbox] == [[learner.email]]
    assert learner.password == User.objects.get(pk=learner.pk).password  # the owner changes it
    owner = Client()
    owner.post(owner.get(link_in(mailoutbox[0])).url, {"password1": NEW_PASSWORD})
    assert can_sign_in(learner.email, NEW_PASSWORD)


def test_V6_4_6_a_link_that_was_sent_is_in_the_history(staff: Client, learner: User) -> None:
    staff.post(place(learner, "link"))
    entry = LogEntry.objects.get()
    assert (entry.user.email, entry.object_id) == ("sten@example.org", str(learner.pk))
    assert "Sent a link" in html.parsed(staff.get(place(learner, "history"))).to_text()


def test_V6_4_6_a_link_needs_a_token_and_the_right_to_change_people(
    staff: Client, learner: User, mailoutbox: list[EmailMessage]
) -> None:
    assert staff.get(place(learner, "link")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = staff.cookies
    assert strict.post(place(learner, "link")).status_code == 403
    helper = with_app(factories.user(email="helper@example.org", is_staff=True))
    assert factories.signed_in(helper).post(place(learner, "link")).status_code == 403
    assert staff.post(f"{PEOPLE}987654/link/").status_code == 404
    assert mailoutbox == []


def test_V6_4_6_nothing_is_sent_to_who_is_not_active(
    staff: Client, learner: User, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.filter(pk=learner.pk).update(is_active=False)
    staff.post(place(learner, "link"))
    assert "Nothing was sent" in staff.get(place(learner, "change")).content.decode()
    assert (mailoutbox, LogEntry.objects.count()) == ([], 0)


def test_V6_4_6_no_page_sets_a_password_or_shows_its_hash(staff: Client, learner: User) -> None:
    page = staff.get(place(learner, "change")).content.decode()
    assert 'name="password' not in page
    assert learner.password.split("$")[-1] not in page
    sent = {"password": NEW_PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    for url in (f"{PEOPLE}{learner.pk}/password/", place(learner, "password/change")):
        assert staff.post(url, sent).status_code in (302, 404)
    assert staff.post(place(learner, "change"), editable(learner, **sent)).url == PEOPLE
    assert staff.get("/admin/password_change/").url == "/accounts/password/change/"
    assert can_sign_in(learner.email, factories.PASSWORD)
    listed = staff.get(PEOPLE, {"password__startswith": "pbkdf2"})
    assert (listed.status_code, "Lena" in html.text(listed, "body")) == (400, False)


def test_V6_4_6_an_account_that_staff_makes_waits_for_its_owner(
    staff: Client, mailoutbox: list[EmailMessage]
) -> None:
    assert "password" not in html.text(staff.get(f"{PEOPLE}add/"), "form#user_form")
    data = {"email": "Nora@example.org", "name": "Nora", "password1": NEW_PASSWORD}
    assert staff.post(f"{PEOPLE}add/", data).status_code == 302
    nora = User.objects.get(email="nora@example.org")
    assert not nora.has_usable_password()
    staff.post(place(nora, "change"), editable(nora, name="Nora N."))
    nora.refresh_from_db()
    assert (nora.name, nora.has_usable_password()) == ("Nora N.", False)
    staff.post(place(nora, "link"))
    owner = Client()
    owner.post(owner.get(link_in(mailoutbox[0])).url, {"password1": NEW_PASSWORD})
    assert can_sign_in(nora.email, NEW_PASSWORD)

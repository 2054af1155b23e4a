"""Staff are people too: some may do a few things alone, and all of them leave and change passwords as everybody does."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from assessment.models import User
from tests import factories, second_factors
from tests.web.cast import Cast, cast


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def helper_with(*rights: str) -> User:
    """Somebody of the staff who may do a few things alone."""
    helper = second_factors.with_app(factories.user(email="helper@example.org", is_staff=True))
    helper.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return helper


def test_A01_staff_who_may_change_people_gives_no_rights(people: Cast) -> None:
    helper, lena = helper_with("view_user", "change_user"), people.users["learner"]
    client = factories.signed_in(helper)
    rights = dict.fromkeys(("is_active", "is_staff", "is_superuser"), "on")
    for who in (helper, lena):
        url = reverse("admin:assessment_user_change", args=[who.pk])
        client.post(url, {"email": who.email, "name": "Boss", **rights})
    lena.refresh_from_db()
    helper.refresh_from_db()
    assert (lena.name, lena.is_staff, lena.is_superuser) == ("Boss", False, False)
    assert (helper.name, helper.is_superuser) == ("", False)


def test_A01_staff_who_may_change_people_does_not_get_at_other_staff(people: Cast) -> None:
    client = factories.signed_in(helper_with("view_user", "change_user", "delete_user"))
    sten = people.users["staff"]
    taken = {"email": "mine@example.org", "is_active": "on", "post": "yes"}
    for page in ("change", "delete"):
        url = reverse(f"admin:assessment_user_{page}", args=[sten.pk])
        assert client.post(url, taken).status_code == 403
    assert client.post(reverse("admin:assessment_user_link", args=[sten.pk])).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": sten.pk, "post": "yes"}
    client.post(reverse("admin:assessment_user_changelist"), chosen)
    sten.refresh_from_db()
    assert sten.email == "sten@example.org"
    assert sten.check_password(factories.PASSWORD)


def test_A01_staff_without_all_rights_confirms_no_address(people: Cast) -> None:
    rights = [f"{act}_emailaddress" for act in ("add", "change", "delete")]
    client = factories.signed_in(helper_with("view_emailaddress", *rights))
    sten = people.users["staff"]
    mine = {"user": sten.pk, "email": "mine@example.org", "verified": "on", "primary": "on"}
    address = sten.emailaddress_set.create(email=sten.email, primary=True)
    for page, args in (("add", []), ("change", [address.pk]), ("delete", [address.pk])):
        url = reverse(f"admin:account_emailaddress_{page}", args=args)
        assert client.post(url, mine | {"post": "yes"}).status_code == 403
    assert list(sten.emailaddress_set.values_list("email", flat=True)) == ["sten@example.org"]


def test_V14_3_1_staff_who_sign_out_leave_nothing_in_the_browser(people: Cast) -> None:
    client = people.client("staff")
    answer = client.post(reverse("admin:logout"))
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert client.get(reverse("admin:index")).status_code == 302


def test_N01_V6_3_7_staff_change_their_password_where_tries_are_counted_and_told(
    people: Cast,
) -> None:
    answer = people.client("staff").post(reverse("admin:password_change"))
    assert answer.url == reverse("account_change_password")

"""The start: everything has a default, one assessment is open at a time, and a guest gets a cookie."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Assessment, AuditEvent, User
from roadmap.models import Role
from tests import factories
from tests.web import html

START = "/start/"
FILLED = {
    "role": "mlops-engineer",
    "background": "",
    "hours_per_week": "5",
    "by_date": "",
    "length": "standard",
}


def defaults(client: Client) -> dict[str, str]:
    """What a browser would send when nothing is touched."""
    page = html.parsed(client.get(START))
    fields = {
        box.attrs["name"]: box.attrs.get("value", "")
        for box in page.query("main input[name]")
        if box.attrs["type"] not in ("radio", "hidden")
    }
    fields |= {radio.attrs["name"]: radio.attrs["value"] for radio in page.query("input[checked]")}
    for select in page.query("select"):
        chosen = select.query("option[selected]") or select.query("option")
        fields[select.attrs["name"]] = chosen[0].attrs["value"]
    return fields


def test_the_defaults_are_enough(guest: Client, db: None) -> None:
    fields = defaults(guest)
    assert fields == FILLED
    response = guest.post(START, fields)
    run = Assessment.objects.get()
    assert response.url == reverse("assessment:resume", args=[run.pk])
    assert (run.state, run.length, run.role) == ("rating", "standard", "mlops-engineer")
    assert (run.goal.role.slug, run.goal.background, run.goal.hours_per_week, run.goal.by_date) == (
        "mlops-engineer",
        None,
        5,
        None,
    )


def test_what_was_chosen_is_kept_with_the_aims_of_the_role(learner: User) -> None:
    role = Role.objects.targets().exclude(slug="mlops-engineer")[0]
    day = timezone.localdate() + timedelta(days=100)
    factories.signed_in(learner).post(
        START,
        {
            "role": role.slug,
            "background": "devops",
            "hours_per_week": "12",
            "by_date": f"{day:%Y-%m-%d}",
            "length": "thorough",
        },
    )
    run = Assessment.objects.get()
    assert (run.learner, run.guest_key, run.length) == (learner, "", "thorough")
    assert (run.goal.role, run.goal.background.slug, run.goal.hours_per_week, run.goal.by_date) == (
        role,
        "devops",
        12,
        day,
    )
    assert run.aims == {
        w.domain.slug: {"score": w.score, "weight": w.weight} for w in role.wanted.all()
    }
    assert AuditEvent.objects.get().verb == "started"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("role", "astronaut", "Choose a role from the list."),
        ("role", "", "Choose a role from the list."),
        ("background", "circus", "Choose a background from the list."),
        ("hours_per_week", "", "Type how many hours a week, such as 5."),
        ("hours_per_week", "0", "At least 1 hour a week."),
        ("hours_per_week", "61", "At most 60 hours a week."),
        ("hours_per_week", "-3", "At least 1 hour a week."),
        ("hours_per_week", "five", "Type a whole number of hours, such as 5."),
        ("hours_per_week", "2.5", "Type a whole number of hours, such as 5."),
        ("by_date", "soon", "Type a date such as 2027-03-31."),
        ("by_date", "2020-01-01", "Choose a date after today, within ten years."),
        ("by_date", "9999-12-31", "Choose a date after today, within ten years."),
        ("length", "endless", "Choose one of the three lengths."),
        ("length", "", "Choose a length."),
    ],
)
def test_what_does_not_fit_is_asked_for_again(
    learner: User, field: str, value: str, message: str
) -> None:
    response = factories.signed_in(learner).post(START, FILLED | {field: value})
    assert response.status_code == 422
    assert html.title(response) == "Error: Start – Waymark"
    assert html.errors(response) == [message]
    assert html.error_targets(response)[0].attrs["name"] == field
    assert not Assessment.objects.exists()


def test_today_is_no_date_to_aim_for(learner: User) -> None:
    today = f"{timezone.localdate():%Y-%m-%d}"
    response = factories.signed_in(learner).post(START, FILLED | {"by_date": today})
    assert response.status_code == 422


def test_an_advanced_or_retired_role_cannot_be_aimed_at(learner: User) -> None:
    client = factories.signed_in(learner)
    page = html.parsed(client.get(START))
    offered = {option.attrs["value"] for option in page.query("#id_role option")}
    advanced = Role.objects.filter(advanced=True)[0].slug
    Role.objects.filter(slug="data-scientist").update(retired=True)
    assert offered == set(Role.objects.filter(advanced=False).values_list("slug", flat=True))
    assert client.post(START, FILLED | {"role": advanced}).status_code == 422


def test_an_open_assessment_is_offered_to_go_on_with(learner: User) -> None:
    run = factories.started(learner)
    page = html.parsed(factories.signed_in(learner).get(START))
    links = [a.attrs["href"] for a in page.query("main a")]
    assert reverse("assessment:resume", args=[run.pk]) in links
    assert reverse("assessment:delete", args=[run.pk]) in links
    assert not page.query("main form")


def test_starting_twice_gives_the_same_assessment(learner: User) -> None:
    client = factories.signed_in(learner)
    first = client.post(START, FILLED)
    second = client.post(START, FILLED | {"hours_per_week": "9", "length": "quick"})
    assert first.url == second.url
    assert Assessment.objects.get().goal.hours_per_week == 5


def test_after_finishing_one_another_can_be_started(learner: User) -> None:
    factories.finished(learner)
    client = factories.signed_in(learner)
    assert html.parsed(client.get(START)).query("main form")
    client.post(START, FILLED)
    assert learner.assessments.count() == 2


def test_a_guest_gets_a_cookie_that_scripts_and_other_sites_cannot_use(
    guest: Client, db: None
) -> None:
    cookie = guest.get(START).cookies[settings.GUEST_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 60 * 60 * 24 * 60
    assert cookie["path"] == "/"
    again = guest.get(START).cookies[
        settings.GUEST_COOKIE_NAME
    ]  # kept, and for the full time from now
    assert again.value.split(":")[0] == cookie.value.split(":")[0]


def test_a_guest_who_starts_twice_has_one_assessment(guest: Client, db: None) -> None:
    guest.get(START)
    assert guest.post(START, FILLED).url == guest.post(START, FILLED).url
    assert Assessment.objects.get().guest_key


def test_a_guest_can_start_without_looking_at_the_page_first(guest: Client, db: None) -> None:
    response = guest.post(START, FILLED)
    assert response.cookies[settings.GUEST_COOKIE_NAME]["httponly"]
    assert guest.get(response.url).status_code == 302


def test_V11_5_1_the_database_does_not_hold_what_the_cookie_says(guest: Client, db: None) -> None:
    guest.post(START, FILLED)
    sent = guest.cookies[settings.GUEST_COOKIE_NAME].value
    assert Assessment.objects.get().guest_key not in sent


def test_a_forged_cookie_is_nobody(guest: Client, db: None) -> None:
    url = guest.post(START, FILLED).url
    guest.cookies[settings.GUEST_COOKIE_NAME] = Assessment.objects.get().guest_key
    assert guest.get(url).status_code == 404


def test_someone_signed_in_gets_no_guest_cookie(learner: User) -> None:
    assert settings.GUEST_COOKIE_NAME not in factories.signed_in(learner).get(START).cookies


def test_A06_fields_that_nobody_asked_for_change_nothing(learner: User, stranger: User) -> None:
    forged = {"learner": stranger.pk, "state": "finished", "guest_key": "x", "aims": "{}"}
    factories.signed_in(learner).post(START, FILLED | forged)
    run = Assessment.objects.get()
    assert (run.learner, run.state, run.guest_key) == (learner, "rating", "")
    assert run.aims

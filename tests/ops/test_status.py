"""The state of the site, for staff alone: what runs, what is slow, which mails failed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.access import Person
from assessment.models import ContentVersion, QuestionRevision, ReportedProblem, User
from config import metrics
from config.mail import WatchedBackend
from config.models import KEPT, FailedMail
from tests import factories, second_factors
from tests.ops.lines import json_log
from tests.web import html

STATUS = "/staff/status/"


@pytest.fixture
def staff(db: None) -> Client:
    boss = factories.user(email="boss@example.org", is_staff=True)
    return factories.signed_in(second_factors.with_app(boss))


def test_it_is_for_staff_alone(learner: User, client: Client) -> None:
    assert client.get(STATUS).status_code == 302
    assert factories.signed_in(learner).get(STATUS).status_code == 404


def test_staff_without_a_second_factor_are_led_to_one(db: None) -> None:
    boss = factories.user(email="boss@example.org", is_staff=True)
    response = factories.signed_in(boss).get(STATUS)
    assert response.headers["Location"] == reverse("mfa_index")


def test_it_says_what_runs(staff: Client, settings: Any) -> None:
    said = html.text(staff.get(STATUS), "dl.facts")
    content = ContentVersion.objects.latest()
    assert settings.VERSION in said
    assert f"version {content.pk} ( {content.digest[:12]} )" in said
    assert "none missing" in said
    assert "answers" in said


def test_it_names_the_database_with_its_size(staff: Client) -> None:
    from django.db import connection

    said = html.text(staff.get(STATUS), "dl.facts")
    assert connection.display_name in said
    assert "MB" in said  # the content alone is larger than that


def test_it_says_when_the_cache_is_away(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "get", away)
    assert "does not answer" in html.text(staff.get(STATUS))


def test_it_lists_routes_that_were_slow(staff: Client) -> None:
    for seconds in (0.2, 1.4, 3.0):
        metrics.saw_request("roadmap:somewhere", "GET", 200, seconds)
    metrics.saw_request("roadmap:quick", "GET", 200, 0.2)
    page = html.text(staff.get(STATUS))
    assert (
        "roadmap:somewhere : 2 of 3 answers took more than 1 s; 95 of 100 were there within 5.0 s"
        in page
    )
    assert "roadmap:quick" not in page


def unreachable(port: int = 9) -> WatchedBackend:
    return WatchedBackend(host="127.0.0.1", port=port, timeout=1)


def test_a_mail_that_fails_is_told_without_its_address_and_the_caller_hears_it(
    staff: Client,
) -> None:
    mail = EmailMessage("A secret matter", "…", to=["lena@example.org"])
    with json_log() as lines, pytest.raises(OSError, match="refused"):
        unreachable().send_messages([mail])
    page = html.text(staff.get(STATUS))
    assert "1 in the last seven days" in page
    assert "ConnectionRefusedError, from a command" in page
    assert "a mail was not taken" in str(lines)
    for told in (page, str(lines)):
        assert "lena" not in told
        assert "secret" not in told


def test_a_request_whose_mail_fails_can_be_found(learner: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "config.mail.WatchedBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client = Client(raise_request_exception=False)
    response = client.post(reverse("account_reset_password"), {"email": learner.email})
    assert FailedMail.objects.get().request_id == response.headers["X-Request-ID"]


def test_it_says_how_many_reports_of_problems_wait_since_when_and_of_which_questions(
    staff: Client,
) -> None:
    section = "section[aria-labelledby=problems]"
    assert "None is open." in html.text(staff.get(STATUS), section)
    rows = QuestionRevision.objects.filter(current=True).order_by("question__slug")
    slugs = list(rows.values_list("question__slug", flat=True)[:7])
    for number, slug in enumerate(slugs):
        for guest in range(1 + (number == 3)):
            factories.reported(Person(guest_key=f"guest {guest}"), slug=slug)
    factories.reported(Person(guest_key="guest 9"), slug=slugs[0], answer="Done.")
    oldest = ReportedProblem.objects.open().earliest("pk")
    ReportedProblem.objects.filter(pk=oldest.pk).update(
        reported_at=timezone.now() - timedelta(days=12, hours=1)
    )
    response = staff.get(STATUS)
    said = html.text(response, section).replace("\xa0", " ")
    assert "8 open reports , the oldest of 1 week, 5 days ago." in said
    links = html.parsed(response).query(f"{section} a")
    shown = [link.to_text() for link in links[1:]]
    assert shown == [slugs[3], *slugs[:3], slugs[4]]
    assert f"{slugs[3]} : 2" in said


def test_its_links_lead_to_the_open_reports(db: None) -> None:
    boss = factories.user(email="boss@example.org", is_staff=True, is_superuser=True)
    client = factories.signed_in(second_factors.with_app(boss))
    told = factories.reported(Person(guest_key="guest"))
    factories.reported(Person(guest_key="another guest"), answer="Done.")
    for link in html.parsed(client.get(STATUS)).query("section[aria-labelledby=problems] a"):
        rows = html.parsed(client.get(link.attrs["href"])).query("#result_list tbody tr th a")
        assert [row.to_text() for row in rows] == [told.question.slug]


def test_only_the_newest_failures_are_kept(db: None) -> None:
    for number in range(KEPT + 3):
        FailedMail.remember(error=f"Error {number}", request_id="")
    assert FailedMail.objects.count() == KEPT
    assert FailedMail.objects.first().error == f"Error {KEPT + 2}"


def test_it_asks_a_bounded_number_of_queries(
    staff: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(50):
        FailedMail.remember(error=f"Error {number}", request_id="x" * 16)
        factories.reported(Person(guest_key=f"guest {number}"))
    with django_assert_max_num_queries(12):
        staff.get(STATUS)

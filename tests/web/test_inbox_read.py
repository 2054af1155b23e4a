"""What is new in the inbox: counted on every page, marked as read by POST alone, in pages, and pruned when old."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.models import Domain, User
from config.care import retention
from roadmap import actions
from roadmap.models import Mentorship, Notice
from roadmap.subjects import Subject
from tests import factories
from tests.web import html
from tests.web.test_inbox import INBOX, lines, new_in_navigation

MOST_QUERIES = 5


@pytest.fixture
def shared(learner: User, mentor: User) -> Mentorship:
    made = factories.mentorship(learner, mentor)
    Notice.objects.all().delete()
    return made


def noted(shared: Mentorship, times: int = 1) -> None:
    for _ in range(times):
        actions.write_about(shared, Subject(), "Well done.", by=shared.mentor)


def pruned(now: datetime) -> int | None:
    """How many notices the nightly clean-up deletes."""
    done = {rule.what: rule.number for rule in retention.prune(now, dry_run=False)}
    return done["notices that were read, or may not be known any more"]


def unread(who: User) -> int:
    return who.notices.filter(read_at=None).count()


def test_the_number_stands_on_every_page_and_costs_no_query(
    learner: User, shared: Mentorship
) -> None:
    client = factories.signed_in(learner)
    client.get("/domains/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/domains/")
        counts.append(len(queries))
        noted(shared, 3)
    assert counts[0] == counts[1]
    assert {new_in_navigation(client, url) for url in ("/domains/", "/account/", INBOX)} == {
        "Inbox (6 new)"
    }


def test_where_nobody_is_signed_in_there_is_no_inbox(db: None, guest: Client) -> None:
    assert not html.parsed(guest.get("/domains/")).query(f"nav a[href='{INBOX}']")


def test_somebody_whose_account_is_switched_off_is_out(learner: User) -> None:
    client = factories.signed_in(learner)
    User.objects.filter(pk=learner.pk).update(is_active=False)
    assert client.get(INBOX).url.startswith("/accounts/login/")


def test_I02_looking_marks_nothing_as_read(learner: User, shared: Mentorship) -> None:
    noted(shared)
    client, page = factories.signed_in(learner), Notice.objects.get()
    client.get(INBOX)
    client.get(reverse("roadmap:notice", args=[page.pk]))
    assert unread(learner) == 1


def test_opening_one_by_its_button_marks_that_one(learner: User, shared: Mentorship) -> None:
    noted(shared, 2)
    client, newest = factories.signed_in(learner), Notice.objects.all()[0]
    for _ in range(2):
        client.post(reverse("roadmap:notice", args=[newest.pk]))
    newest.refresh_from_db()
    assert newest.is_read
    assert unread(learner) == 1
    page = html.parsed(client.get(INBOX))
    assert [len(row.query(".tag")) for row in page.query("[aria-labelledby=news] li")] == [0, 1]
    [link] = page.query("[aria-labelledby=news] li a")
    assert link.attrs["href"] == reverse("roadmap:notice", args=[newest.pk])


def test_marking_everything_leaves_what_came_in_meanwhile(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    noted(shared, 2)
    actions.write_about(shared, Subject(), "Thank you.", by=learner)
    client = factories.signed_in(learner)
    [until] = html.parsed(client.get(INBOX)).query("input[name=until]")
    noted(shared)
    page = client.post(reverse("roadmap:inbox_read"), {"until": until.attrs["value"]}, follow=True)
    assert "Everything is marked as read." in html.text(page)
    assert new_in_navigation(client) == "Inbox (1 new)"
    assert unread(mentor) == 1


@pytest.mark.parametrize(
    "until",
    [
        *("", "yesterday", "2026-13-01", "x" * 500),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),  # before and after all time
    ],
)
def test_V2_2_1_what_is_no_time_marks_nothing(
    learner: User, shared: Mentorship, until: str
) -> None:
    noted(shared)
    client = factories.signed_in(learner)
    page = client.post(reverse("roadmap:inbox_read"), {"until": until}, follow=True)
    assert "Nothing was changed." in html.text(page)
    assert unread(learner) == 1


def test_A02_a_notice_is_nobody_elses(
    learner: User, mentor: User, stranger: User, shared: Mentorship
) -> None:
    noted(shared)
    url = reverse("roadmap:notice", args=[Notice.objects.get().pk])
    for who in (mentor, stranger):
        assert factories.signed_in(who).post(url).status_code == 404
    assert unread(learner) == 1


def test_fifty_are_on_a_page(learner: User, shared: Mentorship) -> None:
    noted(shared, 51)
    assert len(lines(learner)) == 50
    client = factories.signed_in(learner)
    for page in ("2", "99"):
        rows = html.parsed(client.get(f"{INBOX}?page={page}")).query("[aria-labelledby=news] li")
        assert len(rows) == 1
    assert "Page 1 of 2" in html.text(client.get(f"{INBOX}?page=x"))


@pytest.mark.parametrize("times", [2, 15])
def test_the_number_of_queries_does_not_grow_with_what_happened(
    learner: User, mentor: User, times: int
) -> None:
    domains = list(Domain.objects.filter(retired=False))
    for number in range(times):
        other = factories.user(email=f"mentor{number}@example.org")
        shared = factories.mentorship(learner, other)
        about = Subject("domain", domains[number % len(domains)])
        for _ in range(3):
            actions.write_about(shared, about, "Hello.", by=other)
        factories.agreement(shared)
        factories.joined(factories.cohort(learner), other)
    client = factories.signed_in(learner)
    client.get("/me/")
    with CaptureQueriesContext(connection) as queries:
        assert len(html.parsed(client.get(INBOX)).query("[id^=notice-]")) == min(6 * times, 50)
    assert len(queries) <= MOST_QUERIES, f"The inbox took {len(queries)} queries."


def test_P08_what_is_old_and_read_goes_and_what_is_unread_stays(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    noted(shared, 3)
    actions.write_about(shared, Subject(), "Thank you.", by=learner)
    long_ago, now = timezone.now() - timedelta(days=200), timezone.now()
    Notice.objects.update(happened_at=long_ago)
    read = learner.notices.all()[0]
    actions.mark_one_read(read)
    noted(shared)
    actions.mark_one_read(learner.notices.all()[0])
    assert pruned(now) == 1
    assert not Notice.objects.filter(pk=read.pk).exists()
    assert (learner.notices.count(), mentor.notices.count()) == (3, 1)
    # Nor does anybody keep what its reader may not know any more.
    Mentorship.objects.update(until=now)
    assert pruned(now) == 1
    assert (learner.notices.count(), mentor.notices.count()) == (3, 0)

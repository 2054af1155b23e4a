"""The list of who looked: by day and person, the newest first, in pages, and for its owner alone."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.models import AuditEvent, User, Verb
from roadmap.looks import by_day
from roadmap.views.sharing import LOOKS_PER_PAGE
from tests import factories
from tests.web import html

LOOKS = "/sharing/looks/"
MOST_QUERIES = 9


def look(learner: User, actor: User | None, at: datetime, verb: Verb = Verb.VIEWED) -> AuditEvent:
    made = AuditEvent.objects.create(verb=verb, actor=actor, learner=learner)
    AuditEvent.objects.filter(pk=made.pk).update(at=at)
    made.at = at
    return made


def test_looks_are_grouped_by_day_and_person(learner: User, mentor: User, stranger: User) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0)
    times = [
        (noon, mentor, Verb.PRINTED),
        (noon - timedelta(hours=1), stranger, Verb.VIEWED),
        (noon - timedelta(hours=2), mentor, Verb.VIEWED),
        (noon - timedelta(days=1), mentor, Verb.VIEWED),
        (noon - timedelta(days=1, hours=1), None, Verb.VIEWED),
    ]
    for at, actor, verb in times:
        look(learner, actor, at, verb)
    days = by_day(learner.audit_events.looks())
    assert [day.day for day in days] == [noon.date(), noon.date() - timedelta(days=1)]
    assert [[p.person for p in day.people] for day in days] == [[mentor, stranger], [mentor, None]]
    assert [seen.verb for seen in days[0].people[0].looks] == [Verb.PRINTED, Verb.VIEWED]
    lines = html.parsed(factories.signed_in(learner).get(LOOKS)).query("main .links li")
    assert [line.to_text() for line in lines] == [
        "Max Mentor opened a report to print it at 12:00; looked at a report at 10:00",
        "Sam Stranger looked at a report at 11:00",
        "Max Mentor looked at a report at 12:00",
        "a deleted account looked at a report at 11:00",
    ]


def test_the_list_has_pages_and_nonsense_leads_to_the_nearest(learner: User, mentor: User) -> None:
    now, client = timezone.now(), factories.signed_in(learner)
    for n in range(LOOKS_PER_PAGE + 3):
        look(learner, mentor, now - timedelta(days=n))
    assert "Everyone who looked" in html.text(client.get("/sharing/"))
    first, second = (client.get(f"{LOOKS}?page={n}") for n in (1, 2))
    assert len(html.parsed(first).query("main .links li")) == LOOKS_PER_PAGE
    assert len(html.parsed(second).query("main .links li")) == 3
    assert html.text(client.get(f"{LOOKS}?page=many")) == html.text(first)
    assert html.text(client.get(f"{LOOKS}?page=99")) == html.text(second)


def test_A02_nobody_reads_the_looks_of_another(learner: User, mentor: User) -> None:
    look(learner, mentor, timezone.now())
    for who in (mentor, factories.user(email="olga@example.org")):
        assert "Nobody has looked yet." in html.text(factories.signed_in(who).get(LOOKS))


@pytest.mark.parametrize("page", [LOOKS, "/sharing/"])
@pytest.mark.parametrize("mentors", [2, 20])
def test_the_number_of_queries_does_not_grow(learner: User, page: str, mentors: int) -> None:
    run = factories.finished(learner)
    for n in range(mentors):
        mentor = factories.user(email=f"max{n}@example.org")
        begin = factories.mentorship if n % 2 else factories.accepted
        agreed = {"only": run} if n % 3 else {}
        begin(learner, mentor, **agreed)
        look(learner, mentor, timezone.now())
    client = factories.signed_in(learner)
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    assert len(queries) <= MOST_QUERIES, f"{page} took {len(queries)} queries."

"""A mentor's list names results: each learner whose result was on the page reads so, once a day for each mentor."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessment.models import AuditEvent, User, Verb
from roadmap import actions
from roadmap.models import Mentorship
from tests import factories
from tests.web import html

MENTEES, LOOKS = "/mentor/", "/sharing/looks/"


@pytest.fixture
def nora(db: None) -> User:
    """A second learner with a result."""
    made = factories.user(email="nora@example.org", name="Nora Newcomer")
    factories.finished(made)
    return made


def seen(learner: User) -> int:
    return learner.audit_events.looks().filter(verb=Verb.LISTED).count()


def list_of(mentor: User, query: str = "") -> Client:
    client = factories.signed_in(mentor)
    assert client.get(f"{MENTEES}?{query}").status_code == 200
    return client


def test_P07_a_learner_reads_that_a_mentor_saw_the_result_in_the_list(
    learner: User, mentor: User
) -> None:
    run = factories.finished(learner)
    factories.mentorship(learner, mentor)
    list_of(mentor)
    look = learner.audit_events.looks().get()
    assert (look.actor, look.about) == (mentor, str(run.pk))
    for page in (LOOKS, "/sharing/"):
        text = html.text(factories.signed_in(learner).get(page))
        assert "Max Mentor saw the result and its largest gap in their list of mentees" in text


def test_P07_a_list_that_is_opened_often_counts_once_a_day_for_each_mentor(
    learner: User, nora: User, mentor: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.finished(learner)
    for one in (learner, nora):
        factories.mentorship(one, mentor)
    factories.mentorship(learner, stranger)
    client = list_of(mentor)
    for query in ("", "sort=name", "q=lena"):
        client.get(f"{MENTEES}?{query}")
    assert (seen(learner), seen(nora)) == (1, 1)
    list_of(stranger)
    assert (seen(learner), seen(nora)) == (2, 1)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    list_of(mentor)
    list_of(mentor)
    assert (seen(learner), seen(nora)) == (3, 2)


def test_P07_only_who_is_on_the_page_with_a_result_was_seen(
    learner: User, nora: User, mentor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, ended, none = (
        factories.user(email=f"{name}@example.org", name=name) for name in ("wim", "eva", "olga")
    )
    for one in (learner, waits, ended):
        factories.finished(one)
    for one in (learner, nora, none):
        factories.mentorship(one, mentor)
    factories.accepted(waits, mentor)
    actions.end_mentorship(factories.mentorship(ended, mentor), by=ended)
    list_of(mentor, "q=nobody")
    assert not AuditEvent.objects.looks().exists()
    list_of(mentor, "q=lena")
    assert (seen(learner), seen(nora)) == (1, 0)
    monkeypatch.setattr("roadmap.views.mentor.MENTEES_SHOWN", 1)
    list_of(mentor, "sort=name&page=2")  # Nora
    assert AuditEvent.objects.looks().count() == seen(learner) + seen(nora) == 2
    monkeypatch.undo()
    list_of(mentor)
    assert AuditEvent.objects.looks().count() == 2


def test_P07_lists_that_are_opened_at_the_same_moment_break_nothing(
    learner: User, mentor: User
) -> None:
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    both = [(Mentorship.objects.get(pk=shared.pk), run)]
    for _ in range(2):  # each read before the other wrote
        actions.log_list(both, by=mentor)
    line = html.parsed(factories.signed_in(learner).get(LOOKS)).query("main .links li")[0]
    assert line.to_text().count("in their list of mentees") == 2
    list_of(mentor)
    assert seen(learner) == 2

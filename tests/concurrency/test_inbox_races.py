"""Notices and mails under parallel work: one mail for one period, one choice for one person, one notice for one end."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from roadmap import actions, digests
from roadmap.models import Digest, Notice, Period
from roadmap.subjects import Subject
from tests import factories
from tests.concurrency.test_races import copies
from tests.concurrency.together import together
from tests.web.test_digest import asked_for

pytestmark = pytest.mark.usefixtures("committed")

PEOPLE = 5


def wanting() -> None:
    """A few learners who want a mail a day, each with a note that they have not read."""
    max_ = factories.user(email="max@example.org")
    for number in range(PEOPLE):
        learner = factories.user(email=f"learner{number}@example.org")
        shared = factories.mentorship(learner, max_)
        asked_for(learner, Period.DAILY)
        actions.write_about(shared, Subject(), "Well done.", by=max_)
    mail.outbox.clear()


def test_commands_that_run_at_once_send_each_mail_once() -> None:
    wanting()
    now = timezone.now()
    tallies = together(4, lambda _: digests.send_due(now))
    assert sum(tally.sent for tally in tallies) == PEOPLE
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        f"learner{number}@example.org" for number in range(PEOPLE)
    ]


def test_without_the_turn_they_would_send_more(monkeypatch: pytest.MonkeyPatch) -> None:
    wanting()
    now = timezone.now()
    due = list(Digest.objects.due(timezone.localdate(now)))
    # Everyone has read who is due before the first mail goes out, and nobody takes a turn.
    monkeypatch.setattr(digests.Digest.objects, "due", lambda today: due)
    monkeypatch.setattr(digests, "take_turn", lambda digest, *, today, until: True)
    together(4, lambda _: digests.send_due(now))
    assert len(mail.outbox) == 4 * PEOPLE


def test_two_first_choices_at_once_make_one_row() -> None:
    lena = factories.user(email="lena@example.org")
    clients = copies(factories.signed_in(lena), 4)
    url, periods = reverse("roadmap:digest"), ("daily", "weekly", "daily", "weekly")
    statuses = together(4, lambda n: clients[n].post(url, {"period": periods[n]}).status_code)
    assert statuses == [302] * 4
    assert Digest.objects.get().period in periods


def test_a_sharing_ended_four_times_at_once_is_told_once() -> None:
    lena, max_ = (factories.user(email=f"{name}@example.org") for name in ("lena", "max"))
    shared = factories.mentorship(lena, max_)
    clients = copies(factories.signed_in(lena), 4)
    url = reverse("roadmap:end_mentorship", args=[shared.pk])
    together(4, lambda n: clients[n].post(url).status_code)
    assert list(Notice.objects.filter(recipient=max_).values_list("kind", flat=True)) == ["ended"]


def test_a_note_sent_while_sharing_ends_is_told_only_where_it_was_stored() -> None:
    lena, max_ = (factories.user(email=f"{name}@example.org") for name in ("lena", "max"))
    shared = factories.mentorship(lena, max_)
    writer, ender = copies(factories.signed_in(lena), 1)[0], copies(factories.signed_in(max_), 1)[0]
    posts = [
        (writer, reverse("roadmap:talk", args=[shared.pk]), {"text": "One more thing."}),
        (ender, reverse("roadmap:end_mentorship", args=[shared.pk]), {}),
    ]
    together(2, lambda n: posts[n][0].post(*posts[n][1:]).status_code)
    # Whoever came first: a mentor keeps nothing of a sharing that has ended.
    assert not max_.notices.exists()

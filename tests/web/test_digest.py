"""Mails about what is new: only to who asked, once a period, without names, and ended by a link that needs no sign-in."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import User
from roadmap import actions
from roadmap.digests import Tally, send_due, token_of
from roadmap.models import Digest, Mentorship, Notice, Period
from roadmap.subjects import Subject
from tests import factories
from tests.web import html

MAILS = "/inbox/mail/"
SITE = "http://127.0.0.1:8000"
DAY = timedelta(days=1)


@pytest.fixture
def shared(learner: User, mentor: User) -> Mentorship:
    made = factories.mentorship(learner, mentor)
    Notice.objects.all().delete()
    return made


def asked_for(who: User, period: Period, *, days: int = 1) -> Digest:
    """A choice of so many days ago."""
    actions.change_digest(who, period)
    before = timezone.now() - days * DAY
    Digest.objects.filter(user=who).update(
        last_on=timezone.localdate(before), told_until=before, changed_at=before
    )
    return Digest.objects.get(user=who)


def noted(shared: Mentorship, times: int = 1) -> None:
    for _ in range(times):
        actions.write_about(shared, Subject(), "Well done, Lena.", by=shared.mentor)


def later(days: int) -> datetime:
    return timezone.now() + days * DAY


def unsubscribe(token: str) -> str:
    return reverse("roadmap:unsubscribe", args=[token])


def test_P01_nobody_gets_a_mail_who_did_not_ask(learner: User, shared: Mentorship) -> None:
    noted(shared)
    assert send_due(later(8)) == Tally()
    assert html.checked(factories.signed_in(learner).get(MAILS)) == ["off"]
    asked_for(learner, Period.DAILY)
    actions.change_digest(learner, Period.OFF)
    assert send_due(later(8)) == Tally()
    assert mail.outbox == []


def test_how_often_is_chosen_from_the_account(learner: User) -> None:
    client = factories.signed_in(learner)
    assert html.parsed(client.get("/account/")).query(f"a[href='{MAILS}']")
    page = client.post(MAILS, {"period": "weekly"}, follow=True)
    assert "Saved." in html.text(page)
    assert html.checked(page) == ["weekly"]
    refused = client.post(MAILS, {"period": "hourly"})
    assert refused.status_code == 422
    assert html.errors(refused) == ["Choose one of the three."]
    assert learner.digest.period == Period.WEEKLY


def test_the_page_says_where_no_mail_is_sent(learner: User, settings: object) -> None:
    client = factories.signed_in(learner)
    assert "does not send mail" not in html.text(client.get(MAILS))
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    assert "does not send mail yet" in html.text(client.get(MAILS))


def test_a_mail_counts_what_is_new_and_names_nobody(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    asked_for(learner, Period.DAILY)
    noted(shared, 2)
    factories.agreement(shared, text="Write the runbook")
    factories.request_to(learner, factories.user(email="rita@example.org", name="Rita"))
    assert send_due(timezone.now()) == Tally(sent=1)
    [sent] = mail.outbox
    assert sent.to == ["lena@example.org"]
    assert sent.subject == "[Waymark] What is new for you"
    lines = [line for line in sent.body.split("\n") if line.startswith("- ")]
    assert lines == [
        "- Mentors who ask to see your reports: 1",
        "- Notes written to you: 2",
        "- New agreements: 1",
    ]
    stop = f"{SITE}{unsubscribe(token_of(learner))}"
    [(page, kind)] = sent.alternatives
    assert kind == "text/html"
    for words in (sent.body, page):
        assert "at most once a day" in words
        assert all(link in words for link in (f"{SITE}/inbox/", f"{SITE}{MAILS}", stop))
        private = ("Max", "Rita", "Lena", "Well done", "runbook", "@")
        assert not any(word in words for word in private)
    assert sent.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mentors_mail_counts_only_what_is_still_shared(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    asked_for(mentor, Period.DAILY)
    factories.finished(learner)
    Mentorship.objects.update(until=timezone.now())
    assert send_due(timezone.now()) == Tally(quiet=1)


def test_what_was_read_or_told_before_is_in_no_mail(learner: User, shared: Mentorship) -> None:
    asked_for(learner, Period.DAILY)
    noted(shared)
    actions.mark_read(learner, until=timezone.now())
    assert send_due(timezone.now()) == Tally(quiet=1)
    noted(shared)
    assert send_due(timezone.now()) == Tally(sent=1)
    assert send_due(later(1)) == Tally(quiet=1)
    noted(shared)
    Notice.objects.filter(pk=Notice.objects.all()[0].pk).update(happened_at=later(1))
    assert send_due(later(2)) == Tally(sent=1)
    assert "Notes written to you: 1" in mail.outbox[-1].body


def test_who_begins_gets_nothing_of_before(learner: User, shared: Mentorship) -> None:
    noted(shared)
    actions.change_digest(learner, Period.DAILY)
    assert send_due(later(1)) == Tally(quiet=1)
    # Changing how often is no new beginning.
    asked_for(learner, Period.WEEKLY, days=3)
    actions.change_digest(learner, Period.DAILY)
    assert send_due(timezone.now()) == Tally(sent=1)


@pytest.mark.parametrize(("period", "days"), [(Period.DAILY, 1), (Period.WEEKLY, 7)])
def test_there_is_one_mail_a_period_however_often_the_command_runs(
    learner: User, shared: Mentorship, period: Period, days: int
) -> None:
    asked_for(learner, period, days=days)
    noted(shared)
    assert send_due(timezone.now()) == Tally(sent=1)
    noted(shared)
    for day in range(days):
        assert send_due(later(day)) == Tally()
    assert send_due(later(days)) == Tally(sent=1)
    assert len(mail.outbox) == 2


def refuse(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let the mail server refuse some addresses."""
    send = mail.EmailMultiAlternatives.send

    def choosy(self: mail.EmailMultiAlternatives, fail_silently: bool = False) -> int:  # noqa: FBT001, FBT002
        if set(self.to) & set(addresses):
            raise SMTPRecipientsRefused({})
        return send(self)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", choosy)


def test_one_address_that_fails_stops_nobody_and_is_told_of_next_time(
    learner: User,
    mentor: User,
    shared: Mentorship,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for who in (learner, mentor):
        asked_for(who, Period.DAILY)
    noted(shared)
    actions.write_about(shared, Subject(), "Thank you.", by=learner)
    with monkeypatch.context() as patched:
        refuse(patched, learner.email)
        with pytest.raises(CommandError):
            call_command("senddigests")
    assert capsys.readouterr().out == "1 sent, 1 not taken, 0 with nothing new.\n"
    assert [sent.to for sent in mail.outbox] == [[mentor.email]]
    call_command("senddigests")
    assert capsys.readouterr().out == "0 sent, 0 not taken, 0 with nothing new.\n"
    assert send_due(later(1)) == Tally(sent=1, quiet=1)
    assert "Notes written to you: 1" in mail.outbox[-1].body


def test_an_address_that_cannot_be_stops_nobody(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    User.objects.filter(pk=learner.pk).update(email="lena@example.org\nBcc: all@example.org")
    for who in (learner, mentor):
        asked_for(who, Period.DAILY)
    noted(shared)
    actions.write_about(shared, Subject(), "Thank you.", by=learner)
    assert send_due(timezone.now()) == Tally(sent=1, failed=1)


def test_a_crash_while_sending_repeats_no_mail(
    learner: User, shared: Mentorship, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for(learner, Period.DAILY)
    noted(shared)
    send = mail.EmailMultiAlternatives.send

    def sent_and_gone(self: mail.EmailMultiAlternatives) -> int:
        send(self)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(mail.EmailMultiAlternatives, "send", sent_and_gone)
        with pytest.raises(KeyboardInterrupt):
            call_command("senddigests")
    assert send_due(timezone.now()) == Tally()
    assert send_due(later(1)) == Tally(quiet=1)
    assert len(mail.outbox) == 1


def test_who_is_switched_off_or_stops_meanwhile_gets_none(
    learner: User, mentor: User, shared: Mentorship
) -> None:
    read = asked_for(learner, Period.DAILY)
    noted(shared)
    actions.stop_digest(learner.pk)
    now = timezone.now()
    assert not actions.take_turn(read, today=timezone.localdate(now), until=now)
    asked_for(learner, Period.DAILY)
    User.objects.filter(pk=learner.pk).update(is_active=False)
    assert send_due(now) == Tally()


def test_opening_the_link_ends_nothing_and_its_button_ends_it_without_signing_in(
    learner: User, mentor: User
) -> None:
    for who in (learner, mentor):
        asked_for(who, Period.DAILY)
    url, scanner = unsubscribe(token_of(learner)), Client(enforce_csrf_checks=True)
    page = scanner.get(url)
    scanner.head(url)
    assert len(html.parsed(page).query("main button")) == 1
    assert learner.email not in page.content.decode()
    assert Digest.objects.get(user=learner).period == Period.DAILY
    for _ in range(2):
        done = scanner.post(url, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
        assert "No more mails" in html.text(done)
    assert Digest.objects.get(user=learner).period == Period.OFF
    assert Digest.objects.get(user=mentor).period == Period.DAILY


def test_a_link_that_was_changed_or_made_for_something_else_ends_nothing(
    learner: User, mentor: User
) -> None:
    asked_for(learner, Period.DAILY)
    good, theirs = token_of(learner), token_of(mentor)
    signature, pk = theirs.partition(":")[2], learner.pk
    bad = [f"{pk}", f"{pk}:", f"{pk}:{signature}", good[:-1], f"{good}x", "x" * 500, "x:y"]
    bad.append(Signer(salt="roadmap.something-else").sign(str(pk)))
    bad.append(Signer(salt="roadmap.unsubscribe").sign("no number"))
    for token in bad:
        answer = Client().post(unsubscribe(token))
        assert answer.status_code == 404, token
        assert "This link does not work" in html.text(answer)
    assert Digest.objects.get().period == Period.DAILY


def test_a_link_still_answers_where_there_is_no_account_any_more(learner: User) -> None:
    token = token_of(learner)
    learner.delete()
    assert Client().post(unsubscribe(token)).status_code == 200

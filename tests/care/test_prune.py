"""What has been kept long enough goes, nothing else does, and a dry run says the same numbers."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from assessment import actions
from assessment.access import Person
from assessment.models import Assessment, AuditEvent, ReportedProblem, User
from config.care import retention
from config.care.personal import all_models, is_content
from roadmap.models import Cohort, Invitation, JoinLink, Mentorship, Progress, SharingRequest, Step
from tests import factories
from tests.care.conftest import Clock, Prune

GUEST = Person(guest_key="a guest's hash")


def everything() -> dict[str, list[object]]:
    return {
        model._meta.label: sorted(map(str, model._base_manager.values_list()))
        for model in all_models()
        if not is_content(model)
    }


def a_bit_of_everything(learner: User, mentor: User) -> None:
    """Something for every rule, and beside it what has to stay."""
    factories.asking(GUEST)
    other = Person(guest_key="another guest's hash")
    factories.finished(other)
    factories.finished(other)
    factories.reported(GUEST, answer="It has two right answers now.")
    Progress.objects.create(
        guest_key="another guest's hash", step=Step.objects.all()[0], state="doing"
    )
    factories.finished(learner)
    factories.asking(learner)
    factories.invitation(learner)
    factories.mentorship(learner, mentor)
    factories.request_to(learner, mentor)
    cohort = factories.cohort(mentor)
    factories.joined(cohort, learner)
    Cohort.objects.create(name="Empty", role=cohort.role)
    client = factories.signed_in(learner)
    browser = {"ip": "192.0.2.7", "user_agent": "Firefox", "last_seen_at": timezone.now()}
    UserSession.objects.create(user=learner, session_key=client.session.session_key, **browser)
    never = factories.user(email="never@example.org")
    address = EmailAddress.objects.create(user=never, email=never.email)
    EmailConfirmation.objects.create(email_address=address, key="key", sent=timezone.now())
    factories.user(email="idle@example.org", name="Ida Idle", last_login=timezone.now())


def test_P08_a_dry_run_tells_the_numbers_and_changes_nothing(
    learner: User, mentor: User, days_later: Clock, prune: Prune, settings: object
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # type: ignore[attr-defined]
    a_bit_of_everything(learner, mentor)
    days_later(800)
    for user in (learner, mentor):  # they were here lately
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    before = everything()
    told = prune("--dry-run")
    assert everything() == before
    assert mail.outbox == []
    assert {what for what, number in told.items() if not number} == {"inactive accounts, deleted"}
    assert prune() == told
    assert everything() != before
    assert set(prune().values()) == {0}


def test_P08_what_has_to_stay_stays(
    learner: User, mentor: User, days_later: Clock, prune: Prune
) -> None:
    a_bit_of_everything(learner, mentor)
    own = set(learner.assessments.all())
    events = set(AuditEvent.objects.filter(learner=learner))
    days_later(500)
    prune()
    assert set(learner.assessments.all()) == own
    assert set(AuditEvent.objects.filter(learner=learner)) == events
    assert Mentorship.objects.get().invitation.accepted_at
    assert list(Invitation.objects.all()) == [Mentorship.objects.get().invitation]
    assert Cohort.objects.get().members.count() == 2
    assert not SharingRequest.objects.exists()
    assert not JoinLink.objects.exists()
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("days", [1, 29, 59])
def test_nothing_of_a_month_goes_that_somebody_could_still_use(
    learner: User, mentor: User, days_later: Clock, prune: Prune, days: int
) -> None:
    a_bit_of_everything(learner, mentor)
    usable = [Assessment, Progress, Mentorship, User, AuditEvent, Invitation, JoinLink, Session]
    usable += [UserSession]
    before = [set(model.objects.values_list("pk", flat=True)) for model in usable]
    days_later(days)
    link_days = {Invitation: 7 + 30, JoinLink: 14 + 30}
    prune()
    for model, rows in zip(usable, before, strict=True):
        if days < link_days.get(model, 60):
            assert set(model.objects.values_list("pk", flat=True)) == rows, model


def test_a_guest_who_came_back_keeps_everything(db: None, days_later: Clock, prune: Prune) -> None:
    old = factories.finished(GUEST)
    days_later(80)
    factories.started(GUEST)
    days_later(160)
    prune()
    old.refresh_from_db()
    assert old.guest_key == GUEST.guest_key
    assert GUEST.assessments.count() == 2


def test_finished_assessments_of_a_guest_stay_as_nobodys_and_together(
    db: None, days_later: Clock, prune: Prune, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)
    first, second = factories.finished(GUEST), factories.finished(GUEST)
    third = factories.finished(Person(guest_key="another guest's hash"))
    attempts = list(Assessment.objects.first_attempts())
    days_later(100)
    assert prune()["finished assessments of guests, cut off from their browser"] == 3
    for run in (first, second, third):
        run.refresh_from_db()
        assert run.responses.exists()
    assert first.guest_key == second.guest_key != third.guest_key
    assert not GUEST.assessments.exists()
    assert list(Assessment.objects.first_attempts()) == attempts


def test_what_a_guest_reported_waits_for_its_answer_and_goes_after_it(
    learner: User, days_later: Clock, prune: Prune
) -> None:
    told = factories.reported(GUEST)
    kept = factories.reported(learner, answer="It has one right answer now.")
    days_later(500)
    prune()
    assert ReportedProblem.objects.filter(pk=told.pk).exists()
    actions.settle_problem(told, "The same.", by=learner, others_too=False)
    days_later(500 + 89)
    prune()
    assert ReportedProblem.objects.filter(pk=told.pk).exists()
    days_later(500 + 91)
    assert prune()["answered reports of problems by guests"] == 1
    assert list(ReportedProblem.objects.all()) == [kept]


def test_many_rows_go_in_small_batches(
    db: None, days_later: Clock, prune: Prune, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    gone, delete = [], retention._delete
    monkeypatch.setattr(
        retention, "_delete", lambda rows: gone.append((rows.model, delete(rows))) or gone[-1][1]
    )
    for number in range(5):
        factories.started(Person(guest_key=f"guest {number}"))
    days_later(100)
    assert prune()["unfinished assessments of guests who did not come back"] == 5
    assert [number for model, number in gone if model is Assessment and number] == [2, 2, 1]


# Accounts that nobody uses


@pytest.fixture
def ida(db: None) -> User:
    return factories.user(email="idle@example.org", name="Ida Idle", last_login=timezone.now())


def test_P08_an_account_that_nobody_uses_is_told_once_and_deleted_a_month_later(
    ida: User, days_later: Clock, prune: Prune
) -> None:
    days_later(729)
    prune()
    assert mail.outbox == []
    days_later(731)
    prune()
    prune()
    (letter,) = mail.outbox
    assert letter.to == ["idle@example.org"]
    assert "Ida Idle" in letter.body
    assert "http://127.0.0.1:8000/accounts/login/" in letter.body
    days_later(731 + 29)
    prune()
    assert User.objects.filter(pk=ida.pk).exists()
    days_later(731 + 31)
    assert prune()["inactive accounts, deleted"] == 1
    assert not User.objects.filter(pk=ida.pk).exists()
    assert len(mail.outbox) == 1


def test_who_signs_in_after_the_notice_keeps_the_account_and_is_told_again_years_later(
    ida: User, days_later: Clock, prune: Prune
) -> None:
    days_later(740)
    prune()
    days_later(745)
    assert factories.signed_in(ida)
    days_later(780)
    prune()
    assert User.objects.filter(pk=ida.pk).exists()
    days_later(745 + 731)
    assert prune()["inactive accounts, deleted"] == 0
    assert len(mail.outbox) == 2
    assert User.objects.filter(pk=ida.pk).exists()


def test_who_still_answers_questions_is_not_inactive(
    ida: User, days_later: Clock, prune: Prune
) -> None:
    days_later(700)
    factories.asking(ida)
    days_later(800)
    prune()
    assert mail.outbox == []


def test_staff_are_never_deleted_for_being_away(ida: User, days_later: Clock, prune: Prune) -> None:
    User.objects.filter(pk=ida.pk).update(is_staff=True)
    days_later(900)
    prune()
    assert mail.outbox == []


def test_where_no_mail_is_sent_nobody_is_deleted_unheard(
    ida: User, days_later: Clock, prune: Prune, settings: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    User.objects.filter(pk=ida.pk).update(inactive_notice_at=timezone.now())
    days_later(900)
    assert prune()["inactive accounts, deleted"] is None
    assert User.objects.filter(pk=ida.pk).exists()


def test_who_could_not_be_told_is_told_at_the_next_run(
    ida: User, days_later: Clock, prune: Prune, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> int:
        raise OSError

    days_later(740)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert prune()["inactive accounts, told by mail"] == 0
    assert prune()["inactive accounts, told by mail"] == 1


def test_a_period_of_nought_keeps_things_for_good(
    ida: User, days_later: Clock, prune: Prune, settings: object
) -> None:
    for name in ("KEEP_GUEST_DAYS", "KEEP_LINK_DAYS", "KEEP_EVENT_DAYS", "INACTIVE_DAYS"):
        setattr(settings, name, 0)
    factories.asking(GUEST)
    factories.invitation(ida)
    days_later(5000)
    told = prune()
    assert sum(number is None for number in told.values()) == 10
    assert GUEST.assessments.exists()
    assert Invitation.objects.exists()
    assert apps.get_model("assessment.AuditEvent").objects.filter(learner=None).exists()


def test_the_page_of_periods_names_every_setting_with_its_default() -> None:
    root = Path(__file__).parents[2]
    written = (root / "docs" / "retention.md").read_text("utf-8")
    found = re.findall(r'_days\("(\w+)", (\d+)\)', (root / "config" / "settings.py").read_text())
    assert len(found) == 7
    for name, days in found:
        assert f"`{name}`" in written
        assert f"{days} days" in written


def test_the_clock_of_these_tests_moves(days_later: Clock) -> None:
    days_later(3)
    assert isinstance(timezone.now(), datetime)
    assert timezone.now() - datetime.now(tz=timezone.get_current_timezone()) > timedelta(days=2)

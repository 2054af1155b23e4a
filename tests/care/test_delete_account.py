"""Deleting an account: nothing of it stays but what is said to stay, others keep theirs, and a restored backup changes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment import actions
from assessment.actions import ledger
from assessment.models import AuditEvent, User
from config.care.checks import ledger_can_be_written
from config.care.personal import PERSONAL, rows_about
from roadmap import actions as roadmap_actions
from roadmap.models import CohortMember, Mentorship
from tests import factories, second_factors
from tests.care.people import Life, life
from tests.care.test_download import rows_with


@pytest.fixture
def book(settings: object, tmp_path: Path) -> Path:
    """The ledger of this test."""
    path = tmp_path / "kept" / "deletions.log"
    settings.DELETION_LEDGER = str(path)  # type: ignore[attr-defined]
    return path


@pytest.fixture
def anna(db: None) -> Life:
    return life("anna")


def test_P04_after_deletion_no_row_says_anything_about_the_person(anna: Life, book: Path) -> None:
    bert = life("bert")
    theirs = {name: rows_about(bert.learner, name) for name in PERSONAL}
    anna.cohort.name = "Platform team"  # what the group is called is the group's
    anna.cohort.save(update_fields=["name"])
    number, address = anna.learner.pk, anna.learner.email
    before = {name: {row.pk for row in rows_about(anna.learner, name)} for name in PERSONAL}
    actions.delete_account(anna.learner)
    assert list(rows_with("anna")) == []
    gone = User(pk=number, email=address)
    left = {name for name in PERSONAL if rows_about(gone, name)}
    stays = {name for name, held in PERSONAL.items() if held.stays}
    assert left <= stays
    assert left == {"admin.LogEntry", "roadmap.CohortSnapshot", "roadmap.SharingRequest"}
    for name, held in PERSONAL.items():
        if not held.stays:
            model = type(theirs[name][0])
            assert not model._base_manager.filter(pk__in=before[name]).exists(), name
    assert {name: rows_about(bert.learner, name) for name in PERSONAL} == theirs


def test_what_stays_for_others_has_no_name(anna: Life, book: Path) -> None:
    actions.delete_account(anna.learner)
    anna.cohort.refresh_from_db()
    assert anna.cohort.created_by is None
    told = LogEntry.objects.values_list("object_repr", flat=True)
    assert "a deleted account" in told


def test_everyone_who_is_signed_in_as_the_person_is_out(anna: Life, book: Path) -> None:
    elsewhere = factories.signed_in(anna.learner)
    actions.delete_account(anna.learner)
    for client in (anna.client, elsewhere):
        assert (
            reverse("account_login")
            in client.get(reverse("assessment:account")).headers["Location"]
        )


def test_a_learner_keeps_what_is_hers_when_her_mentor_goes(anna: Life, book: Path) -> None:
    runs = set(anna.learner.assessments.all())
    looks = AuditEvent.objects.filter(learner=anna.learner, verb="viewed").count()
    actions.delete_account(anna.mentor)
    assert set(anna.learner.assessments.all()) == runs
    seen = AuditEvent.objects.filter(learner=anna.learner, verb="viewed")
    assert looks
    assert [event.actor for event in seen] == [None] * looks
    assert list(rows_with("max the")) == []


def test_an_accepted_invitation_keeps_no_address(anna: Life, mentor: User) -> None:
    made, _ = factories.invitation(anna.learner, email=mentor.email)
    roadmap_actions.accept_invitation(made, by=mentor)
    made.refresh_from_db()
    assert made.email == ""


def test_staff_who_delete_an_account_write_the_ledger_too(learner: User, book: Path) -> None:
    staff = User.objects.create_superuser("sten@example.org", factories.PASSWORD)
    second_factors.with_app(staff)
    page = reverse("admin:assessment_user_delete", args=[learner.pk])
    factories.signed_in(staff).post(page, {"post": "yes"})
    assert not User.objects.filter(email="lena@example.org").exists()
    assert list(rows_with("lena")) == []
    assert [entry.kind for entry in ledger.read(book.read_text().splitlines())] == ["account"]


def test_the_ledger_tells_nobody_anything(anna: Life, book: Path) -> None:
    address, run = anna.learner.email, anna.run.pk
    actions.delete_account(anna.learner)
    line = book.read_text()
    assert line.count("\n") == 1
    assert address not in line
    assert str(run) not in line
    assert book.stat().st_mode & 0o077 == 0


def test_an_account_is_not_deleted_when_the_ledger_cannot_be_written(
    learner: User, settings: object, tmp_path: Path
) -> None:
    settings.DELETION_LEDGER = str(tmp_path)  # type: ignore[attr-defined]  # a folder
    with pytest.raises(OSError, match="directory"):
        actions.delete_account(learner)
    assert User.objects.filter(email="lena@example.org").exists()


def test_sharing_ends_at_once_even_when_the_ledger_cannot_be_written(
    learner: User, mentor: User, settings: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shared = factories.mentorship(learner, mentor)
    settings.DELETION_LEDGER = str(tmp_path)  # type: ignore[attr-defined]  # a folder
    roadmap_actions.end_mentorship(shared, by=learner)
    shared.refresh_from_db()
    assert shared.ended_at is not None
    assert [entry.kind for entry in ledger.read(caplog.messages)] == ["sharing"]
    assert "cannot be written" in caplog.text


def test_a_site_whose_ledger_cannot_be_written_is_told_before_it_is_used(
    settings: object, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for path, problems in {"new/ledger": 0, "file": 0, "": 1, "file/ledger": 1}.items():
        settings.DELETION_LEDGER = str(tmp_path / path)  # type: ignore[attr-defined]
        assert len(ledger_can_be_written()) == problems, path


def test_what_was_deleted_after_a_backup_is_deleted_again_after_its_restore(
    anna: Life, learner: User, mentor: User, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = factories.mentorship(learner, mentor)
    run = factories.started(learner)
    group = factories.cohort(mentor)
    member = factories.joined(group, learner, aggregate=True, named=True, peers=True)
    stays = factories.joined(group, factories.user(email="olga@example.org"), aggregate=True)
    left = factories.joined(group, factories.user(email="paul@example.org"))

    backup = transaction.savepoint()
    actions.delete_account(User.objects.get(pk=anna.learner.pk))
    actions.delete_assessment(run, by=factories.person(learner))
    roadmap_actions.end_mentorship(shared, by=mentor)
    roadmap_actions.change_consents(member, by=learner, aggregate=True, named=False, peers=False)
    roadmap_actions.leave(left, by=left.user)
    transaction.savepoint_rollback(backup)  # the older state is back
    assert User.objects.filter(pk=anna.learner.pk).exists()

    call_command("reapplydeletions")
    assert not User.objects.filter(pk=anna.learner.pk).exists()
    assert not learner.assessments.exists()
    assert Mentorship.objects.get(pk=shared.pk).ended_at is not None
    member.refresh_from_db()
    assert (member.aggregate, member.named, member.peers) == (False, False, False)
    assert not CohortMember.objects.filter(pk=left.pk).exists()
    stays.refresh_from_db()
    assert stays.aggregate
    assert "1 account, 1 assessment, 1 consent, 1 membership, 1 sharing" in capsys.readouterr().out
    call_command("reapplydeletions")
    assert "done again: nothing" in capsys.readouterr().out


def test_consents_that_were_given_after_a_withdrawal_stay(
    learner: User, mentor: User, book: Path
) -> None:
    member = factories.joined(factories.cohort(mentor), learner)
    for given in (False, True):
        roadmap_actions.change_consents(
            member, by=learner, aggregate=given, named=given, peers=given
        )
    call_command("reapplydeletions")
    member.refresh_from_db()
    assert member.aggregate


def test_someone_new_with_the_number_of_a_deleted_account_is_left_alone(
    learner: User, book: Path
) -> None:
    number = learner.pk
    actions.delete_account(learner)
    User.objects.create(pk=number, email="new@example.org")
    call_command("reapplydeletions")
    assert User.objects.filter(pk=number).exists()


def test_a_ledger_is_found_again_under_a_new_key_and_in_a_log(
    learner: User, book: Path, settings: object, tmp_path: Path
) -> None:
    backup = transaction.savepoint()
    actions.delete_account(learner)
    transaction.savepoint_rollback(backup)
    log = tmp_path / "site.log"
    log.write_text(f"2026-11-21 INFO something else\n2026-11-21 INFO ledger {book.read_text()}")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    call_command("reapplydeletions", str(log))
    assert not User.objects.filter(email="lena@example.org").exists()


def test_a_missing_ledger_is_told(db: None, book: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("reapplydeletions")


def test_the_time_of_the_ledger_is_that_of_the_deletion(learner: User, book: Path) -> None:
    actions.delete_account(learner)
    (entry,) = ledger.read(book.read_text().splitlines())
    assert timezone.now() - entry.at < timedelta(minutes=1)
    assert Client().get(reverse("roadmap:home")).status_code == 200

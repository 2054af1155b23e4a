"""Sharing stops at once, from either side or by itself, on every page that it had opened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.models import AuditEvent, User
from roadmap.models import Mentorship
from tests import factories
from tests.web import html


def stop_as_learner(shared: Mentorship) -> None:
    client = factories.signed_in(shared.learner)
    url = reverse("roadmap:end_mentorship", args=[shared.pk])
    assert client.post(url).url == reverse("roadmap:sharing")
    assert "Max Mentor can no longer see your reports." in html.text(client.get("/sharing/"))


def stop_as_mentor(shared: Mentorship) -> None:
    client = factories.signed_in(shared.mentor)
    url = reverse("roadmap:end_mentorship", args=[shared.pk])
    assert client.post(url).url == reverse("roadmap:mentees")
    assert "You no longer see the reports of Lena Learner." in html.text(client.get("/mentor/"))


def run_out(shared: Mentorship) -> None:
    Mentorship.objects.update(until=timezone.now())


@pytest.mark.parametrize("stop", [stop_as_learner, stop_as_mentor, run_out])
def test_V8_3_2_it_takes_effect_on_the_next_request_everywhere(
    learner: User, mentor: User, stop: Callable[[Mentorship], None]
) -> None:
    run, shared = (
        factories.finished(learner),
        factories.mentorship(learner, mentor, answers_too=True),
    )
    client = factories.signed_in(mentor)
    pages = [
        reverse("roadmap:mentee", args=[shared.pk]),
        reverse("roadmap:mentee_report", args=[shared.pk, run.pk]),
        reverse("roadmap:mentee_answers", args=[shared.pk, run.pk]),
    ]
    assert all(client.get(page, follow=True).status_code == 200 for page in pages)
    assert "Lena Learner" in html.text(client.get("/mentor/"))
    stop(shared)
    client.get("/mentor/")  # reads the message of success away
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.post(pages[1], {"text": "Too late."}).status_code == 404
    assert not run.notes.exists()
    assert "Lena Learner" not in client.get("/mentor/").content.decode()
    sharing = html.text(factories.signed_in(learner).get("/sharing/"))
    assert "Can look now Nobody." in sharing
    assert "Ended Max Mentor, from" in sharing


def test_stopping_twice_changes_nothing(learner: User, mentor: User) -> None:
    shared = factories.mentorship(learner, mentor)
    stop_as_learner(shared)
    shared.refresh_from_db()
    ended = shared.ended_at
    factories.signed_in(mentor).post(reverse("roadmap:end_mentorship", args=[shared.pk]))
    shared.refresh_from_db()
    assert shared.ended_at == ended
    assert AuditEvent.objects.filter(verb="ended").count() == 1


def test_A02_a_stranger_cannot_stop_it(learner: User, mentor: User, stranger: User) -> None:
    shared = factories.mentorship(learner, mentor)
    client = factories.signed_in(stranger)
    assert client.post(reverse("roadmap:end_mentorship", args=[shared.pk])).status_code == 404
    assert Mentorship.objects.active(timezone.now()).exists()


def test_P01_stopping_takes_no_more_clicks_than_inviting(learner: User, mentor: User) -> None:
    """Both begin on the page that says who can look."""
    shared = factories.mentorship(learner, mentor)
    page = html.parsed(factories.signed_in(learner).get("/sharing/"))
    stop = reverse("roadmap:end_mentorship", args=[shared.pk])
    assert page.query(f"form[action='{stop}'] button")[0].to_text().startswith("Stop sharing")
    assert page.query("a[href='/sharing/invite/']")


def test_notes_stay_readable_for_the_learner(learner: User, mentor: User) -> None:
    run, shared = factories.finished(learner), factories.mentorship(learner, mentor)
    url = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    factories.signed_in(mentor).post(url, {"text": "Begin with serving."})
    stop_as_mentor(shared)
    report = factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk]))
    assert "Begin with serving." in html.text(report)


def test_V8_3_2_a_mentor_whose_account_is_switched_off_is_out(learner: User, mentor: User) -> None:
    factories.mentorship(learner, mentor)
    client = factories.signed_in(mentor)
    User.objects.filter(pk=mentor.pk).update(is_active=False)
    assert client.get("/mentor/").url.startswith("/accounts/login/")


def test_the_period_ends_at_its_minute(learner: User, mentor: User) -> None:
    shared, client = factories.mentorship(learner, mentor), factories.signed_in(mentor)
    page = reverse("roadmap:mentee", args=[shared.pk])
    Mentorship.objects.update(until=timezone.now() + timedelta(minutes=1))
    assert client.get(page).status_code == 200
    Mentorship.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert client.get(page).status_code == 404

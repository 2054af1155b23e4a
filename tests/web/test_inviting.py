"""Inviting step by step: by mail or by a link shown once, with a new link, and confirmed by the learner."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from urllib.parse import urljoin

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.limits import A_DAY
from assessment.models import AuditEvent, User, Verb
from roadmap import actions
from roadmap.models import Invitation, Mentorship
from tests import factories
from tests.web import html

INVITE = "/sharing/invite/"
FILLED = {"label": "Max", "scope": "skills", "share_days": "90", "consent": "on"}
SITE = "http://127.0.0.1:8000"


def shown_link(client: Client, url: str) -> str | None:
    found = html.parsed(client.get(url)).query("input#link")
    return found[0].attrs["value"].removeprefix(SITE) if found else None


def mailed_link() -> str:
    """The path of the link in the last mail."""
    return next(line for line in mail.outbox[-1].body.split("\n") if "/invitation/" in line)[
        len(SITE) :
    ]


def accept(client: Client, path: str) -> Mentorship:
    assert client.post(path).url == "/mentor/"
    return Mentorship.objects.latest("pk")


def test_a_new_link_is_shown_by_one_get_and_reloading_makes_no_second_one(learner: User) -> None:
    client = factories.signed_in(learner)
    made = client.post(INVITE, FILLED)
    assert made.status_code == 302
    assert client.head(made.url).status_code == 200
    link = shown_link(client, made.url)
    assert link
    assert Client().get(link).status_code == 200
    for _ in range(2):
        assert shown_link(client, made.url) is None
    assert Invitation.objects.count() == 1
    assert mail.outbox == []


def test_the_link_is_not_shown_on_the_page_of_another_invitation(learner: User) -> None:
    other, _ = factories.invitation(learner, label="Other")
    client = factories.signed_in(learner)
    made = client.post(INVITE, FILLED)
    assert shown_link(client, reverse("roadmap:invited", args=[other.pk])) is None
    assert shown_link(client, made.url)


def test_a_new_link_ends_the_old_one_and_keeps_the_terms(learner: User) -> None:
    client = factories.signed_in(learner)
    made = client.post(INVITE, FILLED)
    old, first = shown_link(client, made.url), Invitation.objects.get()
    again = client.post(reverse("roadmap:reissue_invitation", args=[first.pk]))
    new = shown_link(client, again.url)
    assert new
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    second = Invitation.objects.usable(timezone.now()).get()
    terms = ("scope", "only_id", "until", "label", "email")
    assert [getattr(second, name) for name in terms] == [getattr(first, name) for name in terms]
    # The page of the old one says so, and it cannot be made anew twice.
    assert "It was cancelled" in html.text(client.get(made.url))
    assert client.post(reverse("roadmap:reissue_invitation", args=[first.pk])).status_code == 404
    assert Invitation.objects.count() == 2


def test_an_invitation_by_mail_shows_no_link_and_sends_it_as_text_and_html(learner: User) -> None:
    client = factories.signed_in(learner)
    page = client.post(
        INVITE, FILLED | {"email": "Max@Example.org"}, headers={"host": "localhost"}, follow=True
    )
    assert not html.parsed(page).query("input#link")
    assert "max@example.org" in html.text(page)
    [sent] = mail.outbox
    assert sent.to == ["max@example.org"]
    assert "Lena Learner wants to share" in sent.body
    assert learner.email not in sent.body
    [(body, kind)] = sent.alternatives
    assert kind == "text/html"
    assert f'href="{SITE}{mailed_link()}"' in body
    assert "localhost" not in sent.body + body
    assert Client().get(mailed_link()).status_code == 200


def test_I01_V1_3_11_what_a_name_contains_adds_nothing_to_a_mail(learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(name="<b>Lena</b>\r\nBcc: all@example.org")
    factories.signed_in(learner).post(INVITE, FILLED | {"email": "max@example.org"})
    [sent] = mail.outbox
    assert sent.recipients() == ["max@example.org"]
    assert "Bcc" not in sent.message()
    assert "<b>" not in sent.alternatives[0][0]


def test_only_the_account_of_the_address_accepts_what_was_mailed(
    learner: User, mentor: User, stranger: User
) -> None:
    factories.signed_in(learner).post(INVITE, FILLED | {"email": "MAX@example.org"})
    path, elsewhere = mailed_link(), factories.signed_in(stranger)
    assert "This invitation is for another address" in html.text(elsewhere.get(path))
    response = elsewhere.post(path)
    assert response.status_code == 409
    assert mentor.email not in response.content.decode()
    assert not Mentorship.objects.exists()
    assert accept(factories.signed_in(mentor), path).mentor == mentor


def test_where_the_mail_is_not_taken_the_link_is_shown(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, fail_silently: bool = False) -> int:  # noqa: FBT001, FBT002
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    client = factories.signed_in(learner)
    made = client.post(INVITE, FILLED | {"email": "max@example.org"})
    page = client.get(made.url)
    assert html.parsed(page).query("input#link")
    assert "the mail could not be sent" in html.text(page)


def test_a_site_without_mail_offers_none(learner: User, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    client = factories.signed_in(learner)
    assert not html.parsed(client.get(INVITE)).query("[name=email]")
    made = client.post(INVITE, FILLED | {"email": "max@example.org"})
    assert shown_link(client, made.url)
    assert Invitation.objects.get().email == ""


def test_the_learner_confirms_who_accepted_before_anything_is_seen(
    learner: User, mentor: User
) -> None:
    run = factories.finished(learner)
    client, hers = factories.signed_in(mentor), factories.signed_in(learner)
    path = shown_link(hers, hers.post(INVITE, FILLED).url)
    assert path
    shared = accept(client, path)
    report = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    assert client.get(report).status_code == 404
    assert "You see nothing before they confirm" in html.text(client.get("/mentor/"))
    [sent] = mail.outbox
    assert sent.to == [learner.email]
    assert "Max Mentor (max@example.org) accepted" in sent.body
    asked = html.text(hers.get("/sharing/"))
    assert "Is this the person you mean?" in asked
    assert "Max Mentor (max@example.org)" in asked
    assert "Can look now Nobody." in asked
    confirm = reverse("roadmap:confirm_mentorship", args=[shared.pk])
    assert hers.post(confirm).url == "/sharing/"
    assert client.get(report).status_code == 200
    assert AuditEvent.objects.filter(verb="confirmed", actor=learner).count() == 1
    assert hers.post(confirm).status_code == 404


def test_the_learner_can_decline_who_accepted(learner: User, mentor: User) -> None:
    shared, hers = factories.accepted(learner, mentor), factories.signed_in(learner)
    hers.post(reverse("roadmap:end_mentorship", args=[shared.pk]))
    assert "accepted, never confirmed" in html.text(hers.get("/sharing/"))
    confirm = reverse("roadmap:confirm_mentorship", args=[shared.pk])
    assert hers.post(confirm).status_code == 404
    assert not Mentorship.objects.active(timezone.now()).exists()
    assert "Lena Learner" not in html.text(factories.signed_in(mentor).get("/mentor/"))


def test_what_ended_or_ran_out_cannot_be_confirmed(learner: User, mentor: User) -> None:
    shared = factories.accepted(learner, mentor)
    actions.end_mentorship(shared, by=mentor)
    with pytest.raises(actions.Conflict):
        actions.confirm_mentorship(shared, by=learner)
    Mentorship.objects.update(ended_at=None, until=timezone.now())
    with pytest.raises(actions.Conflict):
        actions.confirm_mentorship(shared, by=learner)


def test_V2_4_1_nobody_invites_without_end(learner: User) -> None:
    client = factories.signed_in(learner)
    for _ in range(A_DAY[Verb.INVITED]):
        made, _ = factories.invitation(learner)
    response = client.post(INVITE, FILLED)
    assert response.status_code == 422
    assert "Try tomorrow" in html.text(response)
    again = client.post(reverse("roadmap:reissue_invitation", args=[made.pk]), follow=True)
    assert "Try tomorrow" in html.text(again)
    assert Invitation.objects.usable(timezone.now()).count() == A_DAY[Verb.INVITED]
    AuditEvent.objects.update(at=timezone.now() - timedelta(days=1))
    assert client.post(INVITE, FILLED).status_code == 302


# The preview


def preview(client: Client, **chosen: str) -> str:
    """Ask for a preview with a form that is filled in half; where it leads."""
    response = client.post("/sharing/preview/", {"label": "Max", "consent": ""} | chosen)
    return str(response.url)


@pytest.mark.parametrize("scope", ["summary", "skills", "answers"])
def test_a_preview_is_the_mentors_own_page(learner: User, mentor: User, scope: str) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    start = preview(client, scope=scope, only="")
    assert start == reverse("roadmap:mentee", args=[0])
    shared = factories.mentorship(learner, mentor, scope=scope)
    theirs = factories.signed_in(mentor)
    for route in ("mentee_report", "mentee_plan", "mentee_answers", "mentee_print"):
        url = reverse(f"roadmap:{route}", args=[0, run.pk])
        before, after = client.get(url), theirs.get(url.replace("/0/", f"/{shared.pk}/"))
        assert before.status_code == after.status_code, route
        if before.status_code == 200:
            assert "A preview." in html.text(before)
            said = html.text(before).partition("Back to your choice ")[2]
            assert said
            assert html.text(after) == said, route
    assert not AuditEvent.objects.looks().filter(actor=learner).exists()


@pytest.mark.parametrize("scope", ["summary", "skills", "answers"])
def test_every_way_on_from_a_preview_leads_somewhere(learner: User, scope: str) -> None:
    factories.finished(learner)
    client = factories.signed_in(learner)
    waiting, seen = [preview(client, scope=scope, only="")], set()
    while waiting:
        url = waiting.pop().partition("#")[0]
        if url in seen or not url.startswith(("/mentor/0/", "/talk/0/")):
            continue
        seen.add(url)
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        if response.headers["Content-Type"].startswith("text/html"):
            assert "A preview." in html.text(response), url
            waiting += [
                urljoin(url, a.attrs["href"]) for a in html.parsed(response).query("a[href]")
            ]
    assert len(seen) > 20


def test_a_preview_of_one_report_shows_no_other(learner: User) -> None:
    first, second = factories.finished(learner), factories.finished(learner)
    client = factories.signed_in(learner)
    page = client.get(preview(client, scope="summary", only=str(first.pk)), follow=True)
    assert page.context["report"].assessment == first
    assert client.get(reverse("roadmap:mentee_report", args=[0, second.pk])).status_code == 404


def test_nothing_can_be_written_in_a_preview(learner: User) -> None:
    run, client = factories.finished(learner), factories.signed_in(learner)
    preview(client, scope="skills", only="")
    report = reverse("roadmap:mentee_report", args=[0, run.pk])
    assert client.post(report, {"text": "Hello"}).status_code == 404
    rate = reverse("roadmap:mentor_rate", args=[0, run.pk, "model-serving"])
    assert client.post(rate, {"level": "2", "evidence": "x"}).status_code == 404
    assert not Mentorship.objects.exists()


def test_A02_a_preview_is_ones_own(learner: User, stranger: User) -> None:
    run = factories.finished(learner)
    preview(factories.signed_in(learner), scope="answers", only="")
    client = factories.signed_in(stranger)
    report = reverse("roadmap:mentee_report", args=[0, run.pk])
    assert client.get(report).status_code == 404
    preview(client, scope="answers", only="")
    assert client.get(report).status_code == 404
    assert preview(client, scope="answers", only=str(run.pk)) == INVITE
    assert preview(client, scope="everything", only="") == INVITE


def test_after_a_preview_the_form_is_as_it_was_and_consent_unticked(learner: User) -> None:
    client = factories.signed_in(learner)
    preview(client, scope="answers", share_days="30", email="max@example.org", consent="on")
    page = client.get(preview(client, scope="answers", share_days="30", email="max@example.org"))
    assert html.parsed(page).query(f"a[href='{INVITE}']")
    form = client.get(INVITE)
    assert html.checked(form) == ["answers", "30", ""]
    values = [html.parsed(form).query(f"[name={n}]")[0].attrs["value"] for n in ("label", "email")]
    assert values == ["Max", "max@example.org"]
    client.post(INVITE, FILLED)
    assert html.checked(client.get(INVITE)) == ["summary", "90", ""]

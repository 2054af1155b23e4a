"""Inviting by a list: tried first with every bad line told, sent only when confirmed, each in a mail of their own."""

import re
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends import locmem
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import User
from roadmap import mailing
from roadmap.inviting import read_addresses
from roadmap.models import Cohort, JoinLink
from tests import factories
from tests.web import html


@pytest.fixture
def cohort(mentor: User) -> Cohort:
    return factories.cohort(mentor, name="Platform\nteam")


@pytest.fixture
def lead(mentor: User) -> Client:
    return factories.signed_in(mentor)


def page_of(cohort: Cohort) -> str:
    return reverse("roadmap:cohort_invite", args=[cohort.pk])


def file(text: str | bytes) -> dict[str, SimpleUploadedFile]:
    body = text.encode() if isinstance(text, str) else text
    return {"file": SimpleUploadedFile("people.csv", body)}


def test_a_list_is_read_line_by_line() -> None:
    found = read_addresses(
        'name;email\nLena;Lena@Example.org\n\nNina;nina\n"Sam;sam@example.org\nLena;lena@example.org\nMax\n'
        f"Long;{'x' * 250}@example.org\nOlga;olga@example.org"
    )
    assert found.good == ("lena@example.org", "olga@example.org")
    assert [(line.number, line.reason) for line in found.bad] == [
        (4, "This is not an e-mail address."),
        (5, "There is no address in this line."),
        (6, "The same address as in line 2."),
        (7, "There is no address in this line."),
        (8, "This address is too long."),
    ]


def test_without_a_head_the_first_column_counts_from_the_first_line() -> None:
    assert read_addresses("a@example.org,Ann\nb@example.org,Ben").good == (
        "a@example.org",
        "b@example.org",
    )


@pytest.mark.parametrize("text", ["\0", '"' * 999, "a" * 200_000, "@", "a@b,\0\n\x1c", "\ufeff"])
def test_no_list_is_too_strange_to_read(text: str) -> None:
    assert read_addresses(text).good == ()


def test_trying_tells_every_bad_line_and_changes_nothing(cohort: Cohort, lead: Client) -> None:
    page = lead.post(page_of(cohort), file("nina@example.org\nno address\nnina@example.org\n"))
    assert page.status_code == 200
    assert html.text(page, "h1") == "1 address can be used"
    told = [" ".join(li.to_text().split()) for li in html.parsed(page).query("ul.links li")]
    assert told[0].startswith("Line 2 : no address")
    assert told[1].endswith("The same address as in line 1.")
    assert mail.outbox == []
    assert not JoinLink.objects.exists()


def confirmed(page: object) -> dict[str, str]:
    """What the page that asks for confirmation sends."""
    inputs = html.parsed(page).query("main form input[type=hidden]")  # type: ignore[arg-type]
    return {i.attrs["name"]: i.attrs["value"] for i in inputs}


def test_confirming_sends_each_a_mail_with_a_link_that_works(
    cohort: Cohort, lead: Client, learner: User
) -> None:
    tried = lead.post(page_of(cohort), file("email\nlena@example.org\nx\nnina@example.org"))
    sent = lead.post(page_of(cohort), confirmed(tried))
    assert sent.url == reverse("roadmap:cohort_members", args=[cohort.pk])
    assert [message.to for message in mail.outbox] == [["lena@example.org"], ["nina@example.org"]]
    assert mail.outbox[0].subject == "[Waymark] Join Platform team"
    assert "text/html" in {part.mimetype for part in mail.outbox[0].alternatives}
    path = re.search(r"http://127.0.0.1:8000(/join/\S+)", mail.outbox[0].body)
    assert path
    link = JoinLink.objects.get()
    assert (link.kind, link.limit, link.mailed) == ("learner", 2, 2)
    assert factories.signed_in(learner).post(path[1]).status_code == 302
    assert "x" not in [message.to[0] for message in mail.outbox]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (lambda: {}, "Choose a file, or type at least one address."),
        (lambda: {"addresses": "a@example.org\n" * 501}, "At most 500 lines at once."),
        (lambda: file(b"\xff\xfe\x00"), "Save the file as CSV in UTF-8 and try again."),
        (lambda: file(b"a" * 200_001), "The file is too large for a list of addresses."),
        (lambda: {"addresses": "nobody", "confirm": "yes"}, "There is no address in the list."),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(
    cohort: Cohort, lead: Client, sent: Callable[[], dict[str, object]], told: str
) -> None:
    page = lead.post(page_of(cohort), {"csrfmiddlewaretoken": "x"} | sent())
    assert page.status_code == 422
    assert told in html.errors(page)
    assert not JoinLink.objects.exists()


def test_V2_4_1_a_person_has_at_most_500_mails_sent_in_a_day(cohort: Cohort, lead: Client) -> None:
    many = "\n".join(f"a{n}@example.org" for n in range(499))
    lead.post(page_of(cohort), {"addresses": many, "confirm": "yes"})
    assert len(mail.outbox) == 499
    two = {"addresses": "b@example.org\nc@example.org", "confirm": "yes"}
    page = lead.post(page_of(cohort), two)
    assert page.status_code == 422
    assert "At most 500 addresses in a day. Nothing was sent." in html.errors(page)
    assert len(mail.outbox) == 499
    JoinLink.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert lead.post(page_of(cohort), two).status_code == 302


def refusing(*refused: str) -> Callable[..., int]:
    """A mail server that takes no mail to some addresses."""
    take = locmem.EmailBackend.send_messages

    def send(self: locmem.EmailBackend, messages: list[mail.EmailMessage]) -> int:
        if messages[0].to[0] in refused:
            raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such mailbox")})
        return int(take(self, messages))

    return send


def test_one_address_that_fails_loses_no_other_and_the_page_says_which(
    cohort: Cohort, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = ["a@example.org", "b@example.org", "c@example.org"]
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refusing("b@example.org"))
    page = lead.post(page_of(cohort), {"addresses": "\n".join(everyone), "confirm": "yes"})
    assert page.status_code == 200
    assert [message.to[0] for message in mail.outbox] == ["a@example.org", "c@example.org"]
    assert "1 of 3 mails were not sent" in html.text(page)
    assert [li.to_text().strip() for li in html.parsed(page).query("main li")] == ["b@example.org"]
    link = JoinLink.objects.usable(timezone.now()).get()
    assert (link.limit, link.mailed) == (2, 2)
    monkeypatch.undo()
    assert lead.post(page_of(cohort), confirmed(page)).status_code == 302
    assert mail.outbox[-1].to == ["b@example.org"]


def test_a_slow_mail_server_does_not_hold_the_page_for_long(
    cohort: Cohort, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 10_000, 8))  # each mail takes eight seconds
    monkeypatch.setattr(mailing, "monotonic", lambda: next(clock))
    many = "\n".join(f"a{n}@example.org" for n in range(9))
    page = lead.post(page_of(cohort), {"addresses": many, "confirm": "yes"})
    assert len(mail.outbox) == mailing.SENDING // 8
    assert "7 of 9 mails were not sent" in html.text(page)


def test_when_the_mail_fails_the_link_is_cancelled(
    cohort: Cohort, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, messages: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", fail)
    page = lead.post(page_of(cohort), {"addresses": "a@example.org", "confirm": "yes"})
    assert page.status_code == 422
    assert "The mail could not be sent." in html.errors(page)[0]
    assert not JoinLink.objects.usable(timezone.now()).exists()

"""The logs say what happened and nothing about anybody: no address, name, password, answer, note or working link."""

import logging
import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from roadmap.models import Mentorship
from tests import factories
from tests.web.test_inviting import FILLED, INVITE, accept, mailed_link, shown_link

PASSWORD, WRONG = "correct horse battery staple", "Wrong-Password-1"
NOTE = "a word between the two of us"


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What the site's own handler writes, at INFO and above."""
    (console,) = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    written = StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before or console.stream)


def take(client: Client) -> Assessment:
    """From the landing page to the report, by the pages."""
    client.get("/")
    client.post("/start/", {"role": "mlops-engineer", "length": "quick", "hours_per_week": "5"})
    run = Assessment.objects.get()
    client.post(reverse("assessment:begin", args=[run.pk]))
    run.refresh_from_db()
    while not run.is_finished:
        answer = factories.posted_for(run, Outcome.WRONG)
        client.post(reverse("assessment:take", args=[run.pk, run.position]), answer)
        run.refresh_from_db()
    return run


def test_P08_nothing_personal_is_in_the_logs_of_a_whole_journey(
    db: None, mentor: User, lines: StringIO
) -> None:
    client = Client()
    run = take(client)
    client.post(
        "/accounts/signup/",
        {"email": "lena@example.org", "password1": PASSWORD, "name": "Lena Lerner"},
    )
    report = reverse("roadmap:report", args=[run.pk])
    assert client.get(report).status_code == 200
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "lena@example.org", "password": WRONG})
    client.post("/accounts/login/", {"login": "lena@example.org", "password": PASSWORD})
    made = client.post(INVITE, FILLED)
    link = shown_link(client, made.url)
    assert link
    client.post(INVITE, FILLED | {"email": "nora@example.org", "label": "Nora"})
    mailed = mailed_link()
    other = factories.signed_in(mentor)
    shared = accept(other, link)
    client.post(reverse("roadmap:confirm_mentorship", args=[shared.pk]))
    seen = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    assert other.post(seen, {"text": NOTE}).status_code == 302
    used = [link, mailed, "/invitation/not-a-secret-of-anyone/"]
    assert [Client().get(path).status_code for path in used] == [404, 200, 404]
    client.post("/accounts/password/reset/", {"email": "lena@example.org"})
    (key,) = re.findall(r"/reset/key/([^/\s]+)/", mail.outbox[-1].body)
    Client().get(f"/accounts/password/reset/key/{key}x/")
    client.get(reverse("care:download"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("assessment:delete_account"))
    assert not Mentorship.objects.exists()

    written = lines.getvalue()
    assert "ledger" in written  # something was logged at all
    secrets = [path.strip("/").rsplit("/", 1)[-1] for path in used]
    people = ["lena", "lerner", "example.org", "nora", mentor.name]
    for word in [*people, PASSWORD, WRONG, NOTE, key, *secrets, client.cookies.output()]:
        assert word.lower() not in written.lower(), word


def test_P08_a_question_that_is_refused_is_not_logged_with_its_answer(
    learner: User, lines: StringIO
) -> None:
    client = factories.signed_in(learner)
    run = factories.asking(learner)
    page = reverse("assessment:take", args=[run.pk, 1])
    assert client.post(page, {"choice": ["991199"]}).status_code in (400, 409, 422)
    assert client.get(f"/a/{run.pk}/nothing/").status_code == 404
    assert "status=404" in lines.getvalue()
    assert "991199" not in lines.getvalue()

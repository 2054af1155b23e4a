"""Forged requests: fields that no form has change nothing, and what one person sent does nothing for another."""

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import User
from tests import factories
from tests.content.tables import content_models, own_models
from tests.web.browsing import Form, crawl
from tests.web.cast import Cast, cast

pytestmark = pytest.mark.drill

CONTENT = content_models()
MODELS = [m for m in own_models() if m not in CONTENT]
MODELS += apps.get_app_config("account").get_models()
# Forms that ask for the password or end the session, and are tested where accounts are.
ACCOUNTS = ("account_", "assessment:delete_account")
IDLE = ("id", "last_login")
NOT_GUESSED = {"confirm", "consent", "anew", "next", "asked"}  # fields that some form really has


@pytest.fixture
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    made = cast()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # so that times do not differ
    return made


def forms_of(people: Cast, person: str) -> list[Form]:
    """One form of every kind that a person comes across."""
    kinds = {}
    for form in sorted(crawl(people.client(person)).forms, key=lambda form: form.action):
        if not form.route.startswith(ACCOUNTS):
            kinds.setdefault((form.route, tuple(name for name, _ in form.fields)), form)
    return list(kinds.values())


def forged(people: Cast) -> dict[str, str]:
    """What somebody could add who wishes for more than the form gives."""
    mentor, run = people.users["mentor"], people.runs["guest.done"]
    wishes: dict[str, object] = dict.fromkeys(
        ("user", "learner", "mentor", "owner", "actor", "by", "author", "made_by"), mentor.pk
    )
    wishes |= dict.fromkeys(("user_id", "learner_id", "mentor_id", "created_by_id"), mentor.pk)
    wishes |= dict.fromkeys(("is_staff", "is_superuser", "is_active", "named", "aggregate"), "on")
    wishes |= dict.fromkeys(("assessment", "attempt", "run", "only", "continues"), run.pk)
    wishes |= {"score": 100, "theta": 3, "correct": 1, "outcome": "right", "position": 18}
    wishes |= {"kind": "lead", "role": "mlops-engineer", "scope": "answers", "state": "finished"}
    wishes |= {"until": "2999-01-01", "confirmed_at": "2020-01-01", "expires_at": "2999-01-01"}
    wishes |= {"pk": 1, "id": 1, "org": 1, "cohort": 1, "limit": 500, "uses": 0, "guest_key": "x"}
    wishes |= {"email": mentor.email, "password": "x", "secret_hash": "x", "measurement_version": 9}
    return {name: str(value) for name, value in wishes.items()}


def tables(known: dict[type[models.Model], set[Any]]) -> dict[str, list[str]]:
    """Every row, with `new` for the keys of rows that are not known, and without secrets of links."""
    found = {}
    for model in MODELS:
        rows = []
        for row in model._default_manager.values():
            for field in model._meta.concrete_fields:
                of = field.remote_field.model if field.remote_field else model
                is_key = field.primary_key or field.remote_field
                if is_key and of in known and row[field.attname] not in known[of] | {None}:
                    row[field.attname] = "new"
            row.pop("secret_hash", None)
            for time in ("last_login", "happened_at"):  # by a clock that does not stand still
                row.pop(time, None)
            if "about" in row:
                row["about"] = re.sub(r"[\da-f-]{36}|\d+", "#", row["about"])
            rows.append(str(row))
        found[model._meta.label] = sorted(rows)
    return found


def effect(client: Client, form: Form, extra: dict[str, str]) -> tuple[int, dict[str, list[str]]]:
    """The answer and every table after a form was sent; it is undone again."""
    known = {model: set(model._default_manager.values_list("pk", flat=True)) for model in MODELS}
    with transaction.atomic():
        status = client.post(form.action, form.data | extra).status_code
        after = tables(known)
        transaction.set_rollback(True)
    return status, after


@pytest.mark.parametrize("person", ["learner", "mentor", "guest", "stranger"])
def test_A06_V2_2_2_V15_3_3_a_field_that_the_form_does_not_have_changes_nothing(
    people: Cast, person: str
) -> None:
    forms, wrote = forms_of(people, person), 0
    before = rows_now()
    client = people.client(person)
    for form in forms:
        extra = {
            name: value
            for name, value in forged(people).items()
            if name not in form.data and name not in NOT_GUESSED
        }
        honest, with_extra = effect(client, form, {}), effect(client, form, extra)
        assert honest[0] == with_extra[0], (form, honest[0], with_extra[0])
        differing = [set(honest[1][name]) ^ set(with_extra[1][name]) for name in honest[1]]
        assert [rows for rows in differing if rows] == [], form
        wrote += honest[0] == 302
    assert rows_now() == before
    assert wrote >= {"learner": 12, "mentor": 8, "guest": 5, "stranger": 3}[person]


def rows_now() -> dict[str, dict[Any, tuple[Any, ...]]]:
    return {
        model._meta.label: {row[0]: row for row in model._default_manager.values_list("pk", *names)}
        for model in MODELS
        for names in [[f.attname for f in model._meta.concrete_fields if f.name not in IDLE]]
    }


def belongs_to_somebody(action: str) -> bool:
    """Whether an address names a thing of one person rather than a page or a thing of everybody."""
    return bool(re.search(r"/\d+/|/[\da-f-]{36}/", action))


@pytest.mark.parametrize("owner", ["learner", "mentor"])
def test_A02_V8_2_2_what_one_person_sent_does_nothing_for_another(people: Cast, owner: str) -> None:
    """All that the owner looked at and sent, sent again with the cookie of somebody else."""
    tour = crawl(people.client(owner))
    theirs = [url for url in tour.pages if belongs_to_somebody(url)]
    forms = [form for form in forms_of(people, owner) if belongs_to_somebody(form.action)]
    before = rows_now()
    cases = product(("stranger", "anonymous"), ({}, {"HX-Request": "true"}))
    for person, headers in cases:
        client = people.client(person)
        answers: list[tuple[str, HttpResponse]] = []
        answers += [(url, client.get(url, headers=headers)) for url in theirs]
        answers += [(f.action, client.post(f.action, f.data, headers=headers)) for f in forms]
        for url, response in answers:
            signed_out = person == "anonymous" and response.status_code in (200, 302)
            led_to = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
            again = led_to.startswith("/accounts/reauthenticate/")
            assert response.status_code in (404, 405) or signed_out or again, (person, url)
            if response.status_code == 200:  # htmx is led to sign in
                assert again or led_to.startswith("/accounts/login/")
                assert response.content == b""
            if response.status_code == 302:
                assert again or led_to.startswith("/accounts/login/")
            assert b"Lena" not in response.content
    assert rows_now() == before
    assert len(theirs) > 15
    assert len(forms) > 5


def test_A02_the_numbers_beside_ones_own_lead_to_nothing(people: Cast) -> None:
    """Rows are numbered in turn: what comes before and after belongs to somebody else."""
    olga = factories.user(email="olga@example.org", name="Olga")
    shared = factories.mentorship(olga, people.users["stranger"])
    client = people.client("mentor")
    for route in ("mentee", "brief", "talk", "agree"):
        for pk in (shared.pk - 1, shared.pk, shared.pk + 1):
            url = reverse(f"roadmap:{route}", args=[pk])
            mine = pk == people.mentorship.pk
            assert (client.get(url).status_code == 404) != mine, url
    assert "Olga" not in client.get("/mentor/").content.decode()


def test_A01_nobody_approves_what_they_asked_for(people: Cast) -> None:
    """A mentor can neither confirm that they accepted, nor grant their own request, nor widen what is shared."""
    nora = factories.signed_in(people.accepted.mentor)
    confirm = reverse("roadmap:confirm_mentorship", args=[people.accepted.pk])
    assert nora.post(confirm).status_code == 404
    grant = reverse("roadmap:grant_request", args=[people.request.pk])
    terms = {"scope": "answers", "share_days": "365", "consent": "on"}
    assert people.client("mentor").post(grant, terms).status_code == 404
    people.accepted.refresh_from_db()
    people.request.refresh_from_db()
    assert people.accepted.confirmed_at is None
    assert people.request.answered_at is None


@pytest.mark.parametrize("person", ["learner", "mentor"])
def test_A01_nobody_gives_themself_another_part(people: Cast, person: str) -> None:
    """Neither the account nor the membership of a cohort takes rights from what its owner sends."""
    user, client = people.users[person], people.client(person)
    rights = {"is_staff": "on", "is_superuser": "on", "groups": "1", "user_permissions": "1"}
    client.post(reverse("assessment:account"), {"name": "Boss", **rights})
    client.post(reverse("roadmap:cohort_consent", args=[people.member.cohort_id]), {"kind": "lead"})
    user = User.objects.get(pk=user.pk)
    assert (user.name, user.is_staff, user.is_superuser) == ("Boss", False, False)
    people.member.refresh_from_db()
    assert people.member.kind == "learner"
    assert client.get(reverse("admin:index")).status_code == 302


MANY: list[tuple[str, Callable[[Cast], str], dict[str, list[str]]]] = [
    (
        "start",
        lambda _: reverse("roadmap:start"),
        {"role": ["mlops-engineer", "x"], "length": ["quick", "x"]},
    ),
    ("account", lambda _: reverse("assessment:account"), {"name": ["A", "B"]}),
    (
        "answer",
        lambda p: p.url("assessment:take", "learner.open"),
        {"sure": ["yes", "no"], "number": ["1", "2"]},
    ),
]


@pytest.mark.parametrize(("name", "url", "sent"), MANY, ids=[name for name, _, _ in MANY])
def test_V15_3_7_a_field_sent_twice_is_read_once_or_refused(
    people: Cast, name: str, url: Callable[[Cast], str], sent: dict[str, list[str]]
) -> None:
    response = people.client("learner").post(url(people), sent)
    assert response.status_code in (302, 422), name

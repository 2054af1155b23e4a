"""Cohorts: made by anyone, joined by link, two consents apart, left at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import AuditEvent, User
from roadmap.models import Cohort, CohortMember, JoinLink
from roadmap.secrets import hash_of
from tests import factories
from tests.web import html

COHORTS = "/cohorts/"
NEW = "/cohorts/new/"
CONSENTS = ["aggregate", "named", "peers"]


def members_page(cohort: Cohort) -> str:
    return reverse("roadmap:cohort_members", args=[cohort.pk])


def page_of(cohort: Cohort) -> str:
    return reverse("roadmap:cohort", args=[cohort.pk])


def join_page(secret: str) -> str:
    return reverse("roadmap:join", args=[secret])


def test_without_cohorts_the_page_says_how_to_get_one(learner: User) -> None:
    page = factories.signed_in(learner).get(COHORTS)
    assert "You are in no cohort yet" in html.text(page)
    assert html.parsed(page).query(f"main a[href='{NEW}']")


def test_whoever_makes_a_cohort_leads_it(learner: User) -> None:
    client = factories.signed_in(learner)
    assert client.get(NEW).status_code == 200
    sent = client.post(NEW, {"name": "Platform team", "role": "mlops-engineer"})
    made = Cohort.objects.get()
    assert sent.url == members_page(made)
    assert (made.created_by, made.role.slug) == (learner, "mlops-engineer")
    assert made.members.get().is_lead
    assert AuditEvent.objects.get().verb == "founded"
    assert "Platform team Lead" in html.text(client.get(COHORTS))


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"name": "x" * 81}, "name"), ({"role": "astronaut"}, "role")],
)
def test_a_cohort_needs_a_name_and_a_role(
    learner: User, change: dict[str, str], field: str
) -> None:
    filled = {"name": "Platform team", "role": "mlops-engineer"} | change
    page = factories.signed_in(learner).post(NEW, filled)
    assert page.status_code == 422
    assert html.error_targets(page)[0].attrs["name"] == field
    assert not Cohort.objects.exists()


def test_the_list_shows_own_cohorts_and_no_others(learner: User, mentor: User) -> None:
    factories.joined(factories.cohort(mentor), learner)
    factories.cohort(mentor, name="Kanarienvogel")
    page = factories.signed_in(learner).get(COHORTS)
    assert "Platform team Learner" in html.text(page)
    assert "Your result is not counted" in html.text(page)
    assert "Kanarienvogel" not in html.text(page)


def test_a_link_is_shown_once_and_only_its_hash_is_stored(mentor: User) -> None:
    cohort, client = factories.cohort(mentor), factories.signed_in(mentor)
    filled = {"kind": "learner", "limit": "3", "days": "14"}
    page = client.post(members_page(cohort), filled)
    address = html.parsed(page).query("input#link")[0].attrs["value"]
    secret, link = address.split("/")[-2], JoinLink.objects.get()
    assert (link.secret_hash, link.limit, link.uses) == (hash_of(secret), 3, 0)
    assert timedelta(days=13) < link.expires_at - timezone.now() <= timedelta(days=14)
    again = client.get(members_page(cohort))
    assert secret not in again.content.decode()
    assert "0 of 3 used" in html.text(again)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "boss"}, "kind"),
        ({"limit": "0"}, "limit"),
        ({"limit": "501"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"days": "999"}, "days"),
    ],
)
def test_a_link_outside_the_limits_is_refused(
    mentor: User, change: dict[str, str], field: str
) -> None:
    cohort = factories.cohort(mentor)
    filled = {"kind": "learner", "limit": "3", "days": "14"} | change
    page = factories.signed_in(mentor).post(members_page(cohort), filled)
    assert page.status_code == 422
    assert html.error_targets(page)[0].attrs["name"] == field
    assert not JoinLink.objects.exists()


def test_P01_all_boxes_are_empty_and_joining_works_without_any(learner: User, mentor: User) -> None:
    cohort = factories.cohort(mentor)
    link, secret = factories.join_link(cohort)
    client = factories.signed_in(learner)
    page = client.get(join_page(secret))
    boxes = html.parsed(page).query("main input[type=checkbox]")
    assert [box.attrs["name"] for box in boxes] == ["aggregate", "named", "peers"]
    assert not html.parsed(page).query("main input[checked]")
    assert client.post(join_page(secret)).url == page_of(cohort)
    member = CohortMember.objects.get(user=learner)
    assert member.kind == "learner"
    assert [name for name in CONSENTS if getattr(member, name)] == []
    link.refresh_from_db()
    assert link.uses == 1
    event = AuditEvent.objects.get(verb="joined")
    assert (event.actor, event.learner, event.about) == (learner, learner, f"cohort {cohort.pk}")


@pytest.mark.parametrize("ticked", CONSENTS)
def test_P01_each_consent_is_given_and_withdrawn_by_itself(
    learner: User, mentor: User, ticked: str
) -> None:
    cohort = factories.cohort(mentor)
    _, secret = factories.join_link(cohort)
    client, before = factories.signed_in(learner), timezone.now()
    client.post(join_page(secret), {ticked: "on"})
    member = CohortMember.objects.get(user=learner)
    assert [name for name in CONSENTS if getattr(member, name)] == [ticked]
    assert member.consent_text
    assert member.consented_at is not None
    assert member.consented_at >= before
    boxes = html.parsed(client.get(page_of(cohort))).query("main input[checked]")
    assert [box.attrs["name"] for box in boxes] == [ticked]
    other = CONSENTS[CONSENTS.index(ticked) - 1]
    client.post(reverse("roadmap:cohort_consent", args=[cohort.pk]), {other: "on"})
    member.refresh_from_db()
    assert [name for name in CONSENTS if getattr(member, name)] == [other]
    assert AuditEvent.objects.filter(verb="agreed", learner=learner).count() == 1


def test_mentors_and_leads_have_no_consents(learner: User, mentor: User) -> None:
    cohort = factories.cohort(mentor)
    _, secret = factories.join_link(cohort, kind="mentor")
    client = factories.signed_in(learner)
    assert not html.parsed(client.get(join_page(secret))).query("main input[type=checkbox]")
    client.post(join_page(secret), {"aggregate": "on", "named": "on"})
    member = CohortMember.objects.get(user=learner)
    assert (member.kind, member.aggregate, member.named) == ("mentor", False, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortMember.objects.filter(pk=member.pk).update(named=True)


def test_a_link_stops_when_it_is_full_cancelled_or_old(learner: User, mentor: User) -> None:
    cohort, client = factories.cohort(mentor), factories.signed_in(learner)
    full, cancelled, old = (factories.join_link(cohort, limit=1) for _ in range(3))
    factories.signed_in(factories.user(email="nina@example.org")).post(join_page(full[1]))
    factories.signed_in(mentor).post(
        reverse("roadmap:cancel_join", args=[cohort.pk, cancelled[0].pk])
    )
    JoinLink.objects.filter(pk=old[0].pk).update(expires_at=timezone.now())
    for _, secret in (full, cancelled, old):
        for answer in (client.get(join_page(secret)), client.post(join_page(secret))):
            assert answer.status_code == 404
            assert "This link no longer works" in html.text(answer)
    assert not CohortMember.objects.filter(user=learner).exists()


def test_joining_twice_takes_one_seat(learner: User, mentor: User) -> None:
    cohort = factories.cohort(mentor)
    link, secret = factories.join_link(cohort)
    client = factories.signed_in(learner)
    client.post(join_page(secret))
    again = client.post(join_page(secret), {"aggregate": "on"})
    assert again.status_code == 409
    assert "already" in html.text(again, "h1")
    link.refresh_from_db()
    assert link.uses == 1
    assert not CohortMember.objects.get(user=learner).aggregate


def test_someone_signed_out_is_led_to_sign_in_and_back(mentor: User) -> None:
    _, secret = factories.join_link(factories.cohort(mentor))
    assert Client().get(join_page(secret)).status_code == 200
    assert Client().post(join_page(secret)).url == f"/accounts/login/?next={join_page(secret)}"


def test_leaving_takes_everything_back_at_once(learner: User, mentor: User) -> None:
    cohort = factories.cohort(mentor)
    member = factories.joined(cohort, learner, aggregate=True, named=True)
    client = factories.signed_in(learner)
    client.post(reverse("roadmap:cohort_leave", args=[cohort.pk, member.pk]))
    assert not CohortMember.objects.filter(user=learner).exists()
    assert client.get(page_of(cohort)).status_code == 404
    assert AuditEvent.objects.get(verb="left").learner == learner


def test_a_lead_takes_out_others_and_nobody_else_does(
    learner: User, mentor: User, stranger: User
) -> None:
    cohort = factories.cohort(mentor)
    member = factories.joined(cohort, learner)
    factories.joined(cohort, stranger, kind="mentor")
    url = reverse("roadmap:cohort_leave", args=[cohort.pk, member.pk])
    assert factories.signed_in(stranger).post(url).status_code == 404
    assert factories.signed_in(mentor).post(url).status_code == 302
    assert not CohortMember.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize("kind", ["mentor", "lead"])
def test_A01_V8_3_2_who_was_taken_out_does_not_come_back_by_an_old_link(
    mentor: User, stranger: User, kind: str
) -> None:
    cohort = factories.cohort(mentor)
    secrets = {part: factories.join_link(cohort, kind=part)[1] for part in ("mentor", "lead")}
    learners, _ = factories.join_link(cohort)
    client = factories.signed_in(stranger)
    client.post(join_page(secrets[kind]))
    member = cohort.members.get(user=stranger)
    url = reverse("roadmap:cohort_leave", args=[cohort.pk, member.pk])
    answer = factories.signed_in(mentor).post(url, follow=True)
    assert "Links for mentors and leads no longer work" in html.text(answer)
    assert [client.post(join_page(secret)).status_code for secret in secrets.values()] == [404] * 2
    assert client.get(page_of(cohort)).status_code == 404
    assert learners in JoinLink.objects.usable(timezone.now())


def test_the_only_lead_cannot_leave(mentor: User, stranger: User) -> None:
    cohort = factories.cohort(mentor)
    url = reverse("roadmap:cohort_leave", args=[cohort.pk, cohort.members.get().pk])
    answer = factories.signed_in(mentor).post(url)
    assert answer.status_code == 409
    assert "You are the only lead" in html.text(answer)
    factories.joined(cohort, stranger, kind="lead")
    assert factories.signed_in(mentor).post(url).status_code == 302


def test_A01_a_cohort_mentor_makes_no_links(mentor: User, stranger: User) -> None:
    cohort = factories.cohort(mentor)
    factories.joined(cohort, stranger, kind="mentor")
    links, client = JoinLink.objects.count(), factories.signed_in(stranger)
    page = client.get(members_page(cohort))
    assert page.status_code == 200
    assert not html.parsed(page).query("main [name=limit]")
    filled = {"kind": "learner", "limit": "3", "days": "14"}
    assert client.post(members_page(cohort), filled).status_code == 404
    assert JoinLink.objects.count() == links


def test_the_list_of_members_tells_neither_consents_nor_addresses(
    learner: User, mentor: User, stranger: User
) -> None:
    cohort = factories.cohort(mentor)
    factories.joined(cohort, learner, aggregate=True, named=True)
    nameless = factories.user(email="nina@example.org")
    factories.joined(cohort, nameless)
    page = factories.signed_in(mentor).get(members_page(cohort))
    assert "Lena Learner" in html.text(page)
    assert nameless.email not in page.content.decode()
    rows = [li.to_text().split(" Since ")[0] for li in html.parsed(page).query("ul.links > li")]
    assert any("Lena Learner" in row for row in rows)
    assert not any("count" in row or "consent" in row for row in rows)

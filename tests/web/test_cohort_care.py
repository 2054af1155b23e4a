"""A lead gives a cohort another name, names another lead, and deletes it; what people did themselves stays."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessment.models import Assessment, AuditEvent, User
from roadmap.models import Cohort, CohortMember, CohortSnapshot, JoinLink, Mentorship
from tests import factories
from tests.web import groups, html


@pytest.fixture
def cohort(mentor: User) -> Cohort:
    return factories.cohort(mentor)


@pytest.fixture
def lead(mentor: User) -> Client:
    return factories.signed_in(mentor)


def at(route: str, cohort: Cohort, *args: int) -> str:
    return reverse(f"roadmap:{route}", args=[cohort.pk, *args])


def leave(cohort: Cohort, who: User) -> HttpResponse:
    member = cohort.members.get(user=who)
    return factories.signed_in(who).post(at("cohort_leave", cohort, member.pk))


def test_a_lead_renames_a_cohort(cohort: Cohort, lead: Client) -> None:
    url = at("cohort_rename", cohort)
    page = html.parsed(lead.get(url))
    assert page.query("[name=name]")[0].attrs["value"] == "Platform team"
    assert lead.post(url, {"name": "The platform class"}).url == at("cohort_members", cohort)
    assert "The platform class" in html.text(lead.get("/cohorts/"))
    assert AuditEvent.objects.filter(verb="renamed", about=f"cohort {cohort.pk}").exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_is_none_is_refused(cohort: Cohort, lead: Client, name: str) -> None:
    page = lead.post(at("cohort_rename", cohort), {"name": name})
    assert page.status_code == 422
    assert html.errors(page)
    assert Cohort.objects.get().name == "Platform team"


def test_deleting_says_what_goes_and_asks_first(cohort: Cohort, lead: Client) -> None:
    groups.learner(cohort, 1)
    page = lead.get(at("cohort_delete", cohort))
    assert "This can’t be undone." in html.text(page)
    assert "with its 2 members" in html.text(page)
    assert "everybody’s assessments" in html.text(page)
    assert Cohort.objects.exists()


def test_a_deleted_cohort_is_gone_and_what_people_did_stays(
    cohort: Cohort, lead: Client, mentor: User
) -> None:
    people = [groups.learner(cohort, n, named=True) for n in range(6)]
    factories.mentorship(people[0], mentor)
    lead.get(at("cohort", cohort))
    factories.join_link(cohort)
    runs = Assessment.objects.count()
    pages = [at(route, cohort) for route in ("cohort", "cohort_people", "cohort_members")]
    sent = lead.post(at("cohort_delete", cohort), follow=True)
    assert "Platform team is deleted." in html.text(sent, "[role=status]")
    for model in (Cohort, CohortMember, CohortSnapshot, JoinLink):
        assert not model.objects.exists()
    for who in (mentor, people[0]):
        client = factories.signed_in(who)
        assert {client.get(page).status_code for page in pages} == {404}
    assert Assessment.objects.count() == runs
    assert Mentorship.objects.count() == 1
    assert AuditEvent.objects.filter(learner=people[0], verb="left").exists()


def test_only_a_lead_renames_deletes_or_names_a_lead(
    cohort: Cohort, learner: User, stranger: User
) -> None:
    factories.joined(cohort, learner)
    coach = factories.joined(cohort, stranger, kind="mentor")
    nobody = factories.user(email="nina@example.org")
    for who in (learner, stranger, nobody):
        client = factories.signed_in(who)
        for route in ("cohort_rename", "cohort_delete"):
            assert client.get(at(route, cohort)).status_code == 404
            assert client.post(at(route, cohort), {"name": "Ours"}).status_code == 404
        assert client.post(at("cohort_name_lead", cohort, coach.pk)).status_code == 404
    assert Cohort.objects.get().name == "Platform team"
    assert cohort.members.filter(kind="lead").count() == 1


def test_the_only_lead_names_a_mentor_and_leaves(
    cohort: Cohort, mentor: User, lead: Client, stranger: User
) -> None:
    coach = factories.joined(cohort, stranger, kind="mentor")
    refused = leave(cohort, mentor)
    assert refused.status_code == 409
    doors = {form.attrs["action"] for form in html.parsed(refused).query("main form")}
    assert doors == {at("cohort_name_lead", cohort, coach.pk)}
    assert lead.post(doors.pop()).status_code == 302
    assert leave(cohort, mentor).status_code == 302
    assert factories.signed_in(stranger).get(at("cohort_rename", cohort)).status_code == 200


def test_the_only_lead_can_delete_instead_of_leaving(cohort: Cohort, mentor: User) -> None:
    refused = leave(cohort, mentor)
    links = {link.attrs["href"] for link in html.parsed(refused).query("main a")}
    assert at("cohort_delete", cohort) in links


def test_a_learner_cannot_be_named_a_lead(cohort: Cohort, lead: Client, learner: User) -> None:
    member = factories.joined(cohort, learner, aggregate=True)
    assert lead.post(at("cohort_name_lead", cohort, member.pk)).status_code == 404
    assert cohort.members.get(user=learner).is_learner
    assert (
        at("cohort_name_lead", cohort, member.pk)
        not in lead.get(at("cohort_members", cohort)).content.decode()
    )


def test_a_mentor_can_be_named_once(cohort: Cohort, lead: Client, stranger: User) -> None:
    coach = factories.joined(cohort, stranger, kind="mentor")
    url = at("cohort_name_lead", cohort, coach.pk)
    assert [lead.post(url).status_code for _ in range(2)] == [302, 404]

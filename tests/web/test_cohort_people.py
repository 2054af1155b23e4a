"""A cohort by name: who agreed and nobody else, verdicts without scores, and every look told."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import AuditEvent, User
from roadmap.models import Cohort
from tests import factories
from tests.web import groups, html


@pytest.fixture
def cohort(mentor: User) -> Cohort:
    return factories.cohort(mentor)


def people(cohort: Cohort) -> str:
    return reverse("roadmap:cohort_people", args=[cohort.pk])


def people_file(cohort: Cohort) -> str:
    return reverse("roadmap:cohort_people_file", args=[cohort.pk])


def test_without_anybody_the_page_says_so(cohort: Cohort, mentor: User) -> None:
    groups.learner(cohort, 1, aggregate=True)
    page = factories.signed_in(mentor).get(people(cohort))
    assert "Nobody is shown by name" in html.text(page)
    assert "Learner 1" not in html.text(page)


def test_A04_only_those_who_agreed_are_there_with_verdicts(cohort: Cohort, mentor: User) -> None:
    shown = groups.learner(cohort, 1, aggregate=False, named=True, serving=90, other=10)
    groups.learner(cohort, 2, aggregate=True, named=False)
    factories.joined(cohort, factories.user(email="nina@example.org", name="Nina"), named=True)
    page = factories.signed_in(mentor).get(people(cohort))
    first, second = html.parsed(page).query("ul.by-name > li")
    assert first.query("h2")[0].to_text() == "Learner 1"
    assert "No finished assessment yet" in second.to_text()
    lines = {p.query(".tag")[0].to_text(): p.to_text() for p in first.query("p") if p.query(".tag")}
    assert lines["Strength"].split("Strength")[1].strip() == "Model deployment and serving"
    assert "Monitoring" in lines["Gap"]
    assert shown.email not in page.content.decode()
    assert "90" not in html.text(page, ".by-name")


def test_P07_every_look_is_told_to_those_who_are_shown(cohort: Cohort, mentor: User) -> None:
    shown = groups.learner(cohort, 1, named=True)
    hidden = groups.learner(cohort, 2)
    client = factories.signed_in(mentor)
    client.get(people(cohort))
    client.get(people_file(cohort))
    looks = AuditEvent.objects.filter(verb="viewed")
    assert [(e.actor, e.learner, e.about) for e in looks] == [
        (mentor, shown, f"cohort {cohort.pk}")
    ] * 2
    told = factories.signed_in(shown).get("/sharing/")
    assert html.text(told).count("looked at your verdicts in a cohort") == 2
    assert "your name is shown with verdicts" in html.text(told)
    assert "Max Mentor" not in html.text(factories.signed_in(hidden).get("/sharing/"))


def test_V8_3_2_a_consent_taken_back_hides_the_name_at_once(cohort: Cohort, mentor: User) -> None:
    who = groups.learner(cohort, 1, named=True)
    client = factories.signed_in(mentor)
    assert "Learner 1" in html.text(client.get(people(cohort)))
    factories.signed_in(who).post(
        reverse("roadmap:cohort_consent", args=[cohort.pk]), {"aggregate": "on"}
    )
    assert "Learner 1" not in html.text(client.get(people(cohort)))


def test_what_rests_on_one_person_is_named(cohort: Cohort, mentor: User) -> None:
    groups.learner(cohort, 1, named=True, serving=90, other=90)
    groups.learner(cohort, 2, named=True, serving=10, other=90)
    groups.learner(cohort, 3, named=False, serving=90, other=90)
    page = factories.signed_in(mentor).get(people(cohort))
    told = [li.to_text() for li in html.parsed(page).query("[aria-labelledby=one] li")]
    assert told == ["Model deployment and serving : Learner 1"]


def test_the_file_has_a_column_for_each_domain(cohort: Cohort, mentor: User) -> None:
    who = groups.learner(cohort, 1, named=True, serving=90, other=10)
    User.objects.filter(pk=who.pk).update(name="=1+1")
    sent = factories.signed_in(mentor).get(people_file(cohort))
    assert sent.headers["Content-Disposition"].startswith("attachment; ")
    head, line = csv.reader(StringIO(sent.content.decode("utf-8-sig")))
    assert line[0] == "'=1+1"
    assert line[head.index("Model deployment and serving")] == "Strength"
    assert set(line[2:]) == {"Strength", "Gap"}


@pytest.mark.parametrize("many", [10, 60])
def test_the_page_takes_as_many_queries_for_sixty_as_for_ten(
    cohort: Cohort, mentor: User, many: int
) -> None:
    for number in range(many):
        groups.learner(cohort, number, named=True, serving=number % 5 * 20 + 5)
    client = factories.signed_in(mentor)
    client.get(people(cohort))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(people(cohort))
    assert len(html.parsed(page).query("ul.by-name > li")) == many
    assert len(asked) <= 9

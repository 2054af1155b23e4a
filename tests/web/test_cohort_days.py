"""The numbers of a cohort from one day to the next: what is renewed, what stays, and of whom nothing is told."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from assessment.models import Domain, User
from roadmap import actions
from roadmap.models import Cohort, CohortMember, CohortSnapshot
from tests import factories
from tests.web import groups, html
from tests.web.heat import SERVING, counts_file, file_of, look, row, rows


@pytest.fixture
def cohort(mentor: User) -> Cohort:
    return factories.cohort(mentor)


def test_counts_are_the_same_all_day(cohort: Cohort) -> None:
    people = [groups.learner(cohort, n, serving=30 if n < 5 else 50) for n in range(10)]
    before = row(look(cohort))
    for who in people:
        groups.again(who, serving=70)
    assert row(look(cohort)) == before
    assert CohortSnapshot.objects.count() == 1


def test_another_day_shows_nothing_of_four_and_all_of_five(cohort: Cohort) -> None:
    people = [groups.learner(cohort, n, serving=30) for n in range(10)]
    people += [groups.learner(cohort, n, serving=50) for n in range(10, 15)]
    first = row(look(cohort))
    assert first[:6] == ["0", "10", "5", "0", "0", "0"]
    groups.a_day_later(cohort)
    for who in people[:3]:
        groups.again(who, serving=50)
    groups.again(people[10], serving=30)
    assert row(look(cohort)) == first
    groups.again(people[11], serving=30)
    assert row(look(cohort))[:6] == ["0", "9", "6", "0", "0", "0"]
    assert CohortSnapshot.objects.count() == 2


def test_four_who_come_do_not_hide_one_who_leaves(cohort: Cohort) -> None:
    people = [groups.learner(cohort, n, serving=30 if n < 6 else 50) for n in range(12)]
    first = row(look(cohort))
    groups.a_day_later(cohort)
    for number in range(12, 18):
        groups.learner(cohort, number, serving=70 if number < 15 else 50)
    actions.leave(CohortMember.objects.get(user=people[0]), by=people[0])
    assert row(look(cohort)) == first
    for who in people[1:5]:
        actions.leave(CohortMember.objects.get(user=who), by=who)
    assert row(look(cohort)) == first  # all five were at one level
    assert CohortSnapshot.objects.count() == 2


def test_a_row_stays_where_those_who_make_the_difference_are_at_one_level(cohort: Cohort) -> None:
    for number in range(14):
        groups.learner(cohort, number, serving=30 if number < 7 else 50, other=number % 2 * 20 + 10)
    first = look(cohort)
    yesterday = groups.a_day_later(cohort)
    for number in range(14, 19):
        groups.learner(cohort, number, serving=50, other=number % 2 * 20 + 10)
    page = look(cohort)
    networking, networking_name = "/domains/networking/", Domain.objects.get(slug="networking").name
    assert row(page) == row(first)
    assert row(page, networking)[:2] == ["10", "9"]
    heads = {line.query("a")[0].attrs["href"]: line.query("th")[0].to_text() for line in rows(page)}
    assert f"as of {yesterday:%-d %b %Y}" in " ".join(heads[SERVING].split())
    assert "as of" not in heads[networking]
    lead = cohort.members.get(kind="lead").user
    lines = list(csv.reader(StringIO(file_of(cohort, lead))))
    dates = {line[0]: line[-1] for line in lines}
    assert dates["Model deployment and serving"] == yesterday.isoformat()
    assert dates[networking_name] > yesterday.isoformat()
    # From then on the row follows what it was counted from, not what it was passed over for.
    groups.a_day_later(cohort)
    for number in range(19, 24):
        groups.learner(cohort, number, serving=30 if number < 21 else 50, other=30)
    page = look(cohort)
    assert row(page)[:6] == ["0", "9", "15", "0", "0", "0"]
    assert row(page, networking)[:2] == ["10", "9"]


def test_who_is_seen_elsewhere_does_not_hide_the_others(cohort: Cohort, mentor: User) -> None:
    by_name = [groups.learner(cohort, n, serving=30, named=True) for n in range(5)]
    mentee = groups.learner(cohort, 5, serving=30)
    actions.end_mentorship(factories.mentorship(mentee, mentor), by=mentee)
    for number in range(6, 9):
        groups.learner(cohort, number, serving=30)
    for number in range(9, 16):
        groups.learner(cohort, number, serving=50)
    # Of nine at one level, three are not seen elsewhere.
    assert row(look(cohort))[:6] == ["hidden"] * 3 + ["0"] * 3
    CohortMember.objects.filter(user__in=by_name).update(named=False)
    CohortSnapshot.objects.all().delete()
    assert row(look(cohort))[:6] == ["0", "9", "7", "0", "0", "0"]


def test_fewer_than_five_beside_those_who_are_seen_elsewhere_are_not_counted(
    cohort: Cohort,
) -> None:
    for number in range(12):
        groups.learner(cohort, number, serving=30 if number < 6 else 50, named=True)
    for number in range(12, 16):
        groups.learner(cohort, number, serving=50)
    assert row(look(cohort))[:6] == ["0", "6", "6", "0", "0", "0"]
    assert len(CohortSnapshot.objects.get().counted) == 12


def test_a_consent_taken_back_is_in_no_later_count(cohort: Cohort) -> None:
    people = [groups.learner(cohort, n, serving=30 if n < 6 else 50) for n in range(12)]
    first = row(look(cohort))
    groups.a_day_later(cohort)
    CohortMember.objects.filter(user=people[0]).update(aggregate=False)
    assert row(look(cohort)) == first  # one person is not told
    for who, score in zip(people[4:9], (30, 30, 50, 50, 50), strict=True):
        groups.again(who, serving=score)
    assert row(look(cohort))[:6] == ["0", "5", "6", "0", "0", "0"]


def test_below_five_the_counts_are_gone_at_once(cohort: Cohort) -> None:
    people = [groups.learner(cohort, n) for n in range(5)]
    assert html.parsed(look(cohort)).query(".heat")
    factories.signed_in(people[0]).post(reverse("roadmap:cohort_consent", args=[cohort.pk]))
    assert not html.parsed(look(cohort)).query(".heat")
    answer = factories.signed_in(cohort.members.get(kind="lead").user).get(counts_file(cohort))
    assert answer.status_code == 404

"""Many at once in a cohort: the last seat is taken once, a person joins once, and somebody always leads."""

import pytest
from django.urls import reverse

from roadmap import access
from roadmap.models import CohortMember, JoinLink
from tests import factories
from tests.concurrency.together import together

pytestmark = pytest.mark.usefixtures("committed")


def test_V2_3_4_V15_4_2_the_last_seat_of_a_link_is_taken_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cohort = factories.cohort(factories.user(email="max@example.org"))
    link, secret = factories.join_link(cohort, limit=1)
    people = [factories.user(email=f"lena{n}@example.org") for n in range(5)]
    clients = [factories.signed_in(who) for who in people]
    found = JoinLink.objects.select_related("cohort__role", "created_by").get(pk=link.pk)
    # All five have found the seat free before the first of them takes it.
    monkeypatch.setattr(access, "usable_join_link", lambda secret: found)
    url = reverse("roadmap:join", args=[secret])
    statuses = together(5, lambda n: clients[n].post(url).status_code)
    assert sorted(statuses) == [302, 404, 404, 404, 404]
    assert CohortMember.objects.get(kind="learner").user == people[statuses.index(302)]
    link.refresh_from_db()
    assert link.uses == 1


def test_joining_four_times_at_once_takes_one_seat() -> None:
    cohort = factories.cohort(factories.user(email="max@example.org"))
    link, secret = factories.join_link(cohort)
    lena = factories.user(email="lena@example.org")
    clients = [factories.signed_in(lena) for _ in range(4)]
    url = reverse("roadmap:join", args=[secret])
    statuses = together(4, lambda n: clients[n].post(url).status_code)
    assert sorted(statuses) == [302, 409, 409, 409]
    link.refresh_from_db()
    assert link.uses == 1


def test_two_leads_who_leave_at_once_do_not_both_go() -> None:
    one, two = (factories.user(email=f"max{n}@example.org") for n in range(2))
    cohort = factories.cohort(one)
    factories.joined(cohort, two, kind="lead")
    clients = [factories.signed_in(one), factories.signed_in(two)]
    urls = [
        reverse("roadmap:cohort_leave", args=[cohort.pk, pk])
        for pk in cohort.members.values_list("pk", flat=True)
    ]
    statuses = together(2, lambda n: clients[n].post(urls[n]).status_code)
    assert sorted(statuses) == [302, 409]
    assert cohort.members.count() == 1

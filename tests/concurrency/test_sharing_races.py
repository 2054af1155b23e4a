"""Consent under parallel requests: one sharing for one agreement, and none after it was declined."""

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Mentorship
from tests import factories
from tests.concurrency.test_races import copies
from tests.concurrency.together import together

pytestmark = pytest.mark.usefixtures("committed")

TERMS = {"scope": "summary", "share_days": "30", "consent": "on"}


def test_a_request_granted_four_times_at_once_makes_one_mentorship() -> None:
    lena, max_ = (factories.user(email=f"{name}@example.org") for name in ("lena", "max"))
    url = reverse("roadmap:grant_request", args=[factories.request_to(lena, max_).pk])
    clients = copies(factories.signed_in(lena), 4)
    statuses = together(4, lambda n: clients[n].post(url, TERMS).status_code)
    assert sorted(statuses) == [302, 404, 404, 404]
    assert Mentorship.objects.get().mentor == max_


def test_confirming_and_declining_at_once_never_leaves_a_declined_mentor_looking() -> None:
    lena, max_ = (factories.user(email=f"{name}@example.org") for name in ("lena", "max"))
    shared = factories.accepted(lena, max_)
    routes = ("confirm_mentorship", "end_mentorship", "confirm_mentorship", "end_mentorship")
    clients = copies(factories.signed_in(lena), 4)
    urls = [reverse(f"roadmap:{route}", args=[shared.pk]) for route in routes]
    statuses = together(4, lambda n: clients[n].post(urls[n]).status_code)
    assert (statuses[1], statuses[3]) == (302, 302)
    assert {statuses[0], statuses[2]} <= {302, 404}
    assert not Mentorship.objects.active(timezone.now()).exists()


def test_a_link_made_anew_four_times_at_once_leaves_one_that_works() -> None:
    lena = factories.user(email="lena@example.org")
    made, _ = factories.invitation(lena)
    url = reverse("roadmap:reissue_invitation", args=[made.pk])
    clients = copies(factories.signed_in(lena), 4)
    statuses = together(4, lambda n: clients[n].post(url).status_code)
    assert sorted(statuses) == [302, 404, 404, 404]
    assert lena.invitations.usable(timezone.now()).count() == 1

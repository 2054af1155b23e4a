"""Many at once: what is clicked twice, replayed or raced is stored once, and nobody sees an error."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from assessment import actions
from assessment.access import Person
from assessment.bank import current_bank
from assessment.core.responses import Outcome
from assessment.models import Assessment, AuditEvent, User, Verb
from roadmap import access as roadmap_access
from roadmap.models import Goal, Invitation, Mentorship
from tests import factories
from tests.concurrency.together import together

pytestmark = pytest.mark.usefixtures("committed")

CROWD = 20
START = {"role": "mlops-engineer", "hours_per_week": "5", "length": "quick"}


@pytest.fixture
def lena(committed: None) -> User:
    return factories.user(email="lena@example.org", name="Lena Learner")


def copies(client: Client, times: int) -> list[Client]:
    """The same browser several times, each answering with a status where the site fails."""
    made = [Client(raise_request_exception=False) for _ in range(times)]
    for copy in made:
        copy.cookies = client.cookies.copy()
    return made


def take(run: Assessment) -> str:
    return reverse("assessment:take", args=[run.pk, run.position])


def answers_of(
    run: Assessment, by: User, posted: Callable[[int], dict[str, object]], **headers: str
) -> list[int]:
    """The statuses that a crowd of parallel answers to the waiting question gets."""
    clients = copies(factories.signed_in(by), CROWD)
    forms, url = [posted(n) for n in range(CROWD)], take(run)
    return together(
        CROWD, lambda n: clients[n].post(url, forms[n], headers=headers or None).status_code
    )


def test_Q05_V15_4_2_twenty_identical_answers_at_once_are_stored_once(lena: User) -> None:
    run = factories.asking(lena)
    right = factories.posted_for(run, Outcome.RIGHT)
    statuses = answers_of(run, lena, lambda n: right)
    assert sorted(statuses) == [302] + [409] * (CROWD - 1)
    assert list(run.responses.values_list("position", "outcome")) == [(1, "right")]


def test_twenty_answers_through_htmx_at_once_are_stored_once(lena: User) -> None:
    run = factories.asking(lena)
    right = factories.posted_for(run, Outcome.RIGHT)
    statuses = answers_of(run, lena, lambda n: right, **{"HX-Request": "true"})
    assert sorted(statuses) == [200] + [409] * (CROWD - 1)
    assert run.responses.count() == 1


def test_of_twenty_different_answers_at_once_one_is_stored(lena: User) -> None:
    run = factories.asking(lena)
    outcomes = [list(Outcome)[n % 3] for n in range(CROWD)]
    statuses = answers_of(run, lena, lambda n: factories.posted_for(run, outcomes[n]))
    assert sorted(statuses) == [302] + [409] * (CROWD - 1)
    run.refresh_from_db()
    assert run.responses.get().outcome == outcomes[statuses.index(302)].value
    assert run.position == 2


def test_C07_without_the_lock_the_database_still_refuses_a_second_answer(
    lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, times = factories.asking(lena), 6
    given = factories.given_for(run.asked, Outcome.RIGHT)
    read = [Assessment.objects.select_related("asked").get(pk=run.pk) for _ in range(times)]
    # Everyone believes what they read before the race.
    monkeypatch.setattr("assessment.actions.runs._locked", lambda assessment: assessment)

    def answer(number: int) -> str:
        try:
            actions.answer(read[number], 1, given, by=Person(user=lena), bank=current_bank())
        except IntegrityError:
            return "refused by the database"
        return "stored"

    assert sorted(together(times, answer)) == ["refused by the database"] * 5 + ["stored"]
    assert run.responses.count() == 1


def test_C03_four_starts_of_a_learner_at_once_open_one_assessment(lena: User) -> None:
    clients = copies(factories.signed_in(lena), 4)
    answers = together(4, lambda n: clients[n].post(reverse("roadmap:start"), START))
    run = Assessment.objects.get(learner=lena)
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, f"/a/{run.pk}/")}
    assert Goal.objects.get().assessment_id == run.pk
    assert AuditEvent.objects.filter(verb=Verb.STARTED).count() == 1


def test_C03_four_starts_of_each_of_twenty_learners_open_one_for_each(lena: User) -> None:
    learners = [lena, *(factories.user(email=f"lena{n}@example.org") for n in range(CROWD - 1))]
    clients = [copy for who in learners for copy in copies(factories.signed_in(who), 4)]
    url = reverse("roadmap:start")
    for first in range(0, len(clients), CROWD):  # five learners at a time
        some = clients[first : first + CROWD]
        assert together(CROWD, lambda n: some[n].post(url, START).status_code) == [302] * CROWD  # noqa: B023
    opened = Assessment.objects.open().values_list("learner", flat=True)
    assert sorted(opened) == sorted(who.pk for who in learners)


def test_C03_four_starts_of_a_guest_at_once_open_one_assessment(client: Client) -> None:
    client.get(reverse("roadmap:start"))  # brings the guest's cookie
    clients = copies(client, 4)
    answers = together(4, lambda n: clients[n].post(reverse("roadmap:start"), START))
    run = Assessment.objects.get(learner=None)
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, f"/a/{run.pk}/")}
    assert all(
        c.get(reverse("assessment:resume", args=[run.pk])).status_code == 302 for c in clients
    )


def test_Q05_finishing_twice_at_once_makes_one_result(lena: User) -> None:
    run = factories.answered(factories.asking(lena), lena, Outcome.RIGHT, Outcome.WRONG)
    clients = copies(factories.signed_in(lena), 4)
    url = reverse("assessment:finish", args=[run.pk])
    answers = together(4, lambda n: clients[n].post(url))
    report = reverse("roadmap:report", args=[run.pk])
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, report)}
    assert run.results.count() == 18
    assert AuditEvent.objects.filter(verb=Verb.FINISHED).count() == 1


def test_an_answer_and_a_finish_at_once_leave_a_whole_assessment(lena: User) -> None:
    run = factories.answered(factories.asking(lena), lena, Outcome.RIGHT)
    clients = copies(factories.signed_in(lena), 2)
    posts = [
        (take(run), factories.posted_for(run, Outcome.RIGHT)),
        (reverse("assessment:finish", args=[run.pk]), {}),
    ]
    statuses = together(2, lambda n: clients[n].post(*posts[n]).status_code)
    run.refresh_from_db()
    assert statuses[1] == 302
    assert run.is_finished
    assert run.responses.count() == (2 if statuses[0] == 302 else 1)
    assert sum(run.results.values_list("responses", flat=True)) == run.responses.count()


def test_Q05_V15_4_2_the_last_answer_twice_at_once_makes_one_result(lena: User) -> None:
    run = factories.answered(factories.asking(lena), lena, *[Outcome.RIGHT] * 17)
    last = factories.posted_for(run, Outcome.RIGHT)
    statuses = answers_of(run, lena, lambda n: last)
    assert sorted(statuses) == [302] + [409] * (CROWD - 1)
    assert (run.responses.count(), run.results.count()) == (18, 18)


def test_V2_3_4_one_of_five_mentors_gets_an_invitation(
    lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation, secret = factories.invitation(lena)
    mentors = [factories.user(email=f"max{n}@example.org") for n in range(5)]
    clients = [copies(factories.signed_in(mentor), 1)[0] for mentor in mentors]
    # All five have found the link usable before the first of them takes it.
    monkeypatch.setattr(
        roadmap_access, "usable_invitation", lambda secret: Invitation.objects.get(pk=invitation.pk)
    )
    url = reverse("roadmap:invitation", args=[secret])
    statuses = together(5, lambda n: clients[n].post(url).status_code)
    assert sorted(statuses) == [302, 404, 404, 404, 404]
    assert Mentorship.objects.get().mentor == mentors[statuses.index(302)]


def test_two_links_accepted_by_one_mentor_at_once_make_one_mentorship(lena: User) -> None:
    secrets = [factories.invitation(lena)[1] for _ in range(4)]
    mentor = factories.user(email="max@example.org")
    clients = copies(factories.signed_in(mentor), 4)
    urls = [reverse("roadmap:invitation", args=[secret]) for secret in secrets]
    statuses = together(4, lambda n: clients[n].post(urls[n]).status_code)
    assert sorted(statuses) == [302, 409, 409, 409]
    assert Mentorship.objects.get().mentor == mentor
    assert Invitation.objects.filter(accepted_at=None).count() == 3

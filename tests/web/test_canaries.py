"""Words that give away where they come from, looked for in everything that somebody can reach, pages and files alike."""

from urllib.parse import urlencode

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import ContentVersion, Domain, Option, QuestionRevision, Response, User
from roadmap import actions
from roadmap.models import CohortMember, Mentorship, Scope, Step, StepState
from tests import factories
from tests.web.browsing import Tour, crawl

pytestmark = [pytest.mark.drill, pytest.mark.django_db]

CANARY, EVIDENCE, SECONDS = "Kanarienvogel", "Zaunkönig", 7654321


def said(tour: Tour, word: str) -> set[str]:
    """Addresses whose answers have a word, in their text or their headers."""
    return {
        url
        for url, answer in tour.pages.items()
        if word.lower() in (answer.content.decode("utf-8", "replace") + str(answer.headers)).lower()
    }


@pytest.fixture
def marked(learner: User) -> User:
    """A learner who answered, with a word of its own in every question, in what she wrote, and in how long she took."""
    QuestionRevision.objects.update(stem=Concat(Value(CANARY), F("stem")))
    for field in ("text", "because"):
        Option.objects.update(**{field: Concat(Value(CANARY), F(field))})
    ContentVersion.objects.create(digest="marked", summary="")  # so that memory is filled anew
    for _ in range(2):
        factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)
    Response.objects.update(seconds=SECONDS)
    step = Step.objects.filter(retired=False)[0]
    actions.mark_step(step, StepState.DONE, by=factories.person(learner), note=EVIDENCE, link="")
    return learner


def everything_of(shared: Mentorship) -> Tour:
    """All that a mentor reaches by links, and every address there is about a sharing, whether a link leads there or not."""
    runs = [run.pk for run in shared.learner.assessments.finished()]
    about = {
        "mentee_report": runs[:1],
        "mentee_print": runs[:1],
        "mentee_plan": runs[:1],
        "mentee_spreadsheet": runs[:1],
        "mentee_answers": runs[:1],
        "mentee_compare": runs,
        "brief": [],
        "talk": [],
        "agree": [],
    }
    starts = [reverse(f"roadmap:{route}", args=[shared.pk, *of]) for route, of in about.items()]
    return crawl(factories.signed_in(shared.mentor), *starts)


@pytest.mark.parametrize("scope", Scope)
def test_A07_V8_2_3_no_question_choice_or_time_reaches_who_may_not_see_answers(
    marked: User, mentor: User, scope: Scope
) -> None:
    tour = everything_of(factories.mentorship(marked, mentor, scope=scope))
    assert len(tour.pages) > 25
    assert (said(tour, CANARY) != set()) is (scope == Scope.ANSWERS)
    assert (said(tour, EVIDENCE) != set()) is (scope != Scope.SUMMARY)
    assert said(tour, str(SECONDS)) == set()


@pytest.fixture
def bird(mentor: User) -> User:
    """Somebody who shares with another mentor, in a cohort of theirs, with something of everything there is."""
    bird = factories.user(email="kanarienvogel@example.org", name=CANARY)
    other = factories.user(email="olga@example.org", name=f"Mentor of {CANARY}")
    run, shared = factories.finished(bird, Outcome.WRONG), factories.mentorship(bird, other)
    cohort = factories.cohort(other, name=f"The {CANARY} group")
    member = factories.joined(cohort, bird)
    CohortMember.objects.filter(pk=member.pk).update(aggregate=True, named=True, peers=True)
    actions.write_note(shared, run, CANARY, by=other)
    actions.rate_mentee(shared, Domain.objects.all()[0], 3, CANARY, by=other)  # type: ignore[arg-type]
    factories.agreement(shared, text=CANARY)
    # What has ended counts no more either.
    actions.end_mentorship(factories.mentorship(bird, mentor), by=bird)
    return bird


@pytest.mark.parametrize("reader", ["mentor", "learner"])
def test_A04_V8_4_1_nothing_that_is_reached_names_somebody_of_another_group(
    bird: User, learner: User, mentor: User, reader: str
) -> None:
    factories.finished(learner, Outcome.WRONG)
    shared = factories.mentorship(learner, mentor, scope=Scope.ANSWERS)
    factories.joined(factories.cohort(mentor), learner)
    asked = [
        f"/mentor/?{urlencode({name: value})}"
        for name, value in (("q", CANARY[:6]), ("sort", "name"), ("need", "result"), ("page", "2"))
    ]
    client = factories.signed_in({"mentor": mentor, "learner": learner}[reader])
    tour = crawl(
        client, *asked, "/sharing/looks/", "/inbox/", reverse("roadmap:brief", args=[shared.pk])
    )
    assert len(tour.pages) > 40
    assert said(tour, CANARY) == set()
    assert said(crawl(factories.signed_in(bird)), CANARY)

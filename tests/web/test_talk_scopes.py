"""What a mentor learns on the list of mentees and in a brief keeps to what the learner shares."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.core.responses import Outcome
from assessment.models import Assessment, User
from roadmap import actions
from roadmap.models import Mentorship, Progress, Scope, Step, StepState
from tests import factories
from tests.web import html


def stalled(learner: User) -> Step:
    """A step that the learner has been doing for very long."""
    step = Step.objects.filter(retired=False)[0]
    actions.mark_step(step, StepState.DOING, by=factories.person(learner))
    Progress.objects.update(changed_at=timezone.now() - timedelta(days=90))
    return step


def brief(shared: Mentorship) -> str:
    return reverse("roadmap:brief", args=[shared.pk])


@pytest.mark.parametrize(
    ("scope", "told"), [(Scope.SUMMARY, False), (Scope.SKILLS, True), (Scope.ANSWERS, True)]
)
def test_a_step_that_stands_still_is_told_where_the_plan_is_shared(
    learner: User, mentor: User, scope: Scope, *, told: bool
) -> None:
    factories.finished(learner, Outcome.RIGHT)
    stalled(learner)
    factories.mentorship(learner, mentor, scope=scope)
    page = html.parsed(factories.signed_in(mentor).get(reverse("roadmap:mentees")))
    tags = [tag.to_text() for tag in page.query(".mentees .tag")]
    assert ("A step has stalled" in tags) == told


@pytest.mark.parametrize(
    ("scope", "status"), [(Scope.SUMMARY, 404), (Scope.SKILLS, 200), (Scope.ANSWERS, 200)]
)
def test_a_brief_needs_the_report_and_plan(
    learner: User, mentor: User, scope: Scope, status: int
) -> None:
    factories.finished(learner, Outcome.RIGHT)
    shared = factories.mentorship(learner, mentor, scope=scope)
    client = factories.signed_in(mentor)
    assert client.get(brief(shared)).status_code == status
    page = client.get(reverse("roadmap:mentees")).content.decode()
    assert (f'href="{brief(shared)}"' in page) == (status == 200)
    assert client.post(brief(shared), {"card": "x"}).status_code == 404


def test_of_one_assessment_shared_no_other_is_told(learner: User, mentor: User) -> None:
    only = factories.finished(learner, Outcome.RIGHT)
    later = factories.finished(learner, Outcome.UNKNOWN, role="senior-mlops-engineer")
    shared = factories.mentorship(learner, mentor, scope=Scope.SKILLS, only=only)
    client = factories.signed_in(mentor)
    for url in (reverse("roadmap:mentees"), brief(shared)):
        page = client.get(url).content.decode()
        assert str(later.pk) not in page
        assert later.goal.role.name not in html.text(client.get(url))


def test_blind_spots_are_counted_and_not_named_where_answers_are_not_shared(
    learner: User, mentor: User
) -> None:
    run = factories.finished(learner, Outcome.WRONG)
    shared = factories.mentorship(learner, mentor, scope=Scope.SKILLS)
    page = html.text(factories.signed_in(mentor).get(brief(shared)))
    assert f"{run.responses.count()} answers. Which ones is not shared with you." in page
    assert "Question 1:" not in page


def test_who_is_not_confirmed_cannot_talk(learner: User, mentor: User) -> None:
    factories.finished(learner, Outcome.RIGHT)
    waiting = factories.accepted(learner, mentor)
    for person in (learner, mentor):
        client: Client = factories.signed_in(person)
        for route in ("roadmap:talk", "roadmap:agree"):
            assert client.get(reverse(route, args=[waiting.pk])).status_code == 404
    assert factories.signed_in(mentor).get(brief(waiting)).status_code == 404
    assert Assessment.objects.count() == 1

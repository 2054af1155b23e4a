"""The page for a talk: what to ask about and why, nothing that is not shared, and what was heard is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.access import Person
from assessment.core.responses import Outcome
from assessment.models import Assessment, AuditEvent, User
from roadmap import actions, briefing
from roadmap.library import current_library
from roadmap.models import Mentorship, ProbeOutcome, Progress, Step, StepState
from tests import factories
from tests.web import html

MOST_QUERIES = 24


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)


@pytest.fixture
def shared(learner: User, mentor: User, run: Assessment) -> Mentorship:
    return factories.mentorship(learner, mentor)


def page(shared: Mentorship) -> str:
    return reverse("roadmap:brief", args=[shared.pk])


def opened(shared: Mentorship) -> HttpResponse:
    return factories.signed_in(shared.mentor).get(page(shared))


def skill_of(card: str) -> str:
    """The skill of a card of the content."""
    found = briefing.card(current_library(), card)
    assert found is not None
    return found.skill


def test_with_nothing_to_ask_about_the_page_has_no_questions(shared: Mentorship) -> None:
    text = html.text(opened(shared))
    assert "Talk with Lena Learner" in text
    assert "Questions to ask" not in text


def test_a_mentee_without_a_result_has_no_brief(mentor: User, stranger: User) -> None:
    waiting = factories.mentorship(stranger, mentor)
    assert "has no report yet" in html.text(opened(waiting))


def test_blind_spots_are_a_number_until_answers_are_shared(
    stranger: User, run: Assessment, shared: Mentorship
) -> None:
    spots = run.responses.filter(outcome="wrong", sure=True)
    names = {response.revision.skill.name for response in spots}
    assert names
    said = html.text(opened(shared), "section[aria-labelledby='blind']")
    assert f"{len(spots)} answers. Which ones is not shared with you." in said
    assert not any(name in said for name in names)
    everything = factories.mentorship(shared.learner, stranger, answers_too=True)
    said = html.text(opened(everything), "section[aria-labelledby='blind']")
    assert f"{len(spots)} answers in all" in said
    assert len([name for name in names if name in said]) >= 2


def test_the_widest_differences_come_first(run: Assessment, shared: Mentorship) -> None:
    for slug, level in (("model-serving", 4), ("networking", 2)):
        run.results.filter(domain__slug=slug).update(score=10, low=5, high=15, responses=3)
        domain = current_library().domains[slug]
        actions.rate_mentee(shared, domain, level, "Seen.", by=shared.mentor)
    rows = html.parsed(opened(shared)).query("section[aria-labelledby='differ'] li strong")
    names = [row.to_text() for row in rows]
    assert names.index("Model deployment and serving") < names.index(
        current_library().domains["networking"].name
    )


def test_losses_and_stalled_steps_are_named(learner: User, shared: Mentorship) -> None:
    said = "section[aria-labelledby='moved']"
    assert "Nothing." in html.text(opened(shared), said)
    step = Step.objects.filter(retired=False)[0]
    actions.mark_step(step, StepState.DOING, by=Person(user=learner))
    Progress.objects.update(changed_at=timezone.now() - timedelta(days=30))
    factories.finished(learner, Outcome.RIGHT)
    factories.finished(learner, Outcome.UNKNOWN)
    text = html.text(opened(shared), said)
    assert step.title in text
    assert "real loss since the result before, from" in text


def test_the_last_agreements_stand_at_the_top(shared: Mentorship) -> None:
    factories.agreement(shared, text="Read the postmortem", days=-3)
    text = html.text(opened(shared), ".agreements")
    assert "Read the postmortem" in text
    assert "Overdue" in text


def test_P07_looking_is_written_down_for_the_learner(shared: Mentorship) -> None:
    opened(shared)
    assert AuditEvent.objects.filter(verb="viewed", learner=shared.learner).count() == 1


def stalled(shared: Mentorship) -> Step:
    step = current_library().steps[min(current_library().steps)]
    actions.mark_step(step, StepState.DOING, by=Person(user=shared.learner))
    Progress.objects.update(changed_at=timezone.now() - timedelta(days=30))
    return step


def test_cards_are_for_what_stands_on_the_page(shared: Mentorship) -> None:
    step = stalled(shared)
    lifted = {lift.skill.slug for lift in step.lifts.all()}
    ids = [c.attrs["value"] for c in html.parsed(opened(shared)).query("input[name=card]")]
    assert 0 < len(ids) <= briefing.CARDS
    assert {skill_of(card) for card in ids} & lifted


def test_skills_of_wrong_answers_get_a_card_only_where_answers_are_shared(
    stranger: User, run: Assessment, shared: Mentorship
) -> None:
    spots = run.responses.filter(outcome="wrong", sure=True).order_by("position")
    skills = [spot.revision.skill.slug for spot in spots]
    first = next(skill for skill in skills if skill in current_library().probes)
    everything = factories.mentorship(shared.learner, stranger, answers_too=True)
    cards = html.parsed(opened(everything)).query("input[name=card]")
    assert skill_of(cards[0].attrs["value"]) == first
    others = html.parsed(opened(shared)).query("input[name=card]")
    assert first not in {skill_of(card.attrs["value"]) for card in others}


def test_what_was_heard_is_stored_and_the_learner_reads_it(
    run: Assessment, shared: Mentorship
) -> None:
    stalled(shared)
    client = factories.signed_in(shared.mentor)
    card = html.parsed(opened(shared)).query("input[name=card]")[0].attrs["value"]
    sent = {"card": card, f"{card}-level": "2", f"{card}-note": "Named three <b>signals</b>."}
    assert client.post(page(shared), sent).url == f"{page(shared)}#cards"
    made = ProbeOutcome.objects.get()
    assert (made.card, made.level, made.skill.slug) == (card, 2, skill_of(card))
    own = factories.signed_in(shared.learner).get(reverse("roadmap:report", args=[run.pk]))
    said = html.text(own, "section[aria-labelledby='mentor-ratings']")
    assert "Named three <b>signals</b>." in said
    assert made.question in said
    assert "Max Mentor" in said
    assert "Named three" in html.text(opened(shared), "section[aria-labelledby='heard']")
    assert AuditEvent.objects.get(verb="probed").actor == shared.mentor


@pytest.mark.parametrize(
    ("level", "note"), [("", "Heard."), ("2", " "), ("5", "Heard."), ("2", "x" * 2001)]
)
def test_a_level_without_what_shows_it_is_asked_for_again(
    shared: Mentorship, level: str, note: str
) -> None:
    card = next(iter(current_library().probes.values()))[0].slug
    sent = {"card": card, f"{card}-level": level, f"{card}-note": note}
    response = factories.signed_in(shared.mentor).post(page(shared), sent)
    assert response.status_code == 422
    assert html.title(response).startswith("Error: ")
    assert html.parsed(response).query("details[open] .field-error")
    assert not ProbeOutcome.objects.exists()


def test_a_card_that_does_not_exist_is_not_found(shared: Mentorship) -> None:
    sent = {"card": "none", "none-level": "2", "none-note": "Heard."}
    assert factories.signed_in(shared.mentor).post(page(shared), sent).status_code == 404


@pytest.mark.parametrize("times", [1, 8])
def test_the_number_of_queries_does_not_grow(learner: User, shared: Mentorship, times: int) -> None:
    for _ in range(times):
        factories.finished(learner, Outcome.WRONG)
        factories.agreement(shared)
    client = factories.signed_in(shared.mentor)
    client.get(page(shared))
    with CaptureQueriesContext(connection) as queries:
        client.get(page(shared))
    assert len(queries) <= MOST_QUERIES, f"The brief took {len(queries)} queries."

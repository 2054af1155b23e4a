"""The third lens: a mentor's rating with what they saw, beside self-rating and estimate, never mixed with them."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.core.responses import Outcome
from assessment.models import Assessment, AuditEvent, Domain, User
from roadmap import actions
from roadmap.models import MentorRating, Mentorship, Probe
from tests import factories
from tests.web import html

DOMAIN = "model-serving"
EVIDENCE = "Rolled back a faulty model alone."


@pytest.fixture
def run(learner: User) -> Assessment:
    return factories.finished(learner, Outcome.RIGHT, Outcome.WRONG)


@pytest.fixture
def shared(learner: User, mentor: User) -> Mentorship:
    return factories.mentorship(learner, mentor)


def rate(shared: Mentorship, run: Assessment, slug: str = DOMAIN) -> str:
    return reverse("roadmap:mentor_rate", args=[shared.pk, run.pk, slug])


def cell(client: Client, url: str) -> str:
    """What the mentor's column says of the domain."""
    row = next(
        row for row in html.parsed(client.get(url)).query("tr[id]") if row.attrs["id"] == DOMAIN
    )
    return row.query("td[data-label='Mentor']")[0].to_text()


def test_a_rating_is_stored_with_its_evidence_and_both_can_read_it(
    learner: User, mentor: User, run: Assessment, shared: Mentorship
) -> None:
    client = factories.signed_in(mentor)
    response = client.post(rate(shared, run), {"level": "3", "evidence": EVIDENCE})
    own = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    assert response.url == f"{own}#mentor-ratings"
    for person, url in (
        (mentor, own),
        (learner, reverse("roadmap:report", args=[run.pk])),
    ):
        reader = factories.signed_in(person)
        assert cell(reader, url) == "Professional"
        assert EVIDENCE in html.text(reader.get(url))
    assert AuditEvent.objects.filter(verb="rated", actor=mentor, learner=learner).count() == 1


def test_estimates_are_not_moved_by_it(run: Assessment, shared: Mentorship, mentor: User) -> None:
    before = list(run.results.order_by("domain").values_list("score", "low", "high"))
    actions.rate_mentee(shared, Domain.objects.get(slug=DOMAIN), 4, EVIDENCE, by=mentor)
    assert list(run.results.order_by("domain").values_list("score", "low", "high")) == before


def test_the_latest_rating_of_a_mentor_is_shown_and_the_earlier_ones_stay(
    learner: User, mentor: User, run: Assessment, shared: Mentorship
) -> None:
    domain = Domain.objects.get(slug=DOMAIN)
    actions.rate_mentee(shared, domain, 1, "First.", by=mentor)
    actions.rate_mentee(shared, domain, 2, "Second.", by=mentor)
    client = factories.signed_in(learner)
    url = reverse("roadmap:report", args=[run.pk])
    assert cell(client, url) == "Engineer"
    text = html.text(client.get(url))
    assert "Second." in text
    assert "First." not in text
    assert MentorRating.objects.count() == 2


def test_a_mentor_sees_no_rating_of_another_mentor(
    learner: User, mentor: User, stranger: User, run: Assessment, shared: Mentorship
) -> None:
    other = factories.mentorship(learner, stranger)
    actions.rate_mentee(other, Domain.objects.get(slug=DOMAIN), 4, EVIDENCE, by=stranger)
    url = reverse("roadmap:mentee_report", args=[shared.pk, run.pk])
    text = html.text(factories.signed_in(mentor).get(url))
    assert EVIDENCE not in text
    assert str(stranger) not in text


def test_without_a_rating_there_is_no_column(learner: User, run: Assessment) -> None:
    page = html.parsed(factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk])))
    assert not page.query("td[data-label='Mentor']")


def test_a_rating_far_from_the_answers_is_named_with_what_to_do(
    learner: User, mentor: User, run: Assessment, shared: Mentorship
) -> None:
    run.results.filter(domain__slug=DOMAIN).update(score=20, low=10, high=30, responses=3)
    actions.rate_mentee(shared, Domain.objects.get(slug=DOMAIN), 4, EVIDENCE, by=mentor)
    text = html.text(factories.signed_in(learner).get(reverse("roadmap:report", args=[run.pk])))
    assert "mentor Architect ; the 3 answers point to" in text
    assert "name one piece of work that shows the level" in text


@pytest.mark.parametrize(
    "sent",
    [
        {"level": "3"},
        {"evidence": EVIDENCE},
        {"level": "5", "evidence": EVIDENCE},
        {"level": "3", "evidence": "x" * 2001},
        {"level": "3", "evidence": "   "},
    ],
)
def test_a_level_without_evidence_or_out_of_range_is_refused(
    mentor: User, run: Assessment, shared: Mentorship, sent: dict[str, str]
) -> None:
    response = factories.signed_in(mentor).post(rate(shared, run), sent)
    assert response.status_code == 422
    assert "There is a problem" in html.text(response)
    assert not MentorRating.objects.exists()


def test_after_the_end_nobody_rates_and_the_learner_keeps_what_was_said(
    learner: User, mentor: User, run: Assessment, shared: Mentorship
) -> None:
    client = factories.signed_in(mentor)
    client.post(rate(shared, run), {"level": "3", "evidence": EVIDENCE})
    actions.end_mentorship(shared, by=learner)
    response = client.post(rate(shared, run), {"level": "0", "evidence": "Too late."})
    assert response.status_code == 404
    url = reverse("roadmap:report", args=[run.pk])
    assert cell(factories.signed_in(learner), url) == "Professional"


def test_an_unknown_domain_is_not_found(mentor: User, run: Assessment, shared: Mentorship) -> None:
    assert factories.signed_in(mentor).get(rate(shared, run, "no-such-domain")).status_code == 404


def test_the_page_brings_questions_for_a_talk_about_every_skill(
    mentor: User, run: Assessment, shared: Mentorship
) -> None:
    page = html.parsed(factories.signed_in(mentor).get(rate(shared, run)))
    shown = [
        row.to_text() for row in page.query("section[aria-labelledby=probes] > details > summary")
    ]
    skills = Domain.objects.get(slug=DOMAIN).skills.filter(retired=False)
    assert shown == list(skills.values_list("name", flat=True))
    cards = page.query("section[aria-labelledby=probes] article")
    assert (
        len(cards)
        == Probe.objects.filter(skill__in=skills, retired=False).count()
        >= 2 * len(shown)
    )

"""Would a sensible mentor agree with what the app tells people first? By their true scores, and by what it measures."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest

from roadmap.core.gaps import Verdict
from roadmap.library import current_library
from roadmap.report import Report
from tests.personas.advice import Advice, advice, from_an_assessment, from_the_truth
from tests.personas.persona import Persona, everyone

pytestmark = pytest.mark.django_db

SEEDS = range(1, 6)
MOST = 4  # of the seeds
SHOWN = 5  # steps that a report shows first
FIRST = {"gaps": 3, "steps": 3, "certifications": 1}  # how many entries are the beginning of a list

PEOPLE = [pytest.param(person, id=person.id) for person in everyone()]
EXPECTED = [
    pytest.param(person, part, id=f"{person.id}-{part}") for person in everyone() for part in FIRST
]
DISAGREEMENTS = [
    pytest.param(
        person,
        part,
        slug,
        id=f"{person.id}-{slug}",
        marks=pytest.mark.xfail(strict=True, reason=reason, raises=AssertionError),
    )
    for person in everyone()
    for part in FIRST
    for slug, reason in getattr(person, part).but.items()
]


@cache
def exactly(person_id: str) -> Advice:
    return advice(from_the_truth(by_id(person_id)))


@cache
def measured(person_id: str) -> Sequence[Report]:
    return [from_an_assessment(by_id(person_id), seed) for seed in SEEDS]


@cache
def measured_advice(person_id: str) -> Sequence[Advice]:
    return [advice(report) for report in measured(person_id)]


def by_id(person_id: str) -> Persona:
    return next(person for person in everyone() if person.id == person_id)


def objections(person: Persona, part: str, said: Advice) -> dict[str, str]:
    """What the person's mentor has against one part of the advice."""
    found: dict[str, str] = getattr(person, part).objections(getattr(said, part), first=FIRST[part])
    return found


# What is written down


def test_there_are_twelve_people_of_different_backgrounds_and_aims() -> None:
    assert len(everyone()) == 12
    assert len({person.background for person in everyone()}) >= 10
    assert len({person.role for person in everyone()}) >= 9


@pytest.mark.parametrize("person", PEOPLE)
def test_all_that_is_written_down_speaks_of_things_that_exist(person: Persona) -> None:
    library = current_library()
    assert person.background in library.backgrounds
    assert person.role in library.roles
    assert set(person.scores) == set(library.domains)
    known = {
        "gaps": library.domains,
        "steps": library.steps,
        "certifications": library.certifications,
    }
    for part, there in known.items():
        said = getattr(person, part)
        assert {*said.top, *said.within, *said.never, *said.but} <= set(there)
        assert not {*said.top, *said.within} & set(said.never)


def test_a_mentor_objects_to_what_is_too_early_too_late_or_should_not_be_said() -> None:
    person = by_id("sre")
    said = Advice(
        gaps=("networking", "model-serving", "monitoring-observability"),
        steps=(),
        certifications=(),
    )
    assert objections(person, "gaps", said) == {
        "networking": "should not be said",
        "model-serving": "should be within the first 1",
    }
    assert objections(person, "steps", said) == {
        "serve-a-model-at-a-local-address": "should be within the first 3"
    }


# By the true scores: the rules and the content


@pytest.mark.parametrize(("person", "part"), EXPECTED)
def test_who_is_known_exactly_is_told_what_a_mentor_would_say(person: Persona, part: str) -> None:
    left = getattr(person, part).but
    found = objections(person, part, exactly(person.id))
    assert getattr(exactly(person.id), part), "nothing is said"
    assert {slug: why for slug, why in found.items() if slug not in left} == {}


@pytest.mark.parametrize(("person", "part", "slug"), DISAGREEMENTS)
def test_a_disagreement_that_is_known_is_still_there(person: Persona, part: str, slug: str) -> None:
    assert slug not in objections(person, part, exactly(person.id))
    objecting = [slug in objections(person, part, said) for said in measured_advice(person.id)]
    assert sum(objecting) <= len(SEEDS) - MOST


# By assessments: what the noise of sixty answers must leave standing


@pytest.mark.parametrize("person", PEOPLE)
def test_one_of_the_first_three_measured_gaps_is_one_that_a_mentor_names(person: Persona) -> None:
    named = [
        any(domain in person.gaps.top for domain in said.gaps[: FIRST["gaps"]])
        for said in measured_advice(person.id)
    ]
    assert sum(named) >= MOST


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_is_sent_first_to_a_step_that_is_behind_them(person: Persona) -> None:
    fine = [
        not set(said.steps[:SHOWN]) & set(person.steps.never) for said in measured_advice(person.id)
    ]
    assert sum(fine) >= MOST


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_is_sent_to_a_certification_that_a_mentor_rules_out(person: Persona) -> None:
    ruled_out = set(person.certifications.never) - set(person.certifications.but)
    fine = [not set(said.certifications) & ruled_out for said in measured_advice(person.id)]
    assert sum(fine) >= MOST


def test_most_of_the_first_measured_gaps_are_ones_that_mentors_name() -> None:
    named = [
        domain in person.gaps.top
        for person in everyone()
        for said in measured_advice(person.id)
        for domain in said.gaps[: FIRST["gaps"]]
    ]
    assert sum(named) >= 0.6 * len(named)


def test_what_is_called_a_gap_is_one_and_many_gaps_are_called_so() -> None:
    called: Counter[bool] = Counter()  # by whether the true score lies below the target
    there = 0
    for person in everyone():
        for report in measured(person.id):
            asked = [s for s in report.gaps.rows if s.weight and s.responses]
            there += sum(person.scores[s.domain] < s.target for s in asked)
            called.update(
                person.scores[s.domain] < s.target for s in asked if s.verdict is Verdict.GAP
            )
    assert called[True] >= 0.9 * called.total()
    assert called[True] >= 0.3 * there

"""What the catalogue of certifications promises about its own content."""

import pytest

from roadmap.core.loading import Roadmap


def test_the_exam_of_the_guides_is_known_with_nine_subjects_that_are_all_tested(
    roadmap: Roadmap, domain_of: dict[str, str]
) -> None:
    sized = [c for c in roadmap.certifications if c.exam and c.exam.questions]
    assert [c.id for c in sized] == ["certified-mlops-engineer"]
    exam, blueprint = sized[0].exam, sized[0].blueprint
    assert exam is not None
    assert blueprint is not None
    assert (exam.questions, exam.minutes, exam.pass_percent) == (75, 120, 72)
    assert len(blueprint.topics) == 9
    assert blueprint.is_equal
    assert blueprint.untested_share == 0
    assert set(blueprint.by_domain(domain_of)) == set(sized[0].domains)


def test_blueprints_make_a_whole_of_what_is_tested_and_what_is_not(
    roadmap: Roadmap, domain_of: dict[str, str]
) -> None:
    blueprints = [c.blueprint for c in roadmap.certifications if c.blueprint]
    assert len(blueprints) >= 7
    for blueprint in blueprints:
        tested = sum(blueprint.by_domain(domain_of).values())
        assert 0 <= blueprint.untested_share <= 1
        assert tested + blueprint.untested_share == pytest.approx(1)


def test_facts_from_outside_the_guides_say_where_they_were_read(roadmap: Roadmap) -> None:
    facts = [fact for c in roadmap.certifications for fact in c.outside]
    assert facts
    assert all("." in fact.where and "://" not in fact.where for fact in facts)
    closed = {c.id for c in roadmap.certifications if c.closed}
    assert closed == {"tensorflow-certification", "azure-ai-engineer-associate"}

"""Loading content writes what is in the files, only what changed, and deletes nothing that results rest on."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessment.bank import current_bank
from assessment.core.loading import load_content
from assessment.models import ContentVersion, Question, QuestionRevision
from roadmap import models as roadmap
from roadmap.core.loading import load_roadmap
from roadmap.library import current_library
from tests.content.small import Files
from tests.content.tables import dump

SERVE, WATCH = "questions/serving.yaml", "questions/monitoring.yaml"


def printed(*arguments: object, **options: object) -> list[str]:
    """The lines that the command prints."""
    out = StringIO()
    call_command("loadcontent", *map(str, arguments), stdout=out, **options)
    return out.getvalue().splitlines()


def folders(files: Files) -> list[object]:
    return ["--assessment", files.assessment, "--roadmap", files.roadmap]


# The project's own content


def test_D03_loading_the_real_content_twice_changes_nothing_the_second_time(db: None) -> None:
    before = dump()
    assert printed() == ["Content is up to date."]
    assert dump() == before


def test_D03_every_question_of_the_files_is_in_the_database_as_written(db: None) -> None:
    rows = {
        row.question.slug: row
        for row in QuestionRevision.objects.filter(current=True)
        .select_related("question", "skill")
        .prefetch_related("options__misconception")
    }
    questions = load_content().all_questions
    assert rows.keys() == {question.id for question in questions}
    for question in questions:
        row = rows[question.id]
        assert (row.skill.slug, row.kind, row.level) == (
            question.skill, question.kind, question.level,
        )  # fmt: skip
        assert (row.stem, row.exhibit) == (question.stem, question.exhibit or "")
        assert (row.answer, row.tolerance) == (question.answer, question.tolerance)
        assert row.is_servable == (question.status == "live")
        assert [
            (o.position, o.text, o.key, o.because, o.misconception and o.misconception.slug)
            for o in row.options.all()
        ] == [
            (n, o.text, o.key, o.because, o.misconception) for n, o in enumerate(question.options)
        ]


def test_every_role_and_step_of_the_files_is_in_the_database_as_written(db: None) -> None:
    files = load_roadmap(load_content())
    for target in files.targets:
        wanted = roadmap.WantedScore.objects.filter(role__slug=target.id, role__retired=False)
        assert list(
            wanted.values_list("domain__slug", "score", "weight", "reason").order_by("domain__slug")
        ) == sorted((w.domain, w.score, w.weight, w.reason) for w in target.domains)
    steps = current_library().steps
    assert steps.keys() == {step.id for step in files.steps}
    for step in files.steps:
        row = steps[step.id]
        assert (row.hours, row.do) == (step.hours, step.do)
        assert {(lift.skill.slug, lift.start, lift.end) for lift in row.lifts.all()} == {
            (lift.skill, lift.start, lift.end) for lift in step.lifts
        }
        assert {before.slug for before in row.after.all()} == set(step.after)
        assert {project.slug for project in row.projects.all()} == set(step.projects)


def test_resources_items_and_study_plans_of_the_files_are_in_the_library_as_written(
    db: None,
) -> None:
    content = load_content()
    files, library = load_roadmap(content), current_library()
    skills = {domain.id: {skill.id for skill in domain.skills} for domain in content.domains}
    assert library.resources.keys() == {resource.id for resource in files.resources}
    for resource in files.resources:
        row = library.resources[resource.id]
        assert (row.kind, row.good_for, row.unrelated) == (
            resource.kind, resource.good_for, resource.unrelated,
        )  # fmt: skip
        expected = set(resource.skills).union(*(skills[domain] for domain in resource.domains))
        assert library.resource_facts[resource.id].covers == expected
    for rows, items in ((library.portfolio, files.portfolio), (library.interview, files.interview)):
        assert {row.slug: {s.slug for s in row.steps.all()} for row in rows} == {
            item.id: set(item.steps) for item in items
        }
    assert tuple(library.study_plans.values()) == files.study_plans
    assert {i for i, facts in library.step_facts.items() if facts.closing} == {
        step.id for step in files.steps if step.closing
    }


def test_probe_cards_of_the_files_are_in_the_library_by_skill_the_lowest_level_first(
    db: None,
) -> None:
    content = load_content()
    files, library = load_roadmap(content), current_library()
    assert library.probes.keys() == content.skills.keys()
    rows = [card for cards in library.probes.values() for card in cards]
    assert {
        row.slug: (row.skill.slug, row.level, row.ask, row.good, row.follow_up, tuple(row.sources))
        for row in rows
    } == {
        card.id: (card.skill, card.level, card.ask, card.good, card.follow_up, card.sources)
        for card in files.probes
    }
    for cards in library.probes.values():
        assert [card.level for card in cards] == sorted(card.level for card in cards)


# What is printed


def test_the_command_prints_what_is_new_and_how_much(files: Files, db: None) -> None:
    lines = printed(*folders(files), verbosity=2)
    for new in (
        "guide g1: title, about",
        "guide g0: retired",
        "new section g1.s01-first-steps",
        "new question slow-first-request",
        "new step serve-a-model",
        "new certification nursing-licence",
        "10 new anchors",
    ):
        assert new in lines
    assert "question endpoint-name-without-answer: retired" in lines
    assert lines[-1] == f"{len(lines) - 1} change(s)."


def test_the_command_cuts_a_long_list_short_and_says_so(files: Files, db: None) -> None:
    lines = printed(*folders(files))
    assert len(lines) == 22
    more, total = (int(line.split()[place]) for line, place in ((lines[20], 2), (lines[21], 0)))
    assert total == 20 + more
    assert "--verbosity 2" in lines[20]


def test_the_command_names_the_field_that_changed(loaded: Files) -> None:
    loaded.edit("domains/serving.yaml", "name: Serving\n", "name: Serving models\n")
    loaded.edit("roadmap/steps/serving.yaml", "hours: 8", "hours: 9")
    assert printed(*folders(loaded)) == [
        "domain serving: name",
        "step serve-a-model: hours",
        "2 change(s).",
    ]


def test_I05_the_command_fails_with_file_line_and_the_number_of_problems(loaded: Files) -> None:
    loaded.edit(SERVE, "level: 3", "level: 6")
    loaded.edit("domains/serving.yaml", "position: 1\n", "position: 2\n")
    with pytest.raises(CommandError) as caught:
        printed(*folders(loaded))
    said = str(caught.value)
    assert "assessment/content/questions/serving.yaml:4: 'level' must be at most 5" in said
    assert "assessment/content/domains/serving.yaml:3: position 2 is taken" in said
    assert said.endswith("2 problem(s); the database is as it was.")


# Versions


def test_each_change_makes_a_version_that_says_what_changed(loaded: Files) -> None:
    assert ContentVersion.objects.count() == 1
    loaded.edit("domains/serving.yaml", "name: Serving\n", "name: Serving models\n")
    loaded.load()
    assert ContentVersion.objects.latest().summary == "domain serving: name"
    assert loaded.load() == []
    assert ContentVersion.objects.count() == 2


def test_the_bank_in_memory_follows_the_content(loaded: Files) -> None:
    before = current_bank()
    assert current_bank() is before
    loaded.edit(SERVE, "nine seconds", "ten seconds")
    loaded.load()
    stems = [revision.stem for revision in current_bank().revisions.values()]
    assert any("ten seconds" in stem for stem in stems)


# Drafts


def servable(slug: str) -> bool:
    bank = current_bank()
    pk = QuestionRevision.objects.get(question__slug=slug, current=True).pk
    return bool(bank.items.servable[bank.index[pk]])


def test_a_draft_is_loaded_and_never_asked(loaded: Files) -> None:
    assert Question.objects.get(slug="inputs-moved-results-stable").draft
    assert not servable("inputs-moved-results-stable")
    assert servable("slow-first-request")


def test_a_reviewed_draft_is_asked_as_it_was(loaded: Files) -> None:
    before = QuestionRevision.objects.get(question__slug="inputs-moved-results-stable").pk
    loaded.edit(WATCH, "status: draft", "reviewed: 2026-11-22")
    assert loaded.load() == ["question inputs-moved-results-stable: draft"]
    assert servable("inputs-moved-results-stable")
    assert QuestionRevision.objects.get(question__slug="inputs-moved-results-stable").pk == before

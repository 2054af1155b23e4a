"""Whatever is wrong with content is reported with its file, its line and the reason, all of it at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assessment.core.catalogue import Kind
from assessment.core.loading import Content, load_content
from assessment.core.yaml_source import ContentError, Problem
from roadmap.core.loading import Roadmap, load_roadmap
from tests.content.assessment_faults import ASK_SERVE, ASSESSMENT_FAULTS
from tests.content.faults import Fault, edit
from tests.content.roadmap_faults import DO_SERVE, DO_WATCH, ROADMAP_FAULTS
from tests.content.small import write_assessment, write_roadmap


@pytest.fixture
def assessment(tmp_path: Path) -> Path:
    return write_assessment(tmp_path)


@pytest.fixture
def roadmap(tmp_path: Path) -> Path:
    return write_roadmap(tmp_path)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The small assessment, which the small roadmap refers to."""
    return load_content(write_assessment(tmp_path_factory.mktemp("small")))


def problems_of(load: Callable[[], Content | Roadmap]) -> list[Problem]:
    with pytest.raises(ContentError) as caught:
        load()
    return list(caught.value.problems)


def assert_reported(fault: Fault, problems: list[Problem], content: Path) -> None:
    file, line = f"{content.parent.name}/content/{fault.file}", fault.line(content)
    found = [p for p in problems if (p.file, p.line) == (file, line) and fault.says in p.message]
    assert len(found) == 1, f"{file}:{line}: {fault.says} is not in\n" + "\n".join(
        map(str, problems)
    )


# Content in which everything is right


def test_the_small_assessment_loads(assessment: Path) -> None:
    content = load_content(assessment)
    assert [guide.id for guide in content.guides] == ["g1", "g2"]
    assert content.sections == {"g1.s01-first-steps", "g1.s02-requests", "g2.s01-drift"}
    assert [domain.id for domain in content.domains] == ["serving", "monitoring"]
    assert list(content.skills) == [
        "request-paths",
        "batch-scoring",
        "drift-detection",
        "log-reading",
    ]
    assert [m.id for m in content.misconceptions] == ["drift-is-always-harm", "mean-tells-all"]
    assert [question.kind for question in content.all_questions] == [
        Kind.ONE, Kind.NUMBER, Kind.MANY, Kind.ORDER,
    ]  # fmt: skip
    assert content.retired.questions == ("old-question",)


def test_questions_know_what_follows_from_their_parts(assessment: Path) -> None:
    one, number, many, order = load_content(assessment).all_questions
    assert [len(q.keys) for q in (one, number, many, order)] == [1, 0, 2, 0]
    assert [len(q.others) for q in (one, number, many, order)] == [2, 0, 2, 3]
    assert [q.guess_rate for q in (one, number, many, order)] == [1 / 3, 0.02, 1 / 6, 1 / 6]
    assert one.misconceptions == number.misconceptions == ("mean-tells-all",)
    assert one.exhibit == "GET /predict  9.02 s\nGET /predict  0.11 s\n"
    assert (number.answer, number.tolerance, number.slips[0].value) == (6, 0.5, 0.17)
    assert (many.status, many.reviewed, order.status) == ("draft", None, "live")


def test_the_small_roadmap_loads(roadmap: Path, content: Content) -> None:
    loaded = load_roadmap(content, roadmap)
    assert [target.id for target in loaded.targets] == ["mlops-engineer", "platform-engineer"]
    assert [role.id for role in loaded.advanced_roles] == ["principal-engineer"]
    assert [background.id for background in loaded.backgrounds] == ["devops"]
    assert [step.hours for step in loaded.steps] == [2, 3, 8]
    assert [(lift.start, lift.end) for lift in loaded.steps[2].lifts] == [(0, 2), (0, 1)]
    assert [project.id for project in loaded.projects] == ["local-endpoint"]
    assert [certification.relevance.value for certification in loaded.certifications] == [
        "core", "adjacent", "unrelated",
    ]  # fmt: skip
    assert [r.unrelated for r in loaded.resources] == [False, False, True]
    assert [item.steps for item in (*loaded.portfolio, *loaded.interview)] == [
        ("serve-a-model",), ("serve-a-model",),
    ]  # fmt: skip
    assert [(b.first, b.last) for b in loaded.study_plans[0].blocks] == [(1, 4), (5, 6)]
    assert [card.level for card in loaded.probes] == [1, 2, 3, 1, 2, 2, 3, 1, 4]
    assert not any(step.closing for step in loaded.steps)
    assert loaded.retired.steps == ("old-step",)


def test_hidden_files_of_editors_and_systems_are_left_alone(assessment: Path) -> None:
    (assessment / "domains" / ".DS_Store").write_bytes(b"\x00\x01")
    (assessment / ".serving.yaml.swp").write_text("x", "utf-8")
    assert len(load_content(assessment).domains) == 2


# One fault at a time


@pytest.mark.parametrize("fault", ASSESSMENT_FAULTS.values(), ids=list(ASSESSMENT_FAULTS))
def test_a_fault_of_the_assessment_is_reported(fault: Fault, assessment: Path) -> None:
    fault.change(assessment)
    problems = problems_of(lambda: load_content(assessment))
    assert_reported(fault, problems, assessment)
    assert fault.more == (len(problems) > 1)


@pytest.mark.parametrize("fault", ROADMAP_FAULTS.values(), ids=list(ROADMAP_FAULTS))
def test_a_fault_of_the_roadmap_is_reported(fault: Fault, roadmap: Path, content: Content) -> None:
    fault.change(roadmap)
    problems = problems_of(lambda: load_roadmap(content, roadmap))
    assert_reported(fault, problems, roadmap)
    assert fault.more == (len(problems) > 1)


def test_a_skill_that_no_step_lifts_is_reported(roadmap: Path, content: Content) -> None:
    edit(DO_SERVE, "    - skill: batch-scoring\n      from: 0\n      to: 1\n", "")(roadmap)
    assert problems_of(lambda: load_roadmap(content, roadmap)) == [
        Problem("roadmap/content/steps", 1, "no step lifts the skill 'batch-scoring'")
    ]


def test_a_step_after_a_closing_one_must_be_closing_too(roadmap: Path, content: Content) -> None:
    edit(DO_SERVE, "  hours: 8\n", "  hours: 8\n  closing: true\n")(roadmap)
    says = "comes after the closing step 'serve-a-model': close it too"
    assert problems_of(lambda: load_roadmap(content, roadmap)) == [
        Problem("roadmap/content/steps/monitoring.yaml", 10, says)
    ]
    edit(DO_WATCH, "after: [serve-a-model]\n", "after: [serve-a-model]\n  closing: true\n")(roadmap)
    assert [step.closing for step in load_roadmap(content, roadmap).steps] == [True, False, True]


# Several faults at once


AT_ONCE = {
    "assessment": (
        ASSESSMENT_FAULTS,
        ["a stray file", "an unknown source of an anchor", "an unknown prerequisite",
         "a misconception from an unknown source", "a level above the ladder", "an endless answer",
         "a live question that nobody reviewed", "an alias"],
    ),
    "roadmap": (
        ROADMAP_FAULTS,
        ["a stray file", "a role that leads nowhere", "a background that adds an unknown domain",
         "a step after an unknown one", "a step of an unknown project",
         "a project of an unknown skill", "a certification after itself",
         "a certification back from retirement", "a resource for an unknown skill",
         "something to show from an unknown step", "a prompt of an unknown kind",
         "a block that leaves the days", "a skill with one card",
         "a question that yes or no can answer"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("app", AT_ONCE)
def test_faults_in_several_files_are_reported_at_once(
    app: str, assessment: Path, roadmap: Path, content: Content
) -> None:
    table, names = AT_ONCE[app]
    folder = {"assessment": assessment, "roadmap": roadmap}[app]
    for name in names:
        table[name].change(folder)
    problems = problems_of(
        lambda: load_content(folder) if app == "assessment" else load_roadmap(content, folder)
    )
    for name in names:
        assert_reported(table[name], problems, folder)
    assert len({problem.file for problem in problems}) >= 5


def test_all_faults_of_one_entry_are_reported_at_once(assessment: Path) -> None:
    edit(ASK_SERVE, "level: 3", "level: high")(assessment)
    edit(ASK_SERVE, "asks: diagnose", "ask: diagnose")(assessment)
    edit(ASK_SERVE, "key: true", "key: perhaps")(assessment)
    assert [str(problem) for problem in problems_of(lambda: load_content(assessment))] == [
        "assessment/content/questions/serving.yaml:2: missing key 'asks'",
        "assessment/content/questions/serving.yaml:4: 'level' must be a whole number, not 'high'",
        "assessment/content/questions/serving.yaml:5: unknown key 'ask'",
        "assessment/content/questions/serving.yaml:16: 'key' must be true or false, not 'perhaps'",
    ]


def test_an_empty_folder_says_which_files_are_missing(tmp_path: Path) -> None:
    folder = tmp_path / "assessment" / "content"
    folder.mkdir(parents=True)
    assert [problem.file for problem in problems_of(lambda: load_content(folder))] == [
        "assessment/content/guides.yaml",
        "assessment/content/misconceptions.yaml",
        "assessment/content/retired.yaml",
    ]

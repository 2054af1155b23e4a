"""Content that cannot be used, or a load that is cut short, leaves the database exactly as it was."""

import pytest

from assessment.core.yaml_source import ContentError
from roadmap import projection as roadmap_projection
from tests.content.assessment_faults import ASSESSMENT_FAULTS
from tests.content.faults import Fault
from tests.content.roadmap_faults import ROADMAP_FAULTS
from tests.content.small import Files
from tests.content.tables import dump

FAULTS = [
    pytest.param(app, fault, id=f"{app}: {name}")
    for app, faults in (("assessment", ASSESSMENT_FAULTS), ("roadmap", ROADMAP_FAULTS))
    for name, fault in faults.items()
]


@pytest.mark.parametrize(("app", "fault"), FAULTS)
def test_I05_V2_3_3_broken_content_is_refused_and_changes_nothing(
    db: None, files: Files, app: str, fault: Fault
) -> None:
    before = dump()
    folder = {"assessment": files.assessment, "roadmap": files.roadmap}[app]
    fault.change(folder)
    line = fault.line(folder)
    with pytest.raises(ContentError) as caught:
        files.load()
    assert any(
        problem.file == f"{app}/content/{fault.file}"
        and problem.line == line
        and fault.says in problem.message
        for problem in caught.value.problems
    )
    assert dump() == before


PARTS = [
    "_roles",
    "_steps",
    "_projects",
    "_certifications",
    "_resources",
    "_study_plans",
    "_probes",
]


@pytest.mark.parametrize("part", PARTS)
def test_I05_V2_3_3_an_exception_in_the_middle_of_loading_changes_nothing(
    db: None, files: Files, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    before, whole = dump(), getattr(roadmap_projection, part)

    def broken(*args: object) -> None:
        whole(*args)
        raise RuntimeError("the power went out")

    monkeypatch.setattr(roadmap_projection, part, broken)
    with pytest.raises(RuntimeError):
        files.load()
    assert dump() == before
    monkeypatch.undo()
    assert files.load()
    assert dump() != before


def test_I05_V2_3_3_an_exception_at_the_very_end_changes_nothing(
    loaded: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump()
    loaded.edit("questions/serving.yaml", "9.02 s", "9.03 s")
    monkeypatch.setattr("roadmap.actions.content.digest", lambda *parts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loaded.load()
    assert dump() == before

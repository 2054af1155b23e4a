"""Reads the content folder of the assessment into one checked value, or says everything that is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assessment.core.catalogue import Domain, Guide, Misconception, Question, Retired, Skill
from assessment.core.lint import lint
from assessment.core.yaml_source import (
    ContentError,
    Located,
    Model,
    Problem,
    Source,
    parse_list,
    parse_one,
    read,
)

T = TypeVar("T")
CONTENT = Path(__file__).resolve().parent.parent / "content"


@dataclass(frozen=True)
class Content:
    """Everything in `assessment/content/`, checked: ids are unique and every reference leads somewhere."""

    guides: tuple[Guide, ...]
    domains: tuple[Domain, ...]  # by position
    misconceptions: tuple[Misconception, ...]
    questions: Mapping[str, tuple[Question, ...]]  # by domain id
    retired: Retired

    @property
    def sections(self) -> frozenset[str]:
        return frozenset(section.id for guide in self.guides for section in guide.sections)

    @property
    def skills(self) -> dict[str, Skill]:
        return {skill.id: skill for domain in self.domains for skill in domain.skills}

    @property
    def all_questions(self) -> tuple[Question, ...]:
        return tuple(q for domain in self.domains for q in self.questions.get(domain.id, ()))


class Reader:
    """Reads the files of one folder and collects the problems of all of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.expected = {"README.md"}

    def name(self, path: Path) -> str:
        return f"{self.folder.parent.name}/content/{path.relative_to(self.folder).as_posix()}"

    def source(self, path: Path) -> Source | None:
        self.expected.add(path.relative_to(self.folder).as_posix())
        return read(path, self.name(path), self.problems)

    def one(self, model: type[Model], filename: str) -> list[Located[Model]]:
        """The entry of a file that holds one."""
        source = self.source(self.folder / filename)
        return parse_one(model, source, self.problems) if source else []

    def entries(self, model: type[Model], filename: str) -> list[Located[Model]]:
        """The entries of a file that holds a list."""
        source = self.source(self.folder / filename)
        return parse_list(model, source, self.problems) if source else []

    def each(self, model: type[Model], subfolder: str, *, lists: bool) -> list[Located[Model]]:
        """The entries of every file of a sub-folder; each file holds a list, or one entry."""
        parse_file: Callable[..., list[Located[Model]]] = parse_list if lists else parse_one
        entries: list[Located[Model]] = []
        for path in sorted((self.folder / subfolder).glob("*.yaml")):
            source = self.source(path)
            if source:
                entries += parse_file(model, source, self.problems)
        return entries

    def strays(self) -> Iterator[Problem]:
        """Files that nothing reads: a misspelt name would otherwise be lost in silence."""
        for path in sorted(self.folder.rglob("*")):
            known = path.relative_to(self.folder).as_posix() in self.expected
            if path.is_file() and not known and not path.name.startswith("."):
                yield Problem(
                    self.name(path), 1, "is not a content file; see README.md for the names"
                )

    def finish(self) -> None:
        """Raise ContentError if anything was wrong."""
        self.problems += self.strays()
        if self.problems:
            raise ContentError(self.problems)


def load_content(folder: Path = CONTENT) -> Content:
    """Read and check `folder`; raises ContentError with every problem found."""
    reader = Reader(folder)
    guides = reader.entries(Guide, "guides.yaml")
    domains = reader.each(Domain, "domains", lists=False)
    misconceptions = reader.entries(Misconception, "misconceptions.yaml")
    questions = reader.each(Question, "questions", lists=True)
    retired = reader.one(Retired, "retired.yaml")

    check = reader.problems.extend
    known_sections = {section.id for guide in guides for section in guide.value.sections}
    known_domains = {entry.value.id for entry in domains}
    skill_domain = {s.id: entry.value.id for entry in domains for s in entry.value.skills}
    known_misconceptions = {entry.value.id for entry in misconceptions}
    gone = retired[0].value if retired else Retired()

    check(unique(guides))
    check(_guides(guides))
    check(unique(domains, gone.domains))
    check(unique(misconceptions, gone.misconceptions))
    check(unique(questions, gone.questions))
    check(_domains(domains, known_domains, known_sections, gone))
    for entry in misconceptions:
        check(unknown(entry, "skills", entry.value.skills, skill_domain))
        check(unknown(entry, "sources", entry.value.sources, known_sections))
    for question in questions:
        check(_question(question, skill_domain, known_sections, known_misconceptions))
        check(
            question.problem(f"{question.value.id}: {message}") for message in lint(question.value)
        )
    reader.finish()

    ordered = sorted((entry.value for entry in domains), key=lambda domain: domain.position)
    return Content(
        guides=tuple(entry.value for entry in guides),
        domains=tuple(ordered),
        misconceptions=tuple(entry.value for entry in misconceptions),
        questions={
            domain.id: tuple(q.value for q in questions if skill_domain[q.value.skill] == domain.id)
            for domain in ordered
        },
        retired=gone,
    )


def unique(entries: Iterable[Located[Any]], retired: Iterable[str] = ()) -> Iterator[Problem]:
    """Ids that appear twice, and ids that come back from retirement."""
    seen: dict[str, Located[Any]] = {}
    gone = set(retired)
    for entry in entries:
        identity = entry.value.id
        if identity in seen:
            first = seen[identity].problem("")
            yield entry.problem(
                f"id {identity!r} is already used at {first.file}:{first.line}", "id"
            )
        if identity in gone:
            yield entry.problem(f"id {identity!r} is retired and must not be used again", "id")
        seen.setdefault(identity, entry)


def unknown(
    entry: Located[Model], key: str, ids: Iterable[str], known: Iterable[str]
) -> Iterator[Problem]:
    """References of `key` that lead nowhere, or are given twice."""
    known, seen = set(known), set()
    for i, identity in enumerate(ids):
        if identity not in known:
            yield entry.problem(f"{key}: {identity!r} does not exist", key, i)
        if identity in seen:
            yield entry.problem(f"{key}: {identity!r} is given twice", key, i)
        seen.add(identity)


def circles(before: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Ids that lie on a circle of prerequisites; `before` maps an id to the ids it needs."""
    for start in before:
        reached: set[str] = set()
        todo = list(before[start])
        while todo:
            identity = todo.pop()
            if identity not in reached:
                reached.add(identity)
                todo += before.get(identity, ())
        if start in reached:
            yield start


def _guides(guides: list[Located[Guide]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in guides:
        for i, section in enumerate(entry.value.sections):
            if not section.id.startswith(f"{entry.value.id}."):
                yield entry.problem(
                    f"section {section.id!r} belongs to another guide", "sections", i
                )
            if section.id in seen:
                yield entry.problem(f"section {section.id!r} is given twice", "sections", i)
            seen.add(section.id)


def _domains(
    domains: list[Located[Domain]], known: set[str], sections: set[str], gone: Retired
) -> Iterator[Problem]:
    positions: set[int] = set()
    skills: set[str] = set()
    on_circle = set(circles({entry.value.id: entry.value.prerequisites for entry in domains}))
    for entry in domains:
        domain = entry.value
        if Path(entry.source.file).stem != domain.id:
            yield entry.problem(
                f"the file of domain {domain.id!r} must be called {domain.id}.yaml", "id"
            )
        if domain.position in positions:
            yield entry.problem(
                f"position {domain.position} is taken by another domain", "position"
            )
        positions.add(domain.position)
        yield from unknown(entry, "prerequisites", domain.prerequisites, known)
        if domain.id in on_circle:
            yield entry.problem("prerequisites lead back to this domain", "prerequisites")
        for i, skill in enumerate(domain.skills):
            if skill.id in skills:
                yield entry.problem(f"skill {skill.id!r} is given twice", "skills", i)
            if skill.id in gone.skills:
                yield entry.problem(f"skill {skill.id!r} is retired", "skills", i)
            skills.add(skill.id)
            yield from _sources(entry, skill.sources, sections, "skills", i)
        for i, anchor in enumerate(domain.anchors):
            yield from _sources(entry, anchor.sources, sections, "anchors", i)


def _sources(
    entry: Located[Model], sources: Iterable[str], known: set[str], *keys: str | int
) -> Iterator[Problem]:
    for identity in sources:
        if identity not in known:
            yield entry.problem(f"section {identity!r} does not exist", *keys)


def _question(
    entry: Located[Question],
    skill_domain: Mapping[str, str],
    sections: set[str],
    misconceptions: set[str],
) -> Iterator[Problem]:
    question, domain = entry.value, Path(entry.source.file).stem
    if question.skill not in skill_domain:
        yield entry.problem(f"skill {question.skill!r} does not exist", "skill")
    elif skill_domain[question.skill] != domain:
        yield entry.problem(
            f"skill {question.skill!r} belongs to the file {skill_domain[question.skill]}.yaml",
            "skill",
        )
    yield from unknown(entry, "sources", question.sources, sections)
    for key, carried in (
        ("options", [option.misconception for option in question.options]),
        ("slips", [slip.misconception for slip in question.slips]),
    ):
        for i, identity in enumerate(carried):
            if identity and identity not in misconceptions:
                yield entry.problem(
                    f"misconception {identity!r} does not exist", key, i, "misconception"
                )

"""What the roadmap's content is: target roles, backgrounds, steps, projects and certifications as frozen values."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from assessment.core.catalogue import Entry, Line, Slug, Sources, Text

Seniority = Literal["entry", "mid", "senior", "lead"]


class StepKind(StrEnum):
    LEARN = "learn"
    PRACTISE = "practise"
    BUILD = "build"
    PROVE = "prove"


class Relevance(StrEnum):
    """How close a certification is to MLOps; unrelated ones are listed and never suggested."""

    CORE = "core"
    ADJACENT = "adjacent"
    PERIPHERAL = "peripheral"
    UNRELATED = "unrelated"


class Wanted(Entry):
    """What a role asks of one domain: a score on the 0 to 100 scale and a weight (0 not needed … 3 decides)."""

    domain: Slug
    score: Annotated[int, Field(ge=0, le=100)]
    weight: Annotated[int, Field(ge=0, le=3)]
    reason: Line


class Target(Entry):
    id: Slug
    name: Line
    seniority: Seniority
    summary: Text
    sources: Sources
    leads_to: tuple[Slug, ...] = ()
    domains: Annotated[tuple[Wanted, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not any(wanted.weight for wanted in self.domains):
            raise ValueError("at least one domain needs a weight above 0")
        return self


class AdvancedRole(Entry):
    id: Slug
    name: Line
    seniority: Seniority
    summary: Text
    sources: Sources


class Background(Entry):
    id: Slug
    name: Line
    summary: Text
    sources: Sources
    brings: tuple[Slug, ...] = ()
    strengths: Text
    add: tuple[Slug, ...] = ()
    advice: Text
    roles: tuple[Slug, ...] = ()


class Lift(Entry):
    """A skill and the levels (0 Starting … 4 Architect) between which a step lifts it."""

    model_config = Entry.model_config | {"populate_by_name": True}

    skill: Slug
    start: Annotated[int, Field(ge=0, le=3, alias="from")]
    end: Annotated[int, Field(ge=1, le=4, alias="to")]

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        if self.end <= self.start:
            raise ValueError("`to` must be above `from`")
        return self


class Step(Entry):
    id: Slug
    title: Line
    kind: StepKind
    lifts: Annotated[tuple[Lift, ...], Field(min_length=1)]
    hours: Annotated[int, Field(ge=1, le=80)]
    after: tuple[Slug, ...] = ()
    do: Text
    done_when: Text
    sources: Sources
    projects: tuple[Slug, ...] = ()
    helps: tuple[Slug, ...] = ()


class Project(Entry):
    id: Slug
    name: Line
    skills: Annotated[tuple[Slug, ...], Field(min_length=1)]
    sources: Sources


class Exam(Entry):
    questions: Annotated[int, Field(ge=1)] | None = None
    minutes: Annotated[int, Field(ge=1)] | None = None
    pass_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    fee: Line | None = None


class Certification(Entry):
    id: Slug
    name: Line
    provider: Line
    kind: Literal["certification", "course", "licence", "exam", "degree"]
    relevance: Relevance
    ladder: Literal["foundation", "engineer", "professional", "architect", "none"]
    facts: tuple[Line, ...] = ()
    exam: Exam | None = None
    domains: tuple[Slug, ...] = ()
    after: tuple[Slug, ...] = ()
    why: Text
    note: Text | None = None
    sources: Sources

    @model_validator(mode="after")
    def _suggestible_ones_have_domains(self) -> Self:
        if self.relevance is not Relevance.UNRELATED and not self.domains:
            raise ValueError("a certification that may be suggested needs `domains`")
        return self


class Retired(Entry):
    """Ids that are no longer used and must not come back."""

    targets: tuple[Slug, ...] = ()
    backgrounds: tuple[Slug, ...] = ()
    steps: tuple[Slug, ...] = ()
    certifications: tuple[Slug, ...] = ()

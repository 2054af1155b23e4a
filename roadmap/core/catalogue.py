"""What the roadmap's content is: roles, backgrounds, steps, places that help, study plans, as frozen values."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from assessment.core.catalogue import Entry, Line, Slug, Sources, Text

Seniority = Literal["entry", "mid", "senior", "lead"]


class StepKind(StrEnum):
    LEARN = "learn"
    PRACTISE = "practise"
    BUILD = "build"
    PROVE = "prove"


class ResourceKind(StrEnum):
    """What sort of help a resource is; pages show them in this order."""

    COMMUNITY = "community"
    INSTITUTION = "institution"
    MATERIAL = "material"
    WAY = "way"
    DEGREE = "degree"
    READING = "reading"

    @property
    def heading(self) -> str:
        return _RESOURCE_HEADINGS[self]


_RESOURCE_HEADINGS = {
    ResourceKind.COMMUNITY: "Communities and events",
    ResourceKind.INSTITUTION: "Training providers",
    ResourceKind.MATERIAL: "Articles, a tutorial, practice",
    ResourceKind.WAY: "Ways of learning",
    ResourceKind.DEGREE: "Degrees",
    ResourceKind.READING: "Further reading",
}


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
    closing: bool = False  # belongs into the last weeks of a plan


class Project(Entry):
    id: Slug
    name: Line
    skills: Annotated[tuple[Slug, ...], Field(min_length=1)]
    sources: Sources


class Resource(Entry):
    """A place, a provider, a text or a way of learning; `unrelated` ones are listed and never suggested."""

    id: Slug
    name: Line
    kind: ResourceKind
    good_for: Line
    domains: tuple[Slug, ...] = ()
    skills: tuple[Slug, ...] = ()
    unrelated: bool = False
    sources: Sources

    @model_validator(mode="after")
    def _helps_with_something(self) -> Self:
        if self.unrelated == bool(self.domains or self.skills):
            raise ValueError("needs `domains` or `skills`; only an unrelated one has neither")
        return self


class PortfolioItem(Entry):
    """Something to show an employer, and what makes it convincing."""

    id: Slug
    name: Line
    kind: Literal["content", "artefact", "case-study", "evidence"]
    show: Text
    convinces: Text
    skills: Annotated[tuple[Slug, ...], Field(min_length=1)]
    steps: Annotated[tuple[Slug, ...], Field(min_length=1)]
    sources: Sources


class InterviewItem(Entry):
    """Something to be ready for in an interview or an exam, and what a good answer contains."""

    id: Slug
    kind: Literal["theory", "scenario", "hands-on", "assessed", "preparation", "impression"]
    prompt: Line
    answer: Text
    skills: Annotated[tuple[Slug, ...], Field(min_length=1)]
    steps: Annotated[tuple[Slug, ...], Field(min_length=1)]
    sources: Sources


class DailyHours(Entry):
    """Hours a day that a study plan asks for."""

    least: Annotated[int, Field(ge=1, le=16)]
    most: Annotated[int, Field(ge=1, le=16)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.most < self.least:
            raise ValueError("`most` must not be below `least`")
        return self


class StudyBlock(Entry):
    """Some days of a study plan (first and last, counted from 1) under one title."""

    first: Annotated[int, Field(ge=1, le=366)]
    last: Annotated[int, Field(ge=1, le=366)]
    title: Line
    skills: Annotated[tuple[Slug, ...], Field(min_length=1)]
    steps: Annotated[tuple[Slug, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("`last` must not be below `first`")
        return self


class StudyPlan(Entry):
    """A study plan that a guide describes: blocks of days, with the steps that fit each block."""

    id: Slug
    name: Line
    days: Annotated[int, Field(ge=1, le=366)]
    summary: Text
    hours_per_day: DailyHours | None = None
    note: Text | None = None
    blocks: Annotated[tuple[StudyBlock, ...], Field(min_length=1)]
    sources: Sources


class Probe(Entry):
    """A card for a talk: an open question by which a mentor finds out what a learner really can do in one skill.

    level: the level (1 Foundation … 4 Architect) that a good answer shows.
    """

    id: Slug
    skill: Slug
    level: Annotated[int, Field(ge=1, le=4)]
    ask: Line
    good: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=600)]
    follow_up: Line
    sources: Sources


class Retired(Entry):
    """Ids that are no longer used and must not come back."""

    targets: tuple[Slug, ...] = ()
    backgrounds: tuple[Slug, ...] = ()
    steps: tuple[Slug, ...] = ()
    certifications: tuple[Slug, ...] = ()
    resources: tuple[Slug, ...] = ()
    portfolio: tuple[Slug, ...] = ()
    interview: tuple[Slug, ...] = ()
    study_plans: tuple[Slug, ...] = ()
    probes: tuple[Slug, ...] = ()

"""What the catalogue of certifications is: exams, blueprints and facts from outside, as frozen values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from assessment.core.catalogue import Day, Entry, Line, Slug, Sources, Text


class Relevance(StrEnum):
    """How close a certification is to MLOps; unrelated ones are listed and never suggested."""

    CORE = "core"
    ADJACENT = "adjacent"
    PERIPHERAL = "peripheral"
    UNRELATED = "unrelated"

    @property
    def label(self) -> str:
        return _RELEVANCE_LABELS[self]


_RELEVANCE_LABELS = {
    Relevance.CORE: "MLOps itself",
    Relevance.ADJACENT: "Close by",
    Relevance.PERIPHERAL: "Specialist or general",
    Relevance.UNRELATED: "Unrelated, never suggested",
}


class Exam(Entry):
    questions: Annotated[int, Field(ge=1)] | None = None
    minutes: Annotated[int, Field(ge=1)] | None = None
    pass_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    fee: Line | None = None


class Topic(Entry):
    """A topic of an exam or course. share: its part of the whole in per cent, where that is known."""

    name: Line
    share: Annotated[float, Field(gt=0, le=100)] | None = None


class TestedTopic(Topic):
    """A topic that questions of the assessment test, by the skills they belong to."""

    skills: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Blueprint(Entry):
    """What an exam or course is about, topic by topic. basis: where that list comes from.

    untested: topics for which the assessment has no questions. Where no shares are given, every topic counts the same.
    """

    basis: Line
    topics: tuple[TestedTopic, ...] = ()
    untested: tuple[Topic, ...] = ()

    @model_validator(mode="after")
    def _shares_make_a_whole(self) -> Self:
        shares = [topic.share for topic in (*self.topics, *self.untested)]
        if not shares:
            raise ValueError("a blueprint needs topics")
        known = [share for share in shares if share is not None]
        if known and len(known) < len(shares):
            raise ValueError("either every topic has a share or none has")
        if known and abs(sum(known) - 100) > 0.01:
            raise ValueError(f"the shares make {sum(known):g} per cent and not 100")
        return self

    @property
    def is_equal(self) -> bool:
        """Whether shares are not known and every topic counts the same."""
        return all(topic.share is None for topic in (*self.topics, *self.untested))

    def share_of(self, topic: Topic) -> float:
        """The part (0 to 1) that one of the topics has."""
        count = len(self.topics) + len(self.untested)
        return 1 / count if topic.share is None else topic.share / 100

    @property
    def parts(self) -> list[tuple[Topic, int]]:
        """Every topic with its part in whole per cent, those that are tested first."""
        return [
            (topic, round(100 * self.share_of(topic))) for topic in (*self.topics, *self.untested)
        ]

    @property
    def untested_percent(self) -> int:
        return round(100 * self.untested_share)

    @property
    def untested_share(self) -> float:
        """The part (0 to 1) that no question of the assessment tests."""
        return sum((self.share_of(topic) for topic in self.untested), start=0.0)

    def by_domain(self, domain_of: Mapping[str, str]) -> dict[str, float]:
        """The part (0 to 1) that each domain has in the whole; the skills of a topic share it equally.

        domain_of: domain by skill. The parts and `untested_share` make 1.
        """
        parts: dict[str, float] = {}
        for topic in self.topics:
            for skill in topic.skills:
                part = self.share_of(topic) / len(topic.skills)
                parts[domain_of[skill]] = parts.get(domain_of[skill], 0.0) + part
        return parts


class Outside(Entry):
    """A fact that no guide gives. where: the page that says so, without `https://`; checked: the day it was read there."""

    fact: Line
    where: Annotated[Line, StringConstraints(pattern=r"^[^:/\s]+\.[a-z]+(/\S*)?$")]
    checked: Day


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
    blueprint: Blueprint | None = None
    closed: Day | None = None
    outside: tuple[Outside, ...] = ()
    why: Text
    note: Text | None = None
    sources: Sources

    @model_validator(mode="after")
    def _closing_has_a_source(self) -> Self:
        if self.closed and not self.outside:
            raise ValueError("`closed` needs a fact under `outside` that says so")
        return self

    @model_validator(mode="after")
    def _suggestible_ones_have_domains(self) -> Self:
        if self.relevance is not Relevance.UNRELATED and not self.domains:
            raise ValueError("a certification that may be suggested needs `domains`")
        return self

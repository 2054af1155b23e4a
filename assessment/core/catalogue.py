"""What the assessment's content is: guides, domains, misconceptions and questions as frozen values."""

from collections.abc import Iterator
from datetime import date
from enum import IntEnum, StrEnum
from math import comb, factorial
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
SectionId = Annotated[
    str, StringConstraints(pattern=r"^g[0-9]\.s[0-9]{2}-[a-z0-9-]+$", max_length=60)
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=4000)]
Line = Annotated[
    str, StringConstraints(min_length=1, strip_whitespace=True, max_length=300, pattern=r"^[^\n]*$")
]


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"must be a day such as 2026-11-21, not {value!r}") from None


Day = Annotated[date, BeforeValidator(_day)]
Exhibit = Annotated[str, StringConstraints(min_length=1, max_length=6000)]
Sources = Annotated[tuple[SectionId, ...], Field(min_length=1)]


class Level(IntEnum):
    """The ladder: five levels, each 20 points wide on the 0 to 100 scale."""

    STARTING = 0
    FOUNDATION = 1
    ENGINEER = 2
    PROFESSIONAL = 3
    ARCHITECT = 4


class Weight(StrEnum):
    CORE = "core"
    SUPPORTING = "supporting"
    ADJACENT = "adjacent"


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    NUMBER = "number"
    ORDER = "order"


class Asks(StrEnum):
    """What a question asks its reader to do."""

    RECALL = "recall"
    EXPLAIN = "explain"
    APPLY = "apply"
    DIAGNOSE = "diagnose"
    DECIDE = "decide"


class Entry(BaseModel):
    """A frozen piece of content; keys that it does not know are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Section(Entry):
    id: SectionId
    heading: Line


class Guide(Entry):
    id: Annotated[str, StringConstraints(pattern=r"^g[0-9]$")]
    title: Line
    about: Line
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]


class Skill(Entry):
    id: Slug
    name: Line
    sources: Sources


class Anchor(Entry):
    level: Literal["starting", "foundation", "engineer", "professional", "architect"]
    does: Line
    sources: Sources


class Domain(Entry):
    id: Slug
    position: Annotated[int, Field(ge=1, le=99)]
    name: Line
    scope: Line
    weight: Weight
    prerequisites: tuple[Slug, ...] = ()
    skills: Annotated[tuple[Skill, ...], Field(min_length=1)]
    anchors: Annotated[tuple[Anchor, ...], Field(min_length=5, max_length=5)]

    @model_validator(mode="after")
    def _anchors_climb(self) -> Self:
        if [a.level for a in self.anchors] != [level.name.lower() for level in Level]:
            raise ValueError(
                "anchors must be starting, foundation, engineer, professional, architect, in this order"
            )
        return self


class Misconception(Entry):
    id: Slug
    name: Line
    belief: Text
    instead: Text
    sources: Sources
    skills: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Option(Entry):
    text: Text
    key: bool = False
    because: Text
    misconception: Slug | None = None

    @model_validator(mode="after")
    def _keys_show_no_misconception(self) -> Self:
        if self.key and self.misconception:
            raise ValueError("a right option cannot carry a misconception")
        return self


class Slip(Entry):
    """A typical wrong number, and the thought behind it."""

    value: float
    because: Text
    misconception: Slug | None = None


class Question(Entry):
    id: Slug
    skill: Slug
    level: Annotated[int, Field(ge=1, le=5)]
    asks: Asks
    kind: Kind = Kind.ONE
    sources: Sources
    stem: Text
    exhibit: Exhibit | None = None
    exhibit_label: Line | None = None
    options: tuple[Option, ...] = ()
    answer: float | None = None
    tolerance: Annotated[float, Field(ge=0)] | None = None
    unit: Line | None = None
    because: Text | None = None
    slips: tuple[Slip, ...] = ()
    revision: Annotated[int, Field(ge=1)] = 1
    status: Literal["live", "draft"] = "live"
    reviewed: Day | None = None

    @property
    def keys(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.key)

    @property
    def others(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.key)

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Ids of the misconceptions that a wrong answer can show."""
        carried = [option.misconception for option in self.options]
        carried += [slip.misconception for slip in self.slips]
        return tuple(identity for identity in carried if identity)

    @property
    def guess_rate(self) -> float:
        """Chance (0 to 1) of a right answer by someone who does not know and picks at random."""
        return guess_rate(self.kind, len(self.options), len(self.keys))

    @model_validator(mode="after")
    def _parts_fit_the_kind(self) -> Self:
        problems = list(_misfits(self))
        if problems:
            raise ValueError("; ".join(problems))
        return self


NUMBER_GUESS_RATE = 0.02
# How long a question takes beside one with a single choice: by these, numbers would otherwise crowd out the rest.
EFFORT = {Kind.ONE: 1.0, Kind.MANY: 1.25, Kind.ORDER: 1.35, Kind.NUMBER: 1.5}


def guess_rate(kind: Kind, options: int, keys: int) -> float:
    """Chance (0 to 1) of guessing right: 1/options, 1/combinations, 1/orders, or 2 % for a typed number."""
    if kind is Kind.NUMBER:
        return NUMBER_GUESS_RATE
    if kind is Kind.ORDER:
        return 1 / factorial(options)
    return 1 / comb(options, keys)


def _misfits(question: Question) -> Iterator[str]:
    """Yield what is wrong with the parts of a question for its kind."""
    keys, others, kind = len(question.keys), len(question.others), question.kind
    if kind is Kind.ONE and not (keys == 1 and 2 <= others <= 3):
        yield "a question of kind one needs three or four options with exactly one `key: true`"
    if kind is Kind.MANY and not (keys >= 2 and others >= 2 and keys + others <= 6):
        yield "a question of kind many needs four to six options, at least two right and two wrong"
    if kind is Kind.ORDER and (keys or others not in (3, 4)):
        yield "a question of kind order needs three or four options and no `key`"
    if kind is Kind.NUMBER:
        if question.options:
            yield "a question of kind number has no options"
        if None in (question.answer, question.tolerance, question.unit, question.because):
            yield "a question of kind number needs answer, tolerance, unit and because"
        if not question.slips:
            yield "a question of kind number needs at least one slip"
        elif any(
            abs(slip.value - (question.answer or 0)) <= (question.tolerance or 0)
            for slip in question.slips
        ):
            yield "a slip lies within the tolerance of the answer"
    elif question.slips or (question.answer, question.tolerance, question.unit) != (None,) * 3:
        yield "answer, tolerance, unit and slips belong to kind number"
    if len({option.text for option in question.options}) != len(question.options):
        yield "two options have the same text"
    if bool(question.exhibit) != bool(question.exhibit_label):
        yield "exhibit and exhibit_label come together"
    if question.status == "live" and question.reviewed is None:
        yield "a live question needs `reviewed`; say `status: draft` until a second reader has answered it blind"
    if question.status == "draft" and question.reviewed is not None:
        yield "a reviewed question is not a draft: remove one of `status: draft` and `reviewed`"


class Retired(Entry):
    """Ids that are no longer used and must not come back."""

    domains: tuple[Slug, ...] = ()
    skills: tuple[Slug, ...] = ()
    misconceptions: tuple[Slug, ...] = ()
    questions: tuple[Slug, ...] = ()

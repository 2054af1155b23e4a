"""Everything that a report follows from, in one file: its format, and reading it with all its problems named."""

from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assessment.core.catalogue import Kind, Level, Slug
from assessment.core.prior import Prior, RaterClass
from assessment.core.responses import Outcome
from roadmap.core.gaps import Verdict

MAX_BYTES = 2_000_000
SHOWN_PROBLEMS = 10
ABOUT = (
    "Everything that one Waymark result follows from, and nothing about the person: no name, no address, no question "
    "text. `manage.py explain FILE` does the calculation again from this file alone. Scores are 0 to 100; difficulties "
    "and the prior are in thetas (score = 50 + theta * 20 / 0.7). docs/explain-format.md explains every field."
)

Points = Annotated[float, Field(ge=-1000, le=1000)]
Theta = Annotated[float, Field(ge=-100, le=100)]
Spread = Annotated[float, Field(gt=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=10_000)]


class NotAWorksheet(Exception):
    """The file is not one of this format; the text says what is wrong, at the most SHOWN_PROBLEMS lines."""


class Part(BaseModel):
    """A frozen part of the file; keys that it does not know, and numbers that are words, are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class Content(Part):
    version: Count
    digest: Annotated[str, Field(pattern=r"^[\x21-\x7e]{0,64}$")]


class Rater(Part):
    slope: Spread
    noise: Spread
    share: Spread


class PriorUsed(Part):
    """Mean and covariance of the thetas, in the order of `domains`, with the rating bias last."""

    mean: Annotated[tuple[Theta, ...], Field(max_length=101)]
    covariance: Annotated[tuple[tuple[Theta, ...], ...], Field(max_length=101)]
    raters: Annotated[tuple[Rater, ...], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _is_a_covariance(self) -> Self:
        size = len(self.mean)
        if len(self.covariance) != size or any(len(row) != size for row in self.covariance):
            raise ValueError(f"the covariance must have {size} rows and columns, as the mean has")
        matrix = np.array(self.covariance)
        apart = np.abs(matrix - matrix.T).max()  # learnt covariances are rounded
        if apart > 1e-5 or np.linalg.eigvalsh(matrix)[0] < 1e-9:
            raise ValueError("the covariance must be symmetric and positive definite")
        return self

    def prior(self) -> Prior:
        raters = tuple(RaterClass(r.slope, r.noise, r.share) for r in self.raters)
        return Prior(np.array(self.mean), np.array(self.covariance), raters)


class Measurement(Part):
    version: Annotated[int, Field(ge=1, le=100_000)]
    prior: PriorUsed


class Answered(Part):
    """One response, with what the measurement knew about its question."""

    position: Count
    question: Slug
    revision: Count
    domain: Slug
    band: Annotated[int, Field(ge=1, le=5)]
    kind: Kind
    guess_rate: Annotated[float, Field(ge=0, le=0.95)]
    outcome: Outcome
    sure: bool | None
    difficulty: Theta
    difficulty_sd: Spread
    log_slope: Annotated[float, Field(ge=-5, le=5)]
    log_slope_sd: Annotated[float, Field(gt=0, le=5)]


class Aim(Part):
    score: Annotated[float, Field(ge=0, le=100)]
    weight: Annotated[int, Field(ge=0, le=3)]


class Estimate(Part):
    """As stored; see `assessment.core.measured.Measured`."""

    score: Points
    standard_error: Spread
    low: Points
    high: Points
    responses: Count
    level: Annotated[int, Field(ge=0, le=4)]
    level_probabilities: Annotated[tuple[Share, ...], Field(min_length=5, max_length=5)]


class Place(Part):
    """What the report makes of an estimate; see `roadmap.core.gaps.Standing`. rank: place in the report, from 1."""

    gap: Points
    gap_probability: Share
    shortfall: Points
    urgency: Points
    verdict: Verdict
    rank: Count


class Worksheet(Part):
    """The whole file."""

    format: Literal["waymark-explain"] = "waymark-explain"
    format_version: Literal[1] = 1
    about: Annotated[str, Field(max_length=2000)] = ABOUT
    finished_on: date
    role: Slug
    content: Content
    measurement: Measurement
    domains: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=100)]
    self_ratings: dict[Slug, Level]
    responses: Annotated[tuple[Answered, ...], Field(max_length=1000)]
    aims: dict[Slug, Aim]
    estimates: Annotated[dict[Slug, Estimate], Field(min_length=1)]
    report: dict[Slug, Place]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        known = set(self.domains)
        named = {r.domain for r in self.responses} | set(self.self_ratings) | set(self.estimates)
        if len(known) != len(self.domains):
            raise ValueError("a domain is listed twice")
        if strange := sorted(named - known):
            raise ValueError(f"not among the domains: {', '.join(strange[:SHOWN_PROBLEMS])}")
        if len(self.measurement.prior.mean) != len(self.domains) + 1:
            raise ValueError("the prior must have one entry for each domain and one for the bias")
        if not set(self.estimates) == set(self.aims) == set(self.report):
            raise ValueError("estimates, aims and report must be about the same domains")
        if len({r.position for r in self.responses}) != len(self.responses):
            raise ValueError("two responses have the same position")
        return self

    def to_json(self) -> str:
        """The file, for people to read too; `read` takes it back unchanged."""
        return self.model_dump_json(indent=1)


def read(data: bytes) -> Worksheet:
    """A worksheet from the bytes of a file; raises NotAWorksheet."""
    if len(data) > MAX_BYTES:
        raise NotAWorksheet(f"It is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        return Worksheet.model_validate_json(data)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [": ".join((*_place(p["loc"]), p["msg"])) for p in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"… and {len(problems) - SHOWN_PROBLEMS:,} more")
    # What a file says must not be able to steer a terminal.
    raise NotAWorksheet("\n".join(ascii(line)[1:-1] for line in lines))


def _place(path: tuple[int | str, ...]) -> list[str]:
    return [".".join(str(part)[:60] for part in path)] if path else []

"""The assessment's tables: people, content, and runs of the assessment."""

from assessment.models.audit import AuditEvent, Verb
from assessment.models.content import (
    Anchor,
    ContentVersion,
    Domain,
    Guide,
    Misconception,
    Option,
    Question,
    QuestionRevision,
    Section,
    Skill,
)
from assessment.models.measurement import MeasurementVersion
from assessment.models.people import User
from assessment.models.problems import ProblemKind, ProblemState, ReportedProblem
from assessment.models.runs import (
    OPEN_STATES,
    Assessment,
    DomainResult,
    Response,
    SelfRating,
    State,
)

__all__ = [
    "OPEN_STATES",
    "Anchor",
    "Assessment",
    "AuditEvent",
    "ContentVersion",
    "Domain",
    "DomainResult",
    "Guide",
    "MeasurementVersion",
    "Misconception",
    "Option",
    "ProblemKind",
    "ProblemState",
    "Question",
    "QuestionRevision",
    "ReportedProblem",
    "Response",
    "Section",
    "SelfRating",
    "Skill",
    "State",
    "User",
    "Verb",
]

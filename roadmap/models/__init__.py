"""The roadmap's tables: content, goals, what learners did, sharing with mentors, cohorts, and what is new for whom."""

from roadmap.models.cohorts import (
    STAFF,
    Cohort,
    CohortMember,
    CohortSnapshot,
    JoinLink,
    MemberKind,
)
from roadmap.models.content import (
    Background,
    Certification,
    InterviewItem,
    PortfolioItem,
    Probe,
    Project,
    Resource,
    Role,
    Step,
    StepLift,
    StudyPlan,
    WantedScore,
)
from roadmap.models.goals import Goal
from roadmap.models.inbox import Digest, Kind, Notice, Period
from roadmap.models.progress import Progress, StepState
from roadmap.models.sharing import (
    PREVIEW,
    Invitation,
    MentorRating,
    Mentorship,
    Note,
    Scope,
    SharingRequest,
)
from roadmap.models.talks import Agreement, AgreementState, ProbeOutcome, Side

__all__ = [
    "PREVIEW",
    "STAFF",
    "Agreement",
    "AgreementState",
    "Background",
    "Certification",
    "Cohort",
    "CohortMember",
    "CohortSnapshot",
    "Digest",
    "Goal",
    "InterviewItem",
    "Invitation",
    "JoinLink",
    "Kind",
    "MemberKind",
    "MentorRating",
    "Mentorship",
    "Note",
    "Notice",
    "Period",
    "PortfolioItem",
    "Probe",
    "ProbeOutcome",
    "Progress",
    "Project",
    "Resource",
    "Role",
    "Scope",
    "SharingRequest",
    "Side",
    "Step",
    "StepLift",
    "StepState",
    "StudyPlan",
    "WantedScore",
]

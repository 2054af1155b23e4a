"""The roadmap's tables: content, goals, what learners did, and sharing with mentors."""

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

__all__ = [
    "PREVIEW",
    "Background",
    "Certification",
    "Goal",
    "InterviewItem",
    "Invitation",
    "MentorRating",
    "Mentorship",
    "Note",
    "PortfolioItem",
    "Probe",
    "Progress",
    "Project",
    "Resource",
    "Role",
    "Scope",
    "SharingRequest",
    "Step",
    "StepLift",
    "StepState",
    "StudyPlan",
    "WantedScore",
]

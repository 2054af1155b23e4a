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
from roadmap.models.sharing import Invitation, MentorRating, Mentorship, Note
from roadmap.models.talks import Agreement, AgreementState, ProbeOutcome, Side

__all__ = [
    "Agreement",
    "AgreementState",
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
    "ProbeOutcome",
    "Progress",
    "Project",
    "Resource",
    "Role",
    "Side",
    "Step",
    "StepLift",
    "StepState",
    "StudyPlan",
    "WantedScore",
]

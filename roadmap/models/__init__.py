"""The roadmap's tables: content, goals, what learners did, sharing with mentors, and cohorts."""

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

__all__ = [
    "STAFF",
    "Background",
    "Certification",
    "Cohort",
    "CohortMember",
    "CohortSnapshot",
    "Goal",
    "InterviewItem",
    "Invitation",
    "JoinLink",
    "MemberKind",
    "MentorRating",
    "Mentorship",
    "Note",
    "PortfolioItem",
    "Progress",
    "Project",
    "Resource",
    "Role",
    "Step",
    "StepLift",
    "StepState",
    "StudyPlan",
    "WantedScore",
]

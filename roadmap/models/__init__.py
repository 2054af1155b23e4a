"""The roadmap's tables: content, goals, what learners did, and sharing with mentors."""

from roadmap.models.content import (
    Background,
    Certification,
    Project,
    Role,
    Step,
    StepLift,
    WantedScore,
)
from roadmap.models.goals import Goal
from roadmap.models.progress import Progress, StepState
from roadmap.models.sharing import Invitation, Mentorship, Note

__all__ = [
    "Background",
    "Certification",
    "Goal",
    "Invitation",
    "Mentorship",
    "Note",
    "Progress",
    "Project",
    "Role",
    "Step",
    "StepLift",
    "StepState",
    "WantedScore",
]

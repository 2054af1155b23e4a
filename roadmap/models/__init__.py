"""The roadmap's tables: content, goals, and sharing with mentors."""

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
from roadmap.models.sharing import Invitation, Mentorship, Note

__all__ = [
    "Background",
    "Certification",
    "Goal",
    "Invitation",
    "Mentorship",
    "Note",
    "Project",
    "Role",
    "Step",
    "StepLift",
    "WantedScore",
]

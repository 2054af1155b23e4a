"""Everything that changes something on the roadmap's side: one function per act, atomic, with its audit row."""

from assessment.actions import Conflict
from roadmap.actions.asking import REQUEST_DAYS, ask, grant, refuse
from roadmap.actions.content import load_all_content
from roadmap.actions.goals import change_frame, settle, start
from roadmap.actions.mentoring import rate_mentee, write_note
from roadmap.actions.progress import keep_guest_progress, mark_step
from roadmap.actions.sharing import (
    DAILY,
    LINK_DAYS,
    AlreadyShared,
    OtherAddress,
    OwnInvitation,
    Terms,
    TooMany,
    accept_invitation,
    cancel_invitation,
    confirm_mentorship,
    end_mentorship,
    invite,
    log_look,
    reissue,
)

__all__ = [
    "DAILY",
    "LINK_DAYS",
    "REQUEST_DAYS",
    "AlreadyShared",
    "Conflict",
    "OtherAddress",
    "OwnInvitation",
    "Terms",
    "TooMany",
    "accept_invitation",
    "ask",
    "cancel_invitation",
    "change_frame",
    "confirm_mentorship",
    "end_mentorship",
    "grant",
    "invite",
    "keep_guest_progress",
    "load_all_content",
    "log_look",
    "mark_step",
    "rate_mentee",
    "refuse",
    "reissue",
    "settle",
    "start",
    "write_note",
]

"""Everything that changes something on the roadmap's side: one function per act, atomic, with its audit row."""

from assessment.actions import Conflict
from roadmap.actions.content import load_all_content
from roadmap.actions.goals import change_frame, settle, start
from roadmap.actions.progress import keep_guest_progress, mark_step
from roadmap.actions.sharing import (
    LINK_DAYS,
    AlreadyShared,
    OwnInvitation,
    accept_invitation,
    cancel_invitation,
    end_mentorship,
    invite,
    log_view,
    rate_mentee,
    write_note,
)
from roadmap.actions.talks import Ended, agree, record_probe, settle_agreement, write_about

__all__ = [
    "LINK_DAYS",
    "AlreadyShared",
    "Conflict",
    "Ended",
    "OwnInvitation",
    "accept_invitation",
    "agree",
    "cancel_invitation",
    "change_frame",
    "end_mentorship",
    "invite",
    "keep_guest_progress",
    "load_all_content",
    "log_view",
    "mark_step",
    "rate_mentee",
    "record_probe",
    "settle",
    "settle_agreement",
    "start",
    "write_about",
    "write_note",
]

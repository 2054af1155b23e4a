"""Everything that changes something on the roadmap's side: one function per act, atomic, with its audit row."""

from assessment.actions import Conflict
from roadmap.actions.cohorts import (
    MAILS_A_DAY,
    AlreadyMember,
    OnlyLead,
    TooMuchMail,
    cancel_join_link,
    change_consents,
    join,
    leave,
    log_cohort_views,
    make_cohort,
    make_join_link,
    publish_counts,
)
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

__all__ = [
    "LINK_DAYS",
    "MAILS_A_DAY",
    "AlreadyMember",
    "AlreadyShared",
    "Conflict",
    "OnlyLead",
    "OwnInvitation",
    "TooMuchMail",
    "accept_invitation",
    "cancel_invitation",
    "cancel_join_link",
    "change_consents",
    "change_frame",
    "end_mentorship",
    "invite",
    "join",
    "keep_guest_progress",
    "leave",
    "load_all_content",
    "log_cohort_views",
    "log_view",
    "make_cohort",
    "make_join_link",
    "mark_step",
    "publish_counts",
    "rate_mentee",
    "settle",
    "start",
    "write_note",
]

"""Everything that changes a learner's assessment: one function per act, atomic, with its audit row."""

from assessment.actions.audit import (
    AlreadyAnswered,
    AlreadyFinished,
    AlreadyOpen,
    Conflict,
    Gone,
    NotAsked,
    NothingLeft,
    audit,
    log_staff_look,
)
from assessment.actions.people import (
    Kept,
    change_name,
    delete_account,
    keep_guest_assessments,
    keep_later,
    sessions_of,
)
from assessment.actions.problems import keep_guest_problems, report_problem, settle_problem
from assessment.actions.runs import (
    Given,
    answer,
    begin_questions,
    delete_assessment,
    finish_early,
    rate,
    settle,
    start_assessment,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyFinished",
    "AlreadyOpen",
    "Conflict",
    "Given",
    "Gone",
    "Kept",
    "NotAsked",
    "NothingLeft",
    "answer",
    "audit",
    "begin_questions",
    "change_name",
    "delete_account",
    "delete_assessment",
    "finish_early",
    "keep_guest_assessments",
    "keep_guest_problems",
    "keep_later",
    "log_staff_look",
    "rate",
    "report_problem",
    "sessions_of",
    "settle",
    "settle_problem",
    "start_assessment",
]

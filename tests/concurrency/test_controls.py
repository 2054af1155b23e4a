"""Every race test fails where what it watches is switched off: none of them is green by luck."""

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from assessment.models import Assessment, ReportedProblem
from roadmap.models import CohortMember, Mentorship, Progress
from tests import factories
from tests.concurrency.unguarded import (
    Guard,
    loose_cache,
    neither_locks_nor_conditions,
    no_conditions,
    no_constraint,
    no_locks,
    no_second_look,
)

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.drill]

TRIES = 6  # a race can end well by luck
HERE = Path(__file__).parent
RACES = [
    importlib.import_module(f"tests.concurrency.{path.stem}")
    for path in sorted(HERE.glob("test_*races.py"))
]
# Beside the races: what is no race, and what is itself the control of one.
NO_RACES = {"what_one_process_counted_holds_in_another", "without_the_turn_they_would_send_more"}
one_open = no_constraint(Assessment, "assessment_one_open_per_learner")
GUARDS: dict[str, Guard] = {
    "twenty_identical_answers_at_once_are_stored_once": no_conditions,
    "twenty_answers_through_htmx_at_once_are_stored_once": no_conditions,
    "of_twenty_different_answers_at_once_one_is_stored": no_conditions,
    "four_starts_of_a_learner_at_once_open_one_assessment": one_open,
    "four_starts_of_each_of_twenty_learners_open_one_for_each": one_open,
    "four_starts_of_a_guest_at_once_open_one_assessment": no_constraint(
        Assessment, "assessment_one_open_per_guest"
    ),
    "finishing_twice_at_once_makes_one_result": no_locks,
    "an_answer_and_a_finish_at_once_leave_a_whole_assessment": no_locks,
    "the_last_answer_twice_at_once_makes_one_result": no_locks,
    "one_of_five_mentors_gets_an_invitation": no_conditions,
    "two_links_accepted_by_one_mentor_at_once_make_one_mentorship": no_constraint(
        Mentorship, "mentorship_one_at_a_time"
    ),
    "the_last_seat_of_a_link_is_taken_once": no_conditions,
    "joining_four_times_at_once_takes_one_seat": no_constraint(CohortMember, "cohort_member_once"),
    "two_leads_who_leave_at_once_do_not_both_go": no_locks,
    "settling_a_domain_many_times_at_once_begins_once": one_open,
    "a_step_marked_many_times_at_once_has_one_mark": no_constraint(
        Progress, "progress_once_per_learner", no_locks
    ),
    "a_step_marked_while_a_guests_marks_move_to_the_account_has_one_mark": no_locks,
    "a_request_granted_four_times_at_once_makes_one_mentorship": no_conditions,
    "confirming_and_declining_at_once_never_leaves_a_declined_mentor_looking": no_conditions,
    "a_link_made_anew_four_times_at_once_leaves_one_that_works": no_conditions,
    "an_agreement_that_both_close_at_once_is_closed_once": no_conditions,
    "a_note_is_written_before_the_end_or_not_at_all": no_locks,
    "a_question_reported_many_times_at_once_has_one_report": no_constraint(
        ReportedProblem, "problem_open_once_per_learner", no_locks
    ),
    "a_question_reported_by_a_guest_many_times_at_once_has_one_report": no_constraint(
        ReportedProblem, "problem_open_once_per_guest", no_locks
    ),
    "what_is_reported_while_staff_answer_is_never_lost": no_locks,
    "reports_at_once_are_not_more_than_a_day_allows": no_locks,
    "invitations_at_once_are_not_more_than_a_day_allows": no_locks,
    "requests_at_once_are_not_more_than_a_day_allows": no_locks,
    "cohorts_made_at_once_are_not_more_than_a_day_allows": no_locks,
    "commands_that_run_at_once_send_each_mail_once": no_conditions,
    "two_first_choices_at_once_make_one_row": no_second_look,
    "a_sharing_ended_four_times_at_once_is_told_once": neither_locks_nor_conditions,
    "a_note_sent_while_sharing_ends_is_told_only_where_it_was_stored": no_locks,
    "of_guesses_at_once_ten_are_looked_at": loose_cache,
}


def plain(name: str) -> str:
    """The name of a test without `test` and the ids of what it promises."""
    return "_".join(
        part for part in name.split("_")[1:] if not part[0].isupper() and not part.isdecimal()
    )


RACE_TESTS = {
    plain(name): test
    for module in RACES
    for name, test in vars(module).items()
    if name.startswith("test_") and inspect.isfunction(test) and "without_the_lock" not in name
    if plain(name) not in NO_RACES
}


def lena() -> object:
    return factories.user(email="lena@example.org", name="Lena Learner")


def arguments(test: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What pytest would give to a race test, made anew."""
    made: dict[str, Callable[[], object]] = {
        "lena": lena,
        "client": Client,
        "monkeypatch": lambda: monkeypatch,
        "shared": lambda: factories.mentorship(
            lena(),
            factories.user(email="max@example.org", name="Max Mentor"),  # type: ignore[arg-type]
        ),
    }
    return {name: made[name]() for name in inspect.signature(test).parameters}


def test_C07_every_race_test_has_a_guard_that_can_be_switched_off() -> None:
    assert set(GUARDS) == set(RACE_TESTS)


@pytest.mark.parametrize("name", GUARDS)
def test_C07_without_its_guard_a_race_test_goes_red(name: str) -> None:
    test = RACE_TESTS[name]
    for _ in range(TRIES):
        with pytest.MonkeyPatch.context() as monkeypatch:
            given = arguments(test, monkeypatch)
            with GUARDS[name]():
                try:
                    test(**given)
                except Exception:  # whatever it is that makes a test fail
                    return
        factories.forget_everyone()
    pytest.fail(f"{name} stays green although nothing guards it")

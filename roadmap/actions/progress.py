"""Acts on steps: mark one, and keep what a guest marked."""

from django.db import transaction
from django.utils import timezone

from assessment.access import Person
from assessment.actions import audit, keep_later
from assessment.limits import hold
from assessment.models import User, Verb
from roadmap.models import Progress, Step, StepState


def mark_step(
    step: Step,
    state: StepState,
    *,
    by: Person,
    note: str | None = None,
    link: str | None = None,
) -> None:
    """Set the state of a step, and what shows it unless that is None; the day on which it was done stays while it is done."""
    with transaction.atomic():
        if by.user:
            hold(by.user)  # a guest's marks may be moving to it
        row = Progress.objects.select_for_update().filter(**by.owner, step=step).first()
        done_on = None
        if state == StepState.DONE:
            done_on = (row and row.done_on) or timezone.localdate()
        shown = {name: text for name, text in (("note", note), ("link", link)) if text is not None}
        Progress.objects.update_or_create(
            **by.owner, step=step, defaults={"state": state, "done_on": done_on, **shown}
        )
        audit(Verb.MARKED, by=by, learner=by.user, about=f"{step.slug} {state.value}")


def keep_guest_progress(user: User, guest_key: str) -> int:
    """Move what a browser's guest marked to an account; where both marked a step, the later mark stays. Returns how many."""
    if not guest_key:
        return 0
    with transaction.atomic():
        hold(user)  # or it could mark the same step meanwhile
        marks = list(Progress.objects.select_for_update().filter(learner=None, guest_key=guest_key))
        keep_later(
            marks,
            Progress.objects.filter(learner=user),
            user,
            about=lambda mark: mark.step_id,
            at=lambda mark: mark.changed_at,
        )
        return len(marks)

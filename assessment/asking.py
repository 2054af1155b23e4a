"""Which question an assessment asks next."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from assessment.bank import Bank
from assessment.core.selection import next_item
from assessment.core.stopping import is_settled, is_sure_enough, questions_left
from assessment.measuring import posterior_to_ask_by
from assessment.models import Assessment, State


def next_question(
    run: Assessment, bank: Bank, *, also: Iterable[tuple[int, str]] = ()
) -> dict[str, Any] | None:
    """The fields of an assessment that waits for its next question, or None when it has asked enough; nothing is stored here.

    also: (revision pk, outcome) of answers that are not stored yet.
    """
    answers, posterior = posterior_to_ask_by(run, bank, also=also)
    # Every revision of an answered question counts as asked.
    asked = bank.items_of(bank.question_of(item) for item, _ in answers)
    only = bank.domain_pks.index(run.settles_id) if run.settles_id else None
    aim = bank.aim(run.aims)
    left = questions_left(run.limit, len(answers) - run.carried, bank.left(asked, only))
    if only is not None and len(answers) > run.carried:
        target = float(aim.target[only]) if aim.weight[only] else None
        left = 0 if is_settled(posterior, only, target) else left
    item = None
    if left:
        item = next_item(
            posterior,
            bank.items,
            aim,
            asked=asked,
            left=left,
            avoid=bank.items_of(run.avoid),
            seed=(run.pk.int & 0xFFFFFFFF, len(answers)),
            only=only,
        )
    if item is None:
        return None
    return {
        "state": State.ASKING,
        "asked_id": bank.revision_pks[item],
        "asked_at": timezone.now(),
        "position": len(answers) + 1,
        "sure_enough": only is None and is_sure_enough(posterior, aim),
    }

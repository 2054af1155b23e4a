"""Wording is corrected in place; what makes an answer mean something else makes a new revision, and old answers stay."""

import pytest

from assessment import actions
from assessment.access import Person
from assessment.bank import current_bank
from assessment.core.responses import Outcome
from assessment.models import (
    Assessment,
    DomainResult,
    Option,
    QuestionRevision,
    ReportedProblem,
    Response,
    SelfRating,
    User,
)
from tests import factories
from tests.content.small import Files
from tests.content.tables import dump

SERVE, WATCH = "questions/serving.yaml", "questions/monitoring.yaml"
ONE, NUMBER = "slow-first-request", "seconds-for-a-batch"
MANY, ORDER = "inputs-moved-results-stable", "steps-after-an-alert"
Edit = tuple[str, str, str, str]  # question, file, old text, new text

WORDING: dict[str, Edit] = {
    "the stem": (ONE, SERVE, "takes nine seconds", "needs nine seconds"),
    "a reason": (ONE, SERVE, "The mean hides single calls.", "A mean hides single calls."),
    "the label of the exhibit": (ONE, SERVE, "Two lines of the access log", "Two lines of a log"),
    "what it asks for": (ONE, SERVE, "asks: diagnose", "asks: apply"),
    "the sources": (ONE, SERVE, "[g1.s02-requests]", "[g1.s01-first-steps]"),
    "how a number is reached": (NUMBER, SERVE, "3000 divided by 500 is 6", "3000 / 500 = 6"),
    "the thought behind a slip": (NUMBER, SERVE, "Divided the wrong way round", "Divided 500 by 3000"),
    "the day of the review": (ONE, SERVE, "misconception: mean-tells-all\n  reviewed: 2026-11-21", "misconception: mean-tells-all\n  reviewed: 2026-11-22"),
}  # fmt: skip
MEANING: dict[str, Edit] = {
    "the key": (
        MANY, WATCH,
        "July\n      key: true\n      because: Labels may arrive late.\n    - text: Roll the model back tonight\n      because: Nothing shows that it became worse.\n      misconception: drift-is-always-harm\n    - text: Switch the input alert off\n",
        "July\n      because: Labels may arrive late.\n    - text: Roll the model back tonight\n      because: Nothing shows that it became worse.\n      misconception: drift-is-always-harm\n    - text: Switch the input alert off\n      key: true\n",
    ),
    "the text of an option": (ONE, SERVE, "the week\n", "the month\n"),
    "one option more": (
        ONE, SERVE, "    - text: At the mean latency",
        "    - text: At the size of the log file\n      because: Its size tells nothing.\n    - text: At the mean latency",
    ),
    "the order of the options": (
        ORDER, WATCH,
        "    - text: Stop the harm\n      because: Users come before causes.\n    - text: Find the cause\n      because: A calm search finds more.\n",
        "    - text: Find the cause\n      because: A calm search finds more.\n    - text: Stop the harm\n      because: Users come before causes.\n",
    ),
    "the exhibit": (ONE, SERVE, "9.02 s", "9.03 s"),
    "the level": (ONE, SERVE, "level: 3", "level: 4"),
    "the skill": (ONE, SERVE, "skill: request-paths", "skill: batch-scoring"),
    "another misconception": (ONE, SERVE, "single calls.\n      misconception: mean-tells-all", "single calls.\n      misconception: drift-is-always-harm"),
    "no misconception": (ONE, SERVE, "single calls.\n      misconception: mean-tells-all\n", "single calls.\n"),
    "the answer": (NUMBER, SERVE, "answer: 6", "answer: 7"),
    "the tolerance": (NUMBER, SERVE, "tolerance: 0.5", "tolerance: 0.6"),
    "the unit": (NUMBER, SERVE, "unit: seconds", "unit: s"),
    "the value of a slip": (NUMBER, SERVE, "value: 2500", "value: 2501"),
    "the misconception of a slip": (NUMBER, SERVE, "of divided.\n      misconception: mean-tells-all", "of divided.\n      misconception: drift-is-always-harm"),
    "the number of the revision": (ONE, SERVE, "  level: 3", "  revision: 2\n  level: 3"),
}  # fmt: skip


def revisions(slug: str) -> list[QuestionRevision]:
    return list(QuestionRevision.objects.filter(question__slug=slug).order_by("number"))


def rows(*revisions: QuestionRevision) -> list[object]:
    """Revisions with their options, as they are stored."""
    pks = [revision.pk for revision in revisions]
    stored = QuestionRevision.objects.filter(pk__in=pks).values()
    return [*stored, *Option.objects.filter(revision__in=pks).order_by("pk").values()]


@pytest.mark.parametrize(("slug", "file", "old", "new"), WORDING.values(), ids=list(WORDING))
def test_wording_is_corrected_in_place(
    loaded: Files, slug: str, file: str, old: str, new: str
) -> None:
    (before,) = revisions(slug)
    stored = rows(before)
    loaded.edit(file, old, new)
    changes = loaded.load()
    (after,) = revisions(slug)
    assert (after.pk, after.number, after.current) == (before.pk, 1, True)
    assert after.fingerprint == before.fingerprint
    only_the_day = "reviewed" in old
    assert (rows(after) == stored) == only_the_day
    assert bool(changes) != only_the_day
    assert all(change.startswith(f"question {slug}: ") for change in changes)


@pytest.mark.parametrize(("slug", "file", "old", "new"), MEANING.values(), ids=list(MEANING))
def test_another_meaning_makes_a_new_revision_and_keeps_the_old_one(
    loaded: Files, slug: str, file: str, old: str, new: str
) -> None:
    (before,) = revisions(slug)
    stored = rows(before)
    loaded.edit(file, old, new)
    assert f"question {slug}: revision 2" in loaded.load()
    first, second = revisions(slug)
    assert (first.pk, first.current) == (before.pk, False)
    assert (second.number, second.current) == (2, True)
    stored[0]["current"] = False  # type: ignore[index]
    assert rows(first) == stored
    assert loaded.load() == []


def test_a_new_revision_holds_what_the_file_says_now(loaded: Files) -> None:
    loaded.edit(SERVE, "the week\n", "the month\n")
    loaded.load()
    first, second = revisions(ONE)
    texts = [[option.text for option in revision.options.all()] for revision in (first, second)]
    assert texts[0][2] == "At the mean latency of the week"
    assert texts[1] == [*texts[0][:2], "At the mean latency of the month"]


@pytest.mark.parametrize(("slug", "file", "old", "new"), MEANING.values(), ids=list(MEANING))
def test_answers_and_results_stay_tied_to_what_was_shown(
    loaded: Files, learner: User, slug: str, file: str, old: str, new: str
) -> None:
    loaded.edit(WATCH, "status: draft", "reviewed: 2026-11-21")
    loaded.load()
    run = factories.finished(learner, Outcome.WRONG, ratings={"serving": 2})
    factories.reported(learner, slug=slug)
    people = (Assessment, SelfRating, Response, DomainResult, ReportedProblem)
    before = dump(people)
    assert run.results.exists()
    loaded.edit(file, old, new)
    loaded.load()
    assert dump(people) == before
    answer = run.responses.get(question__slug=slug)
    assert (answer.revision.number, answer.revision.current) == (1, False)


def test_wording_leaves_answers_and_results_untouched(loaded: Files, learner: User) -> None:
    factories.finished(learner, Outcome.RIGHT)
    before = dump([Assessment, Response, DomainResult])
    for _, file, old, new in WORDING.values():
        loaded.edit(file, old, new)
    loaded.load()
    assert dump([Assessment, Response, DomainResult]) == before


def test_only_the_newest_revision_is_asked(loaded: Files) -> None:
    loaded.edit(SERVE, "9.02 s", "9.03 s")
    loaded.load()
    bank, (first, second) = current_bank(), revisions(ONE)
    assert not bank.items.servable[bank.index[first.pk]]
    assert bank.items.servable[bank.index[second.pk]]


def test_a_question_that_waits_for_an_answer_stays_as_it_was_shown(
    loaded: Files, learner: User
) -> None:
    run = factories.asking(learner)
    assert run.asked is not None
    waiting, slug = run.asked, run.asked.question.slug
    file, old, new = next(edit[1:] for edit in MEANING.values() if edit[0] == slug)
    loaded.edit(file, old, new)
    loaded.load()
    run = actions.answer(
        run,
        run.position,
        factories.given_for(waiting, Outcome.RIGHT),
        by=Person(user=learner),
        bank=current_bank(),
    )
    assert run.responses.get().revision == waiting
    run = factories.answered(run, learner, Outcome.RIGHT, Outcome.RIGHT)
    assert run.is_finished
    assert run.responses.filter(question__slug=slug).count() == 1

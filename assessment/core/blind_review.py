"""Lets a second person answer questions without seeing keys or reasons, and compares."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assessment.core.catalogue import Kind, Option, Question
from assessment.core.responses import Outcome, grade_choice, grade_number

LETTERS = tuple("abcdef")
HOW = {
    Kind.ONE: "one letter",
    Kind.MANY: "letters, such as [a, c]",
    Kind.NUMBER: "a number",
    Kind.ORDER: "letters in order, such as [b, a, c]",
}


def shown_options(question: Question) -> list[Option]:
    """The options as the sheet shows them: shuffled, the same way every time."""
    order = list(question.options)
    Random(f"review {question.id}").shuffle(order)
    return order


def sheet(questions: Iterable[Question]) -> Iterator[str]:
    """The lines of a review sheet: stems, exhibits and options, nothing that gives a key away."""
    mixed = list(questions)
    Random(len(mixed)).shuffle(mixed)  # files are in order of level; the sheet must not be
    yield "# Answer in YAML, one line a question: `id: answer`. Say `?` where two answers could be right."
    for question in mixed:
        yield f"\n## {question.id} ({HOW[question.kind]})\n"
        yield question.stem
        if question.exhibit:
            yield f"\n[{question.exhibit_label}]\n\n{question.exhibit}"
        if question.kind is Kind.NUMBER:
            yield f"\nUnit: {question.unit}"
        for letter, option in zip(LETTERS, shown_options(question), strict=False):
            yield f"{letter}) {option.text}"


@dataclass(frozen=True)
class Comparison:
    """How a reviewer's answers compare with the keys."""

    asked: int
    agreed: int
    disagreed: tuple[str, ...]  # "id: reviewer said …, key is …"
    missing: tuple[str, ...]  # ids without an answer


def compare(questions: Sequence[Question], answers: Mapping[str, Any]) -> Comparison:
    """Compare answers (by question id, as read from YAML: text or a list of texts) with the keys."""
    disagreed, missing, agreed = [], [], 0
    for question in questions:
        said = answers.get(question.id)
        if said is None:
            missing.append(question.id)
        elif _is_right(question, said):
            agreed += 1
        else:
            disagreed.append(f"{question.id}: reviewer said {said}, the key is {_key(question)}")
    return Comparison(len(questions), agreed, tuple(disagreed), tuple(missing))


def _is_right(question: Question, said: Any) -> bool:
    if question.kind is Kind.NUMBER:
        try:
            given = float(said)
        except (TypeError, ValueError):
            return False
        return grade_number(given, question.answer or 0, question.tolerance or 0) is Outcome.RIGHT
    letters = said if isinstance(said, list) else [said]
    shown = shown_options(question)
    if not all(letter in LETTERS[: len(shown)] for letter in letters):
        return False
    chosen = [question.options.index(shown[LETTERS.index(letter)]) for letter in letters]
    return grade_choice(question.kind, chosen, _keys(question)) is Outcome.RIGHT


def _keys(question: Question) -> list[int]:
    if question.kind is Kind.ORDER:
        return list(range(len(question.options)))
    return [i for i, option in enumerate(question.options) if option.key]


def _key(question: Question) -> str:
    if question.kind is Kind.NUMBER:
        return f"{question.answer} ± {question.tolerance}"
    shown = shown_options(question)
    letters = [LETTERS[shown.index(question.options[i])] for i in _keys(question)]
    return ", ".join(letters)

"""Everything about one person in one file: a ZIP with all of it as JSON, and each table as CSV."""

import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from assessment.access import Person
from assessment.models import Option, QuestionRevision, ReportedProblem, Response, User
from assessment.models.content import Projected
from config.care.personal import PERSONAL, Held, is_named, rows_about
from roadmap.spreadsheet import table

Row = dict[str, Any]
UNTOLD = "told when the question is answered and the assessment finished"


def archive(user: User) -> bytes:
    """The whole ZIP.

    Its data.json and its tables hold the same rows. No question is in it but by its name and, where it was answered,
    its wording and the answer given.
    """
    tables = {name: rows(user, name) for name in sorted(PERSONAL)}
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", _readme(tables))
        packed.writestr("data.json", _as_json(tables))
        for name, found in tables.items():
            if found:
                header = list(found[0])
                cells = ([_cell(row[column]) for column in header] for row in found)
                packed.writestr(f"{name}.csv", table(header, cells))
    return out.getvalue()


def rows(user: User, name: str) -> list[Row]:
    """The rows of a table that are about a person, as they are handed out."""
    held, found = PERSONAL[name], rows_about(user, name)
    untold = _untold(user, found) if held.untold else set()
    told = [_row(one, held, user, is_untold=one.pk in untold) for one in found]
    if name == Response._meta.label:
        _add_words(told, found)
    return told


def _untold(user: User, found: Iterable[Model]) -> set[Any]:
    """Rows that belong to an open assessment, and answers about questions that are not answered."""
    problems = [one for one in found if isinstance(one, ReportedProblem) and one.answer]
    if problems:
        answered = Person(user=user).answered(one.question_id for one in problems)
        return {one.pk for one in problems if one.question_id not in answered}
    open_runs = set(user.assessments.open().values_list("pk", flat=True))
    return {one.pk for one in found if getattr(one, "assessment_id", None) in open_runs}


def _row(one: Model, held: Held, user: User, *, is_untold: bool) -> Row:
    told: Row = {}
    for column in one._meta.concrete_fields:
        if column.name in held.left_out:
            continue
        named = is_named(column)
        value = getattr(one, column.name if named else column.attname)
        if is_untold and column.name in held.untold:
            value = UNTOLD
        elif shown := held.shown.get(column.name):
            value = shown(value, user)
        elif named:
            value = _named(value, user)
        told[column.name] = value
    return told


def _named(other: Model | None, user: User) -> str | None:
    """People by the name that they show, content by its permanent name."""
    if isinstance(other, User):
        return "you" if other == user else other.public_name
    if isinstance(other, QuestionRevision):
        return f"{other.question.slug}, revision {other.number}"
    if isinstance(other, Projected):
        return other.slug
    return other and str(other)


def _add_words(told: list[Row], responses: Iterable[Response]) -> None:
    """What was asked and what was answered, in words: numbers of options would tell a reader nothing."""
    asked = {response.revision_id for response in responses}
    options = Option.objects.filter(revision__in=asked).values_list("revision", "position", "text")
    texts = {(revision, position): text for revision, position, text in options}
    for row, response in zip(told, responses, strict=True):
        given = response.given if isinstance(response.given, list) else []
        row["question_in_words"] = response.revision.stem
        row["given_in_words"] = [texts.get((response.revision_id, place), "") for place in given]


def _as_json(tables: Mapping[str, list[Row]]) -> str:
    """One row a line: so it can be read, and is written many times faster than by an encoder that indents."""
    head = {"format": "waymark-my-data", "version": 1, "made_at": timezone.now()}
    told = ",\n".join(
        f"{_json(name)}: [\n" + ",\n".join(map(_json, found)) + "\n]"
        for name, found in tables.items()
    )
    return _json(head)[:-1] + ', "tables": {\n' + told + "\n}}\n"


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _cell(value: object) -> object:
    if isinstance(value, (list, dict)):
        return _json(value)
    return value


def _readme(tables: Mapping[str, list[Row]]) -> str:
    lines = [
        "Everything that Waymark keeps about you.",
        "",
        "data.json holds all of it; each table that has rows is also a .csv file for spreadsheets.",
        "Columns that are not here are secrets of the site or about somebody else.",
        "",
    ]
    for name, found in tables.items():
        left_out = PERSONAL[name].left_out
        without = f" Not here: {', '.join(left_out)}." if left_out else ""
        lines.append(f"{name} ({len(found)}): {PERSONAL[name].what}{without}")
    return "\n".join(lines) + "\n"

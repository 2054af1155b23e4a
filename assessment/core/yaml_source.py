"""Reads a content file as text values with the line of each one, and turns what is wrong into problems."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_PARTS = 50_000  # keys, values, lists and sets of lines: far more than a person writes, and read within a second
Keys = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a content file: which file, which line (from 1), and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(Exception):
    """Content cannot be used; `problems` lists everything that is wrong with it, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Source:
    """A file's data (every scalar a string) and the line on which each part of it begins."""

    file: str
    data: Any = None
    lines: dict[Keys, int] = field(default_factory=dict)

    def line(self, keys: Keys) -> int:
        """The line of the part at `keys`, or of the nearest part around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def problem(self, keys: Keys, message: str) -> Problem:
        return Problem(self.file, self.line(keys), message)


def read(path: Path, name: str, problems: list[Problem]) -> Source | None:
    """Read one file; on trouble, add it to `problems` and return None.

    `name` is what problems call the file. Refused: more than MAX_BYTES, bad UTF-8, syntax errors, tags, anchors
    and aliases (a page of them can expand to gigabytes), more than one document, repeated keys, nesting beyond MAX_DEPTH,
    more than MAX_PARTS parts.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            problems.append(
                Problem(name, 1, f"{size:,} bytes; a content file has at most {MAX_BYTES:,}")
            )
            return None
        raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(name, 1, f"cannot be read: {error.strerror}"))
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(Problem(name, line, "is not UTF-8 text; save it as UTF-8"))
        return None
    builder = _Builder(Source(name), problems)
    found = len(problems)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problems.append(Problem(name, line, f"is not valid YAML: {error.problem or error.context}"))
        return None
    except yaml.YAMLError:  # characters YAML does not allow
        bad = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, bad.start()) + 1 if bad else 1
        problems.append(Problem(name, line, "holds characters that YAML does not allow"))
        return None
    if builder.source.data is None:
        problems.append(Problem(name, 1, "is empty"))
    return builder.source if len(problems) == found else None


class _Stop(Exception):
    """Nothing more can be said about this file."""


class _Builder:
    """Builds dictionaries, lists and strings from parser events, without ever resolving a type or an alias."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source, self.problems = source, problems
        self.stack: list[Any] = []  # open dictionaries and lists
        self.path: list[str | int | None] = []  # None: the next scalar is a key
        self.documents = self.parts = 0

    def refuse(self, event: Any, message: str, *, stop: bool = False) -> None:
        self.problems.append(Problem(self.source.file, event.start_mark.line + 1, message))
        if stop:
            raise _Stop

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.refuse(event, "begins a second document; a content file holds one", stop=True)
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(event, f"alias *{event.anchor}: content files have no aliases", stop=True)
        elif isinstance(event, (yaml.CollectionStartEvent, yaml.ScalarEvent)):
            self.parts += 1
            if self.parts > MAX_PARTS:
                self.refuse(event, f"has more than {MAX_PARTS:,} keys and values", stop=True)
            if event.anchor:
                self.refuse(
                    event, f"anchor &{event.anchor}: content files have no anchors", stop=True
                )
            if event.tag and event.tag != "!":
                self.refuse(event, f"tag {event.tag}: content files have no tags", stop=True)
            if isinstance(event, yaml.ScalarEvent):
                self.scalar(event)
            else:
                self.open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close()

    def scalar(self, event: Any) -> None:
        if self.stack and isinstance(self.stack[-1], dict) and self.path[-1] is None:
            key = event.value
            if key in self.stack[-1]:
                self.refuse(event, f"key {key!r} is given twice")
            self.path[-1] = key
            # The line of a key is the line of its value: that is where a person looks.
            self.source.lines[self.here()] = event.start_mark.line + 1
        else:
            self.place(event.value, event)

    def open(self, event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(event, f"is nested more than {MAX_DEPTH} deep", stop=True)
        if self.stack and isinstance(self.stack[-1], dict) and self.path[-1] is None:
            self.refuse(event, "a key must be a word", stop=True)
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.place(value, event, keep_key=True)
        self.stack.append(value)
        self.path.append(None if isinstance(value, dict) else 0)

    def place(self, value: Any, event: Any, *, keep_key: bool = False) -> None:
        """Put a value where the path points, then move the path on."""
        if not self.stack:
            self.source.data = value
            self.source.lines[()] = event.start_mark.line + 1
            return
        self.source.lines.setdefault(self.here(), event.start_mark.line + 1)
        parent = self.stack[-1]
        if isinstance(parent, dict):
            parent[self.path[-1]] = value
            if not keep_key:
                self.path[-1] = None
        else:
            parent.append(value)
            if not keep_key:
                self.path[-1] = len(parent)

    def here(self) -> Keys:
        return tuple(key for key in self.path if key is not None)

    def close(self) -> None:
        """Leave a dictionary or list: the path of the one around it moves on."""
        self.stack.pop()
        self.path.pop()
        parent = self.stack[-1] if self.stack else None
        if isinstance(parent, dict):
            self.path[-1] = None
        elif isinstance(parent, list):
            self.path[-1] = len(parent)


_WORDS = {
    "extra_forbidden": "unknown key {key!r}",
    "missing": "missing key {key!r}",
    "string_type": "{key!r} must be text",
    "string_too_short": "{key!r} must not be empty",
    "tuple_type": "{key!r} must be a list",
    "model_type": "must be a set of `key: value` lines",
    "model_attributes_type": "must be a set of `key: value` lines",
    "too_short": "{key!r} has too few entries (at least {min_length})",
    "too_long": "{key!r} has too many entries (at most {max_length})",
    "int_parsing": "{key!r} must be a whole number, not {input!r}",
    "float_parsing": "{key!r} must be a number, not {input!r}",
    "bool_parsing": "{key!r} must be true or false, not {input!r}",
    "enum": "{key!r} must be {expected}, not {input!r}",
    "literal_error": "{key!r} must be {expected}, not {input!r}",
    "string_pattern_mismatch": "{key!r} is {input!r}, which does not look as it should ({pattern})",
    "string_too_long": "{key!r} is too long (at most {max_length} characters)",
    "greater_than_equal": "{key!r} must be at least {ge}, not {input!r}",
    "less_than_equal": "{key!r} must be at most {le}, not {input!r}",
}


def _in_words(error: Any) -> str:
    key = next((part for part in reversed(error["loc"]) if isinstance(part, str)), "the entry")
    form = _WORDS.get(error["type"])
    if form is None:
        return str(error["msg"]).removeprefix("Value error, ")
    shown = error["input"] if isinstance(error["input"], str) else "…"
    return form.format(key=key, input=shown[:60], **error.get("ctx", {}))


def parse(
    model: type[Model], source: Source, keys: Keys, data: Any, problems: list[Problem]
) -> Model | None:
    """Turn the data at `keys` of a source into a `model`, or add everything wrong with it to `problems`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += (source.problem((*keys, *e["loc"]), _in_words(e)) for e in error.errors())
        return None


@dataclass(frozen=True)
class Located(Generic[Model]):
    """An entry and where it stands, so that later checks can say file and line."""

    value: Model
    source: Source
    keys: Keys

    def problem(self, message: str, *keys: str | int) -> Problem:
        return self.source.problem((*self.keys, *keys), message)


def parse_one(model: type[Model], source: Source, problems: list[Problem]) -> list[Located[Model]]:
    """Turn a file that holds one entry into a list of that entry, or of nothing when it is wrong."""
    value = parse(model, source, (), source.data, problems)
    return [] if value is None else [Located(value, source, ())]


def parse_list(model: type[Model], source: Source, problems: list[Problem]) -> list[Located[Model]]:
    """Turn a file that holds a list into its entries; those that are wrong are left out."""
    if not isinstance(source.data, list):
        problems.append(source.problem((), "must hold a list (each entry begins with `- `)"))
        return []
    entries = []
    for i, data in enumerate(source.data):
        value = parse(model, source, (i,), data, problems)
        if value is not None:
            entries.append(Located(value, source, (i,)))
    return entries

"""What must not change, whatever others send: every row that was there, and whatever points at somebody's row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model

Key = tuple[str, Any]
Rows = dict[Key, tuple[Any, ...]]
PASSING = {"sessions.session"}  # goes and comes with every visit


def snapshot() -> Rows:
    """Every row of every table, by table and primary key."""
    rows: Rows = {}
    for model in _models():
        for row in model._base_manager.values_list(*_columns(model)):
            rows[model._meta.label_lower, row[_columns(model).index(model._meta.pk.attname)]] = row
    return rows


@dataclass(frozen=True)
class Untouched:
    """Rows as they were; `personal` are those of them that belong to people who send nothing."""

    before: Rows
    personal: frozenset[Key]
    pointing: frozenset[Key]

    @classmethod
    def of(cls, content: Rows) -> "Untouched":
        """All rows of now; `content` are those that were there before there were any people."""
        now = snapshot()
        personal = frozenset(now.keys() - content.keys())
        return cls(now, personal, frozenset(_pointing_at(personal)))

    def faults(self) -> list[str]:
        """What is another than it was, in words."""
        now = snapshot()
        changed = [key for key, row in self.before.items() if now.get(key) != row]
        added = set(_pointing_at(self.personal)) - self.pointing
        return [
            *(f"{key} was {self.before[key]}, and is {now.get(key)}" for key in changed),
            *(f"{table} {pk} was added to somebody else's" for table, pk in sorted(added, key=str)),
        ]


def _models() -> list[type[Model]]:
    return [
        m for m in apps.get_models(include_auto_created=True) if m._meta.label_lower not in PASSING
    ]


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _pointing_at(rows: frozenset[Key]) -> Iterator[Key]:
    """Rows with a foreign key to some of these rows."""
    for model in _models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, ForeignKey):
                continue
            target = field.related_model._meta.label_lower
            wanted = {pk for table, pk in rows if table == target}
            pairs = model._base_manager.values_list("pk", field.attname)
            yield from ((model._meta.label_lower, pk) for pk, other in pairs if other in wanted)

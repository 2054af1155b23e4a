"""Looks at whole tables: what content and people left in the database."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models

from assessment.models import ContentVersion

Dump = dict[str, list[tuple[Any, ...]]]


def own_models() -> list[type[models.Model]]:
    """All models of the project, with the tables of many-to-many fields."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.app_label in ("assessment", "roadmap")]


def content_models() -> list[type[models.Model]]:
    """The models that content files are written to, with the tables between them."""
    places = ("assessment.models.content", "roadmap.models.content")
    return [m for m in own_models() if m.__module__ in places and m is not ContentVersion]


def dump(chosen: Iterable[type[models.Model]] | None = None) -> Dump:
    """Every row of the chosen tables (all of the project's when none are), as it is stored."""
    rows: Dump = {}
    with connection.cursor() as cursor:
        for model in own_models() if chosen is None else chosen:
            table = connection.ops.quote_name(model._meta.db_table)
            columns = [
                connection.ops.quote_name(field.column)
                for field in model._meta.concrete_fields
                # A link has no identity beyond what it links.
                if not (model._meta.auto_created and field.primary_key)
            ]
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2")
            rows[model._meta.db_table] = cursor.fetchall()
    return rows


def delete_everything() -> None:
    """Empty all tables of the project, much quicker than row by row; call it inside a transaction that is rolled back."""
    with connection.cursor() as cursor:
        for model in own_models():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")

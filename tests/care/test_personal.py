"""The lists of what is personal: every table is in one of them, and every way from a row to a person is known."""

from pathlib import Path

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from assessment.models import User
from config.care.data_map import page
from config.care.personal import NOT_PERSONAL, PERSONAL, all_models, is_content


def test_V14_every_table_is_listed_as_personal_or_not() -> None:
    listed = [*PERSONAL, *NOT_PERSONAL]
    content = [model._meta.label for model in all_models() if is_content(model)]
    assert sorted([*listed, *content]) == sorted(model._meta.label for model in all_models())


def test_V14_a_table_with_people_in_it_is_personal() -> None:
    people = {User, *(apps.get_model(name) for name in PERSONAL)}
    for model in all_models():
        if model not in people:
            fields = model._meta.concrete_fields
            assert not [f for f in fields if f.related_model in people], model
            assert not [f for f in fields if isinstance(f, models.EmailField)], model


def test_V14_every_column_that_names_an_account_is_a_way_to_it() -> None:
    for name, held in PERSONAL.items():
        named = {
            f.name for f in apps.get_model(name)._meta.concrete_fields if f.related_model is User
        }
        assert named <= set(held.paths), name


def test_every_way_leads_to_an_account_and_every_named_column_exists() -> None:
    for name, held in PERSONAL.items():
        model = apps.get_model(name)
        for way in held.paths:
            assert target(model, way) is User, (name, way)
        columns = {f.name for f in model._meta.concrete_fields}
        assert {*held.left_out, *held.untold, *held.shown} <= columns, name
        assert held.paths or held.also, name


def target(model: type[models.Model], way: str) -> type[models.Model]:
    """The table that a way ends at."""
    if way == "pk":
        return model
    for step in way.split("__"):
        try:
            found = model._meta.get_field(step).related_model
        except FieldDoesNotExist:
            raise AssertionError(f"{model} has no {step}") from None
        assert isinstance(found, type)
        model = found
    return model


def test_V14_the_page_of_the_map_is_what_the_lists_say() -> None:
    written = (Path(__file__).parents[2] / "docs" / "data-map.md").read_text("utf-8")
    assert written == page()

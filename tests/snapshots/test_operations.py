"""Migrations that old code could not live with, or that lose data, each have a reason here."""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations import operations as act
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

APPS = ("assessment", "roadmap", "config")
LOSES = (
    act.RemoveField,
    act.DeleteModel,
    act.RenameField,
    act.RenameModel,
    act.RunSQL,
    act.AlterModelTable,
)
BEFORE = (
    "Before the first release: nobody ran the code before it beside it, and a snapshot migrates."
)
EXPLAINED = {
    ("assessment", "0002_plan_consent_cohorts"): BEFORE,
    ("roadmap", "0002_plan_consent_cohorts"): BEFORE,
    ("roadmap", "0006_cohort_care"): BEFORE,
}


def hard(operation: Operation, before: ProjectState, after: ProjectState, app: str) -> bool:
    """Whether code of the version before cannot work with the schema after it, or data is lost by it."""
    if isinstance(operation, LOSES):
        return True
    if not isinstance(operation, (act.AddField, act.AlterField)):
        return False
    model, name = operation.model_name_lower, operation.name
    new = after.apps.get_model(app, model)._meta.get_field(name)
    required = not new.null and not new.has_db_default() and not new.many_to_many
    if isinstance(operation, act.AddField):
        return required  # old code writes rows without it
    old = before.apps.get_model(app, model)._meta.get_field(name)
    retyped = old.db_type(connection) != new.db_type(connection)
    return retyped or (required and old.null)


def hard_ones() -> Iterator[tuple[str, str, str]]:
    loader = MigrationLoader(None)
    for (app, name), migration in loader.disk_migrations.items():
        if app not in APPS:
            continue
        parents = list(loader.graph.node_map[app, name].parents)
        state = loader.project_state([key.key for key in parents]) if parents else ProjectState()
        made = {op.name_lower for op in migration.operations if isinstance(op, act.CreateModel)}
        for operation in migration.operations:
            before = state.clone()
            operation.state_forwards(app, state)
            if getattr(operation, "model_name_lower", "") not in made and hard(
                operation, before, state, app
            ):
                yield app, name, operation.describe()


def test_D01_no_migration_is_hard_on_old_code_or_loses_data_without_a_reason() -> None:
    found = list(hard_ones())
    assert [one for one in found if one[:2] not in EXPLAINED] == []
    assert {one[:2] for one in found} == set(EXPLAINED), "a reason that nothing needs"

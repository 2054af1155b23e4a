"""Tests that load the real server take minutes: they run only where `-m load` asks for them."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "load" in config.getoption("markexpr"):
        return
    loading = [item for item in items if item.get_closest_marker("load")]
    if loading:
        config.hook.pytest_deselected(items=loading)
        items[:] = [item for item in items if not item.get_closest_marker("load")]

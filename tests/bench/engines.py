"""Which engines take part in a run: the product's, its peers, published libraries and the reference."""

import importlib
from collections.abc import Sequence
from typing import Any

from tests.bench.calibration import Calibrated
from tests.bench.libraries import LIBRARIES
from tests.bench.peers import PEERS
from tests.bench.reference import (
    Oracle,
    RandomItems,
    ReferenceEngine,
    Robust,
    RobustOneClass,
    Unrated,
)

PRODUCT = "tests.bench.engine_adapter:Waymark"
REFERENCES = (Unrated, RandomItems, ReferenceEngine, RobustOneClass, Robust, Calibrated, Oracle)

EngineClass = Any  # a class with the methods of tests.bench.contract.Engine, and a name


def load(specification: str) -> EngineClass:
    """The class that 'module:Class' names."""
    module, _, name = specification.partition(":")
    engine = getattr(importlib.import_module(module), name)
    if not hasattr(engine, "name"):
        engine.name = name
    return engine


def choose_engines(
    adapters: Sequence[str] = (), *, only: str = "", archive: bool, libraries: bool
) -> list[EngineClass]:
    """The rows of a run, in order.

    adapters: 'module:Class' of more engines. only: comma-separated parts of names, to leave out all others.
    archive: whether there is one to calibrate on. libraries: whether to run those that are installed.
    """
    engines: list[EngineClass] = [load(specification) for specification in [PRODUCT, *adapters]]
    engines += PEERS
    if libraries:
        engines += [library for library in LIBRARIES if library.installed()]
    engines += [engine for engine in REFERENCES if archive or engine is not Calibrated]
    parts = [part.strip() for part in only.split(",")]
    named = [engine for engine in engines if any(part in engine.name for part in parts)]
    return list(dict.fromkeys(named))

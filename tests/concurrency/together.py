"""Doing things at the same moment, in threads with database connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

T = TypeVar("T")
PATIENCE = 30  # seconds until a thread that waits for the others gives up


def together(times: int, act: Callable[[int], T]) -> list[T]:
    """What act(0), act(1) … return when all of them begin at once."""
    barrier = Barrier(times)

    def run(number: int) -> T:
        try:
            barrier.wait(PATIENCE)
            return act(number)
        finally:
            connections.close_all()  # or PostgreSQL's pool would never get it back

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))

"""Translates between the engine bench and Waymark's measurement; nothing else."""

from typing import Any

import numpy as np

from assessment.core.items import ItemBank, launch_curves
from assessment.core.posterior import estimate
from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome
from assessment.core.selection import Aim, next_item

OUTCOMES = {True: Outcome.RIGHT, False: Outcome.WRONG, None: Outcome.UNKNOWN}
LENGTH = 32


class Waymark:
    name = "Waymark"

    def __init__(self, bank: Any) -> None:
        self.bank = ItemBank(
            domains=bank.D,
            domain=np.asarray(bank.domain),
            skill=np.arange(bank.J),
            guess=1 / np.asarray(bank.options, float),
            effort=np.ones(bank.J),
            servable=np.ones(bank.J, bool),
            knows=launch_curves(np.asarray(bank.band), bank.slope),
        )
        self.prior = launch_prior(bank.D)
        self.learners = 0

    def redraw(self, draw: int) -> None:
        self.learners = 100_000 * draw

    def start(self, self_ratings: Any, targets: Any, weights: Any) -> dict[str, Any]:
        self.learners += 1
        state = {
            "ratings": {d: int(level) - 1 for d, level in enumerate(self_ratings)},
            "aim": Aim(np.asarray(targets, float), np.asarray(weights, float)),
            "answers": [],
            "learner": self.learners,
        }
        return self._fit(state)

    def next_item(self, state: dict[str, Any]) -> int:
        asked = [item for item, _ in state["answers"]]
        item = next_item(
            state["posterior"],
            self.bank,
            state["aim"],
            asked=asked,
            left=max(1, LENGTH - len(asked)),
            seed=(state["learner"], len(asked)),
        )
        assert item is not None
        return item

    def answer(self, state: dict[str, Any], item: int, correct: bool | None) -> dict[str, Any]:  # noqa: FBT001 - the bench calls it so
        state["answers"].append((item, OUTCOMES[correct]))
        return self._fit(state)

    def estimate(self, state: dict[str, Any]) -> tuple[Any, Any]:
        return state["posterior"].mean.copy(), state["posterior"].sd

    def _fit(self, state: dict[str, Any]) -> dict[str, Any]:
        state["posterior"] = estimate(self.prior, self.bank, state["ratings"], state["answers"])
        return state

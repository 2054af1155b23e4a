"""What the bench asks of an engine: five small methods."""

from typing import Any, ClassVar

from tests.bench.scale import Array, Ints
from tests.bench.world import BankView

Answer = bool | None  # right, wrong, or "I don't know"


class Engine:
    """Base of the bench's own engines. An adapter given with --adapter needs the methods and a name, not this base.

    One instance serves all learners of a run, one after the other; what belongs to a learner lives in the state.
    """

    name: ClassVar[str]
    privileged: ClassVar[bool] = False  # sees bank.truth; for rows that no product can reach
    max_learners: ClassVar[int | None] = None  # slow peers take a sub-sample

    def __init__(self, bank: BankView) -> None:
        self.bank = bank

    def start(self, self_ratings: Ints, targets: Array, weights: Array) -> Any:
        """State of a learner before the first question; the arguments have one entry per domain."""
        raise NotImplementedError

    def next_item(self, state: Any) -> int:
        """Index of the item to ask next."""
        raise NotImplementedError

    def answer(self, state: Any, item: int, correct: Answer) -> Any:
        """State after an answer."""
        raise NotImplementedError

    def estimate(self, state: Any) -> tuple[Array, Array]:
        """Means and standard deviations of the D thetas; the latter may be nan where the engine knows none."""
        raise NotImplementedError

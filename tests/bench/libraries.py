"""Two published libraries for adaptive testing, one test per domain; rows are left out if they are not installed."""

import contextlib
import importlib.util
import io
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from tests.bench.contract import Answer, Engine
from tests.bench.scale import (
    DOMAIN_OF_ITEM,
    DOMAINS,
    GUESS,
    ITEMS,
    ITEMS_PER_DOMAIN,
    Array,
    Ints,
    items_of,
)
from tests.bench.world import BankView

BOUND = 4.0  # maximum likelihood can run away to infinity; it is kept within this theta


def _empty_lists() -> list[list[Any]]:
    return [[] for _ in range(DOMAINS)]


@dataclass
class TestsState:
    """A learner on D tests: items and scores given so far, by domain, and the D estimates."""

    items: list[list[Any]] = field(default_factory=_empty_lists)
    scores: list[list[Any]] = field(default_factory=_empty_lists)
    mean: Array = field(default_factory=lambda: np.zeros(DOMAINS))
    sd: Array = field(default_factory=lambda: np.ones(DOMAINS))
    asked: int = 0

    @property
    def domain(self) -> int:
        """The domain whose turn it is."""
        return self.asked % DOMAINS


class LibraryEngine(Engine):
    """A peer that needs a package from outside; `package` is the name it is imported by."""

    package: ClassVar[str]

    @classmethod
    def installed(cls) -> bool:
        return importlib.util.find_spec(cls.package) is not None

    def start(self, self_ratings: Ints, targets: Array, weights: Array) -> TestsState:
        return TestsState()


class Catsim(LibraryEngine):
    """catsim's own parts: MaxInfoSelector, and NumericalSearchEstimator (maximum likelihood with Dodd's rule)."""

    name, package, max_learners = "catsim 1-dim ML CAT", "catsim", 60

    def __init__(self, bank: BankView) -> None:
        super().__init__(bank)
        from catsim import irt
        from catsim.estimation import NumericalSearchEstimator
        from catsim.item_bank import ItemBank
        from catsim.selection import MaxInfoSelector

        self.standard_error = irt.see
        self.estimator, self.selector = NumericalSearchEstimator(), MaxInfoSelector()
        slope, guess, ceiling = (
            np.full(ITEMS_PER_DOMAIN, value) for value in (bank.slope, GUESS, 1.0)
        )
        with contextlib.redirect_stdout(io.StringIO()):
            self.banks = [
                ItemBank(np.column_stack([slope, bank.b[items_of(d)], guess, ceiling]))
                for d in range(DOMAINS)
            ]

    def next_item(self, state: TestsState) -> int:
        domain = state.domain
        place = self.selector.select(
            item_bank=self.banks[domain],
            administered_items=state.items[domain],
            est_theta=float(state.mean[domain]),
        )
        return domain * ITEMS_PER_DOMAIN + int(place)

    def answer(self, state: TestsState, item: int, correct: Answer) -> TestsState:
        domain = int(DOMAIN_OF_ITEM[item])
        state.asked += 1
        state.items[domain].append(item - domain * ITEMS_PER_DOMAIN)
        state.scores[domain].append(correct is True)
        theta = self.estimator.estimate(
            item_bank=self.banks[domain],
            administered_items=state.items[domain],
            response_vector=state.scores[domain],
            est_theta=float(state.mean[domain]),
        )
        state.mean[domain] = min(BOUND, max(-BOUND, float(theta)))
        return state

    def estimate(self, state: TestsState) -> tuple[Array, Array]:
        sd = np.full(DOMAINS, np.nan)
        for domain, items in enumerate(state.items):
            if items:
                answered = self.banks[domain].get_items(items)
                sd[domain] = self.standard_error(state.mean[domain], answered)
        return state.mean.copy(), sd


class AdaptiveTesting(LibraryEngine):
    """adaptivetesting's own ExpectedAPosteriori with a N(0, 1) prior, and maximum_information_criterion."""

    name, package, max_learners = "adaptivetesting 1-dim EAP CAT", "adaptivetesting", 8

    def __init__(self, bank: BankView) -> None:
        super().__init__(bank)
        from adaptivetesting.math.estimators import ExpectedAPosteriori, NormalPrior
        from adaptivetesting.math.item_selection import maximum_information_criterion
        from adaptivetesting.models import TestItem

        self.estimator, self.prior = ExpectedAPosteriori, NormalPrior(0, 1)
        self.most_informative = maximum_information_criterion
        self.items: list[Any] = []
        for number in range(ITEMS):
            item = TestItem()
            item.id, item.a, item.b = number, bank.slope, float(bank.b[number])
            item.c, item.d = GUESS, 1.0
            self.items.append(item)

    def next_item(self, state: TestsState) -> int:
        domain = state.domain
        free = [item for item in self.items[items_of(domain)] if item not in state.items[domain]]
        return int(self.most_informative(free, float(state.mean[domain])).id)

    def answer(self, state: TestsState, item: int, correct: Answer) -> TestsState:
        domain = int(DOMAIN_OF_ITEM[item])
        state.asked += 1
        state.items[domain].append(self.items[item])
        state.scores[domain].append(int(correct is True))
        fit = self.estimator(state.scores[domain], state.items[domain], self.prior, (-5, 5))
        state.mean[domain] = fit.get_estimation()
        state.sd[domain] = fit.get_standard_error(state.mean[domain])
        return state

    def estimate(self, state: TestsState) -> tuple[Array, Array]:
        return state.mean.copy(), state.sd.copy()


LIBRARIES: tuple[type[LibraryEngine], ...] = (AdaptiveTesting, Catsim)

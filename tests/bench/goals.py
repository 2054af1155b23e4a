"""What the product's engine has to reach: goals relative to other rows of the same run, so they hold for any seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.bench.peers import SeparateCATs
from tests.bench.reference import Oracle, Robust
from tests.bench.runner import Result


@dataclass(frozen=True)
class Rows:
    """The product's result and those that it is held against."""

    product: Result
    cat: Result  # one adaptive test per domain
    reference: Result
    oracle: Result

    @classmethod
    def of(cls, product: Result, results: Sequence[Result]) -> "Rows":
        """Pick the rows by name; KeyError if one is not in the run."""
        by_name = {result.name: result for result in results}
        return cls(product, *(by_name[e.name] for e in (SeparateCATs, Robust, Oracle)))


@dataclass(frozen=True)
class Goal:
    """A figure of the run and the range (inclusive) where it has to lie."""

    text: str
    value: Callable[[Rows], float]
    at_least: float = float("-inf")
    at_most: float = float("inf")

    def met(self, value: float) -> bool:
        return self.at_least <= value <= self.at_most

    @property
    def range(self) -> str:
        if self.at_least == float("-inf"):
            return f"<= {self.at_most}"
        if self.at_most == float("inf"):
            return f">= {self.at_least}"
        return f"{self.at_least} to {self.at_most}"


def rmse_to_cat(rows: Rows, *, length: int = 32, cat_length: int = 32) -> float:
    return rows.product.scores[length].rmse / rows.cat.scores[cat_length].rmse


def rmse_to_reference(rows: Rows) -> float:
    return rows.product.scores[32].rmse / rows.reference.scores[32].rmse


def rmse_above_reference(rows: Rows, *, length: int) -> float:
    return rows.product.scores[length].rmse - rows.reference.scores[length].rmse


def oracle_share(result: Result, oracle: Result) -> float:
    """Share of the oracle's variance reduction after 32 questions, (1 - MSE) / (1 - MSE of the oracle)."""
    return (1 - result.scores[32].rmse ** 2) / (1 - oracle.scores[32].rmse ** 2)


def product_oracle_share(rows: Rows) -> float:
    return oracle_share(rows.product, rows.oracle)


def lowest_coverage(rows: Rows) -> float:
    return min(scores.coverage for scores in rows.product.scores.values())


def highest_coverage(rows: Rows) -> float:
    return max(scores.coverage for scores in rows.product.scores.values())


def coverage(rows: Rows, *, length: int) -> float:
    return rows.product.scores[length].coverage


def above_cat(rows: Rows, *, figure: str) -> float:
    return _difference(rows.product, rows.cat, figure)


def above_reference(rows: Rows, *, figure: str) -> float:
    return _difference(rows.product, rows.reference, figure)


def _difference(result: Result, other: Result, figure: str) -> float:
    mine: float = getattr(result.scores[32], figure)
    theirs: float = getattr(other.scores[32], figure)
    return mine - theirs


def step_time(rows: Rows) -> float:
    return rows.product.ms_per_step


def distinct(rows: Rows) -> float:
    return float(rows.product.distinct)


GOALS = (
    Goal("RMSE at 32, relative to the per-domain CAT", rmse_to_cat, at_most=0.77),
    Goal("RMSE at 32, relative to the reference engine", rmse_to_reference, at_most=1.02),
    Goal(
        "RMSE at 32, relative to the per-domain CAT at 64",
        partial(rmse_to_cat, cat_length=64),
        at_most=0.83,
    ),
    Goal("share of the oracle's variance reduction at 32", product_oracle_share, at_least=0.80),
    Goal("coverage of the 95% interval, lowest of all lengths", lowest_coverage, at_least=0.93),
    Goal("coverage of the 95% interval, highest of all lengths", highest_coverage, at_most=0.985),
    Goal(
        "top-3 gaps at 32, minus the per-domain CAT",
        partial(above_cat, figure="top3"),
        at_least=0.05,
    ),
    Goal(
        "decisions at 32, minus the per-domain CAT",
        partial(above_cat, figure="decide"),
        at_least=0.06,
    ),
    Goal(
        "rank correlation at 32, minus the per-domain CAT",
        partial(above_cat, figure="rank"),
        at_least=0.20,
    ),
    Goal("median ms per step (answer + next question)", step_time, at_most=10.0),
    Goal("no question asked twice", distinct, at_least=1.0),
)

LENGTHS_OF_MEANS = (16, 32, 48, 64)

# Means over several seeds are steadier, so they are held to more.
GOALS_OF_MEANS = (
    *(
        Goal(
            f"RMSE at {length}, minus the reference engine",
            partial(rmse_above_reference, length=length),
            at_most=0.002,
        )
        for length in LENGTHS_OF_MEANS
    ),
    Goal("RMSE at 32, relative to the per-domain CAT", rmse_to_cat, at_most=0.75),
    *(
        Goal(
            f"coverage of the 95% interval at {length} (aim: 0.93 to 0.97)",
            partial(coverage, length=length),
            at_least=0.93,
            at_most=0.975,
        )
        for length in LENGTHS_OF_MEANS
    ),
    Goal(
        "top-3 gaps at 32, minus the reference engine",
        partial(above_reference, figure="top3"),
        at_least=-0.005,
    ),
    Goal(
        "decisions at 32, minus the reference engine",
        partial(above_reference, figure="decide"),
        at_least=-0.005,
    ),
)


def missed_goals(goals: Sequence[Goal], product: Result, results: Sequence[Result]) -> int:
    """Print each goal with its figure; returns how many were missed or could not be checked."""
    try:
        rows = Rows.of(product, results)
    except KeyError as missing:
        print("the gate needs the row", missing, "in the same run")
        return 1
    missed = 0
    print(f"\ngoals for '{product.name}'")
    for goal in goals:
        try:
            value = goal.value(rows)
        except KeyError as length:
            print(f"  ?    {goal.text}: needs --lengths with {length}")
            missed += 1
            continue
        missed += not goal.met(value)
        verdict = "ok  " if goal.met(value) else "MISS"
        print(f"  {verdict} {value:8.3f} {goal.range:<13} {goal.text}")
    return missed


STRESS_RMSE = 0.02  # how far above the reference in any scenario
STRESS_COVERAGE = 0.90


def missed_under_stress(product: str, by_scenario: dict[str, list[Result]]) -> int:
    """Print the product's margins in each scenario (after 32 questions); returns how many limits were missed."""
    missed = 0
    print(f"\nlimits for '{product}': RMSE at most {STRESS_RMSE} above the reference, ", end="")
    print(f"coverage at least {STRESS_COVERAGE}")
    for scenario, results in by_scenario.items():
        scores = {result.name: result.scores[32] for result in results}
        if Robust.name not in scores:
            print("the gate needs the row", repr(Robust.name), "in the same run")
            return 1
        above = scores[product].rmse - scores[Robust.name].rmse
        cover = scores[product].coverage
        bad = (not above <= STRESS_RMSE) + (not cover >= STRESS_COVERAGE)
        missed += bad
        print(f"  {'MISS' if bad else 'ok  '} {above:+8.3f} {cover:8.3f}  {scenario}")
    return missed

"""The tables that a run prints."""

import math
from collections.abc import Sequence

import numpy as np

from tests.bench.goals import oracle_share
from tests.bench.peers import RatedCATs, SeparateCATs
from tests.bench.reference import Oracle, Robust
from tests.bench.runner import Result

TITLES = {
    "rmse": "RMSE of theta, all domains (lower is better)",
    "coverage": "coverage of the 95% interval (0.95 is right)",
    "level": "exact level, 5 bands",
    "top3": "recall of the three largest gaps",
    "near3": "share of the three gaps shown that are within half a level (0.35) of the true top three",
    "decide": "right about 'meets the target'",
    "rank": "rank correlation of the domains within a person",
}


def print_tables(results: Sequence[Result]) -> None:
    """One table per figure: engines down, numbers of questions across."""
    width = max(len(result.name) for result in results) + 1
    for figure, title in TITLES.items():
        header = "".join(f"{length:>8}" for length in results[0].scores)
        extra = "   ms/step   learners  max exposure@32" if figure == "rmse" else ""
        print(f"\n{title}\n{'':{width}}{header}{extra}")
        for result in results:
            cells = [f"{getattr(scores, figure):8.3f}" for scores in result.scores.values()]
            extra = _conduct(result) if figure == "rmse" else ""
            print(f"{result.name:{width}}{''.join(cells)}{extra}")


def _conduct(result: Result) -> str:
    """Time, sample and use of items, to the right of the first table."""
    repeats = "" if result.distinct else "  REPEATS ITEMS"
    return f"{result.ms_per_step:10.2f}{result.learners:11d}{result.max_exposure:13.2f}{repeats}"


def print_questions_needed(results: Sequence[Result], peer: str = RatedCATs.name) -> None:
    """How many questions each engine needs to be as accurate as a peer after its longest run."""
    by_name = {result.name: result for result in results}
    if peer not in by_name:
        return
    longest = max(by_name[peer].scores)
    goal = by_name[peer].scores[longest].rmse
    print(f"\nquestions needed for the RMSE {goal:.3f} that '{peer}' has after {longest}")
    for result in results:
        print(f"  {result.name:36s} {questions_needed(result, goal)}")


def questions_needed(result: Result, rmse: float) -> str:
    """In words, after how many questions an engine has this RMSE; straight lines between the lengths of the run."""
    lengths = sorted(result.scores)
    errors = [result.scores[length].rmse for length in lengths]
    reached = next((place for place, error in enumerate(errors) if error <= rmse), None)
    if reached is None:
        return f"more than {lengths[-1]}"
    if reached == 0:
        return f"at most {lengths[0]}"
    before, after = lengths[reached - 1], lengths[reached]
    drop = max(errors[reached - 1] - errors[reached], 1e-9)
    return f"{before + (errors[reached - 1] - rmse) / drop * (after - before):.0f}"


def print_paired(results: Sequence[Result], length: int = 32) -> None:
    """Differences of squared error to two rows, learner by learner: how sure is "better"?"""
    for base in results:
        if base.name not in (SeparateCATs.name, Robust.name) or length not in base.scores:
            continue
        print(
            f"\nmean squared error after {length} questions minus that of '{base.name}' "
            "(paired by learner; negative is better)"
        )
        for result in results:
            if result is not base:
                mean, error = paired_difference(result, base, length)
                sure = mean / max(error, 1e-9)
                print(
                    f"  {result.name:36s} {mean:+.3f} +- {error:.3f}  ({sure:+.1f} standard errors)"
                )


def paired_difference(result: Result, base: Result, length: int) -> tuple[float, float]:
    """Mean difference of squared error and its standard error, over the learners that both rows have."""
    n = min(result.learners, base.learners)
    mine, theirs = (np.array(row.squared_error[length][:n]) for row in (result, base))
    difference = mine - theirs
    return float(difference.mean()), float(difference.std(ddof=1) / math.sqrt(n))


def print_oracle_shares(results: Sequence[Result]) -> None:
    """How near each engine comes to the oracle after 32 questions."""
    oracle = next((result for result in results if result.name == Oracle.name), None)
    if oracle is None or 32 not in oracle.scores:
        return
    title = "share of the oracle's variance reduction after 32 questions, (1-MSE)/(1-MSE_oracle)"
    print(f"\n{title}")
    for result in results:
        print(f"  {result.name:36s} {100 * oracle_share(result, oracle):6.1f} %")


def print_stress(by_scenario: dict[str, list[Result]]) -> None:
    """One line per scenario, engines across, after 32 questions."""
    names = [result.name for result in next(iter(by_scenario.values()))]
    width = max(len(name) for name in names) + 2
    print("RMSE / coverage / top-3 recall after 32 questions")
    print(" " * 11 + "".join(f"{name:>{width}}" for name in names))
    for scenario, results in by_scenario.items():
        scores = [result.scores[32] for result in results]
        cells = [f"{score.rmse:.3f} / {score.coverage:.2f} / {score.top3:.2f}" for score in scores]
        print(f"{scenario:11s}" + "".join(f"{cell:>{width}}" for cell in cells))

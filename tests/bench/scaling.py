"""How the cost of one step (fit all answers, choose the next question) grows with the bank and with the answers.

Run as `python -m tests.bench.scaling`: it prints median milliseconds and the peak of memory that a step allocates.
"""

import time
import tracemalloc
from statistics import median

import numpy as np

from assessment.core.items import ItemBank, item_bank
from assessment.core.posterior import estimate
from assessment.core.prior import launch_prior
from assessment.core.responses import Outcome
from assessment.core.selection import Aim, next_item

DOMAINS = 18
SIZES = (430, 1000, 2000, 5000)
QUESTIONS = 60
LEARNERS = 3


def bank_of(size: int) -> ItemBank:
    rng = np.random.default_rng(size)
    return item_bank(
        domains=DOMAINS,
        domain=[j % DOMAINS for j in range(size)],
        skill=[j % (7 * DOMAINS) for j in range(size)],
        band=rng.integers(0, 5, size).tolist(),
        guess=[0.25] * size,
        servable=[True] * size,
    )


def step_times(bank: ItemBank, seed: int) -> list[float]:
    """Milliseconds of each step of one assessment."""
    rng, prior = np.random.default_rng(seed), launch_prior(DOMAINS)
    aim = Aim(np.full(DOMAINS, 0.35), np.full(DOMAINS, 2.0))
    ratings = {d: int(rng.integers(0, 5)) for d in range(DOMAINS)}
    answers: list[tuple[int, Outcome]] = []
    times = []
    for n in range(QUESTIONS):
        began = time.perf_counter()
        posterior = estimate(prior, bank, ratings, answers)
        asked = [item for item, _ in answers]
        item = next_item(posterior, bank, aim, asked=asked, left=QUESTIONS - n, seed=(seed, n))
        times.append(1e3 * (time.perf_counter() - began))
        assert item is not None
        answers.append((item, list(Outcome)[rng.integers(0, 3)]))
    return times


def main() -> None:
    print("questions in bank   ms per step   first ten   last ten   MB at the peak of a step")
    for size in SIZES:
        bank = bank_of(size)
        step_times(bank, 0)  # fills what is computed once
        runs = [step_times(bank, seed) for seed in range(1, LEARNERS + 1)]
        everything = median(t for times in runs for t in times)
        first, last = (
            median(t for times in runs for t in times[s]) for s in (slice(10), slice(-10, None))
        )
        tracemalloc.start()
        step_times(bank, 1)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        print(f"{size:17d} {everything:13.2f} {first:11.2f} {last:10.2f} {peak:26.1f}")


if __name__ == "__main__":
    main()

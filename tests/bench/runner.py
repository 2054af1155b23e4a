"""One engine, one simulated world: ask, answer, and compare the estimates with the truth."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.bench.metrics import Scores, measure
from tests.bench.scale import ITEMS, Array
from tests.bench.world import DONT_KNOW, RIGHT, Scenario, World

EXPOSURE_LENGTH = 32


@dataclass(frozen=True)
class Job:
    """A run to make. It travels to another process, so the engine's class must be importable by name.

    engine: class of the engine, see tests.bench.contract. lengths: numbers of questions after which to look.
    draw: which of its random choices among good questions an engine makes, if it has a method `redraw`.
    """

    engine: Any
    scenario: Scenario
    learners: int
    seed: int
    lengths: tuple[int, ...]
    draw: int = 0


@dataclass(frozen=True)
class Result:
    """What a run found.

    learners: how many took part. ms_per_step: median for an answer and the next question. distinct: nobody was asked
    an item twice. max_exposure: share of learners who met the most used item within 32 questions.
    scores: by number of questions. squared_error: by number of questions, one mean over domains per learner.
    """

    name: str
    learners: int
    ms_per_step: float
    seconds: float
    max_exposure: float
    distinct: bool
    scores: dict[int, Scores]
    squared_error: dict[int, list[float]]


class Proctor:
    """Puts learners through the assessment and keeps what the run is about."""

    def __init__(self, engine: Any, world: World, lengths: Sequence[int]) -> None:
        self.engine, self.world, self.lengths = engine, world, lengths
        self.means: dict[int, list[Array]] = {length: [] for length in lengths}
        self.sds: dict[int, list[Array]] = {length: [] for length in lengths}
        self.step_seconds: list[float] = []
        self.uses = np.zeros(ITEMS)
        self.distinct = True

    def examine(self, learner: int) -> list[int]:
        """Ask one learner as many items as the greatest length; returns the items in order."""
        world, asked = self.world, []
        state = self.engine.start(
            world.people.self_ratings[learner], world.targets[learner], world.weights[learner]
        )
        self.note_estimate(state, 0)
        for count in range(1, max(self.lengths) + 1):
            began = time.perf_counter()
            item = int(self.engine.next_item(state))
            response = world.people.responses[learner, item]
            correct = None if response == DONT_KNOW else bool(response == RIGHT)
            state = self.engine.answer(state, item, correct)
            self.step_seconds.append(time.perf_counter() - began)
            asked.append(item)
            self.note_estimate(state, count)
        np.add.at(self.uses, asked[:EXPOSURE_LENGTH], 1)
        self.distinct &= len(set(asked)) == len(asked)
        return asked

    def note_estimate(self, state: Any, count: int) -> None:
        if count in self.means:
            mean, sd = self.engine.estimate(state)
            self.means[count].append(mean)
            self.sds[count].append(sd)


def run(job: Job) -> Result:
    """Simulate the job's world and put the engine to it."""
    began = time.perf_counter()
    world = World(job.learners, job.seed, job.scenario)
    if getattr(job.engine, "privileged", False):
        world.bank.truth = world.truth
    learners = min(job.learners, getattr(job.engine, "max_learners", None) or job.learners)
    engine = job.engine(world.bank)
    if hasattr(engine, "redraw"):
        engine.redraw(job.draw)
    proctor = Proctor(engine, world, job.lengths)
    for learner in range(learners):
        proctor.examine(learner)
    theta, targets = world.people.theta[:learners], world.targets[:learners]
    scores, squared_error = {}, {}
    for length in job.lengths:
        mean, sd = np.array(proctor.means[length], float), np.array(proctor.sds[length], float)
        scores[length] = measure(theta, mean, sd, targets)
        squared_error[length] = ((mean - theta) ** 2).mean(axis=1).round(5).tolist()
    return Result(
        name=job.engine.name,
        learners=learners,
        ms_per_step=1e3 * float(np.median(proctor.step_seconds)),
        seconds=time.perf_counter() - began,
        max_exposure=float(proctor.uses.max() / learners),
        distinct=proctor.distinct,
        scores=scores,
        squared_error=squared_error,
    )


def mean_result(results: Sequence[Result]) -> Result:
    """One engine's runs on several seeds as one: every figure is the mean over the runs."""

    def mean(values: Sequence[float]) -> float:
        return float(np.mean(values))

    lengths = results[0].scores
    names = Scores.__dataclass_fields__
    return Result(
        name=results[0].name,
        learners=sum(result.learners for result in results),
        ms_per_step=mean([result.ms_per_step for result in results]),
        seconds=sum(result.seconds for result in results),
        max_exposure=mean([result.max_exposure for result in results]),
        distinct=all(result.distinct for result in results),
        scores={
            length: Scores(
                **{
                    name: mean([getattr(result.scores[length], name) for result in results])
                    for name in names
                }
            )
            for length in lengths
        },
        squared_error={
            length: [error for result in results for error in result.squared_error[length]]
            for length in lengths
        },
    )

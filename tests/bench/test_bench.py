"""The bench itself: every engine runs, runs repeat exactly, and its figures mean what they say."""

import multiprocessing
from dataclasses import replace

import numpy as np
import pytest

from tests.bench.__main__ import main, parse
from tests.bench.calibration import Calibrated
from tests.bench.engine_adapter import Waymark
from tests.bench.engines import EngineClass, choose_engines
from tests.bench.goals import GOALS, GOALS_OF_MEANS, Goal, missed_goals, missed_under_stress
from tests.bench.metrics import measure
from tests.bench.peers import PercentRegressed, RatedCATs, SeparateCATs
from tests.bench.reference import Oracle, RandomItems, ReferenceEngine, Robust
from tests.bench.report import questions_needed
from tests.bench.runner import Job, Proctor, Result, mean_result, run
from tests.bench.scale import (
    DOMAIN_OF_ITEM,
    DOMAINS,
    ITEMS,
    level_of,
    level_probabilities,
    normal_cdf,
)
from tests.bench.world import SCENARIOS, Scenario, World, block_covariance

ENGINES = choose_engines(archive=True, libraries=False)
SMALL_ARCHIVE = Scenario(archive=4)


def job(
    engine: EngineClass,
    scenario: Scenario = SCENARIOS["base"],
    *,
    learners: int = 2,
    seed: int = 1,
    lengths: tuple[int, ...] = (0, 8),
) -> Job:
    return Job(engine, scenario, learners, seed, lengths)


def figures(result: Result) -> tuple[object, ...]:
    """Everything of a result but the time it took; as text, where nan equals nan."""
    return repr(result.scores), result.squared_error, result.max_exposure, result.distinct


# Engines


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_every_engine_runs_and_asks_nothing_twice(engine: EngineClass) -> None:
    result = run(job(engine, SMALL_ARCHIVE if engine is Calibrated else SCENARIOS["base"]))
    assert result.learners == 2
    assert result.distinct
    assert all(0 < scores.rmse < 4 for scores in result.scores.values())


@pytest.mark.parametrize("engine", [Waymark, RatedCATs, Robust], ids=lambda engine: engine.name)
def test_a_whole_assessment_covers_every_domain_and_a_long_one_repeats_nothing(
    engine: EngineClass,
) -> None:
    world = World(1, 1, SCENARIOS["base"])
    items = Proctor(engine(world.bank), world, [64]).examine(0)
    assert len(set(items)) == 64
    assert set(DOMAIN_OF_ITEM[items[:32]]) == set(range(DOMAINS))


@pytest.mark.parametrize("engine", [Waymark, SeparateCATs, Robust], ids=lambda engine: engine.name)
def test_the_same_seed_gives_the_same_numbers_in_any_process(engine: EngineClass) -> None:
    once = run(job(engine))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        elsewhere = pool.apply(run, (job(engine),))
    assert figures(once) == figures(elsewhere)
    assert figures(once) != figures(run(job(engine, seed=2)))


def test_waymark_beats_percent_correct() -> None:
    ours, theirs = (
        run(job(engine, learners=12, lengths=(32,))).scores[32]
        for engine in (Waymark, PercentRegressed)
    )
    assert ours.rmse < 0.85 * theirs.rmse
    assert ours.rank > theirs.rank


def test_the_order_of_answers_does_not_matter_to_the_reference() -> None:
    world = World(1, 1, SCENARIOS["base"])
    engine = Robust(world.bank)
    answers = [(3, True), (30, False), (31, None), (100, True)]
    estimates = []
    for order in (answers, answers[::-1]):
        state = engine.start(world.people.self_ratings[0], world.targets[0], world.weights[0])
        for item, correct in order:
            state = engine.answer(state, item, correct)
        estimates.append(engine.estimate(state))
    np.testing.assert_allclose(estimates[0], estimates[1], atol=1e-9)


def test_only_privileged_engines_see_the_truth() -> None:
    seen = {}

    class Spy(ReferenceEngine):
        name = "spy"

        def covariance(self) -> np.ndarray:
            seen[type(self)] = self.bank.truth
            return super().covariance()

    class PrivilegedSpy(Spy):
        privileged = True

    for engine in (Spy, PrivilegedSpy):
        run(job(engine, learners=1, lengths=(1,)))
    assert seen[Spy] is None
    assert seen[PrivilegedSpy] is not None


# The world and the figures


def test_figures_stay_as_published() -> None:
    """Whoever changes a stream of random numbers or the inference makes all earlier figures incomparable."""
    result = run(job(RandomItems, learners=3, lengths=(0, 16)))
    errors = [scores.rmse for scores in result.scores.values()]
    assert errors == pytest.approx([1.0314205, 0.8326646], abs=1e-6)


def test_domains_correlate_as_a_scenario_says() -> None:
    covariance = block_covariance(0.5)
    assert np.linalg.eigvalsh(covariance).min() > 0
    assert covariance[np.triu_indices(DOMAINS, 1)].mean() == pytest.approx(0.5)


def test_people_without_the_button_never_say_they_do_not_know() -> None:
    with_button, without = (World(50, 1, SCENARIOS[name]) for name in ("base", "nobutton"))
    assert set(np.unique(with_button.people.responses)) == {0, 1, 2}
    assert set(np.unique(without.people.responses)) == {0, 1}


def test_an_archive_leaves_the_learners_as_they_are() -> None:
    plain, archived = World(5, 1, SCENARIOS["base"]), World(5, 1, SMALL_ARCHIVE)
    assert archived.bank.archive
    assert archived.bank.archive["items"].shape == (4, 2 * DOMAINS)
    assert archived.bank.archive["items"].max() < ITEMS
    np.testing.assert_array_equal(plain.people.responses, archived.people.responses)
    np.testing.assert_array_equal(plain.targets, archived.targets)


def test_levels_and_their_probabilities() -> None:
    assert normal_cdf(np.array([-1.96, 0.0, 1.96])) == pytest.approx([0.025, 0.5, 0.975], abs=1e-4)
    assert level_of(np.array([-1.4, -0.7, 0.0, 0.7, 1.4])).tolist() == [0, 1, 2, 3, 4]
    assert level_probabilities(np.zeros(3), 1.0).sum(axis=0) == pytest.approx(np.ones(3))


def test_perfect_and_empty_estimates() -> None:
    world = World(40, 1, SCENARIOS["base"])
    theta, targets = world.people.theta, world.targets
    perfect = measure(theta, theta, np.full_like(theta, 0.1), targets)
    assert (perfect.rmse, perfect.coverage, perfect.level, perfect.decide) == (0, 1, 1, 1)
    assert perfect.top3 == perfect.near3 == 1
    assert perfect.rank == pytest.approx(1)
    blind = measure(theta, np.zeros_like(theta), np.full_like(theta, np.nan), targets)
    assert blind.rmse > 0.8
    assert np.isnan(blind.coverage)


# Goals and the command line


@pytest.fixture(scope="module")
def results() -> list[Result]:
    lengths = (0, 16, 32, 48, 64)
    return [run(job(engine, lengths=lengths)) for engine in (Waymark, SeparateCATs, Robust, Oracle)]


def test_every_goal_can_be_checked(
    results: list[Result], capsys: pytest.CaptureFixture[str]
) -> None:
    missed = missed_goals(GOALS + GOALS_OF_MEANS, results[0], results)
    lines = capsys.readouterr().out.split("goals for 'Waymark'\n")[1].splitlines()
    assert len(lines) == len(GOALS + GOALS_OF_MEANS)
    assert sum("MISS" in line for line in lines) == missed
    assert not any("?" in line for line in lines)


def test_a_goal_without_its_row_or_length_is_missed(results: list[Result]) -> None:
    assert missed_goals(GOALS, results[0], results[:2])
    short = [run(job(engine)) for engine in (Waymark, SeparateCATs, Robust, Oracle)]
    assert missed_goals([Goal("RMSE", lambda rows: rows.product.scores[32].rmse)], short[0], short)


def test_a_figure_that_is_not_a_number_misses_its_goal() -> None:
    assert not Goal("coverage", lambda rows: float("nan"), at_least=0.93).met(float("nan"))


def test_limits_under_stress(results: list[Result]) -> None:
    reference = results[2]

    def product(*, above: float, coverage: float) -> Result:
        rmse = reference.scores[32].rmse + above
        scores = replace(reference.scores[32], rmse=rmse, coverage=coverage)
        return replace(reference, name="product", scores={32: scores})

    def missed(row: Result) -> int:
        return missed_under_stress("product", {"base": [row, reference]})

    assert missed(product(above=0.019, coverage=0.90)) == 0
    assert missed(product(above=-0.1, coverage=0.99)) == 0
    assert missed(product(above=0.021, coverage=0.95)) == 1
    assert missed(product(above=0.021, coverage=0.89)) == 2
    assert missed_under_stress(Waymark.name, {"base": results[:1]}), "no reference to compare with"


def test_the_mean_of_one_run_is_that_run(results: list[Result]) -> None:
    assert mean_result(results[:1]) == results[0]
    twice = mean_result([results[0], results[0]])
    assert twice.scores == results[0].scores
    assert twice.learners == 2 * results[0].learners


def test_questions_needed_are_read_off_a_straight_line(results: list[Result]) -> None:
    first, last = results[3].scores[0].rmse, results[3].scores[64].rmse
    assert questions_needed(results[3], last / 2) == "more than 64"
    assert questions_needed(results[3], first) == "at most 0"


def test_the_command_exits_with_1_on_a_missed_goal(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--learners", "2", "--jobs", "1", "--no-libraries", "--only", "bands,self-rating as"]
    assert main([*small, "--lengths", "0,4", "--seeds", "1,2"]) == 0
    assert "seeds 1, 2" in capsys.readouterr().out
    assert main([*small, "--lengths", "0,4", "--gate", "bands"]) == 1
    assert main([*small, "--lengths", "0,4", "--gate", "nobody"]) == 2


def test_one_seed_is_also_a_list_of_seeds() -> None:
    assert parse(["--seed", "7"]).seeds == (7,)
    assert parse(["--seeds", "1,2,3"]).seeds == (1, 2, 3)

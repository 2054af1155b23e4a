"""Command line of the bench: measure engines for skill assessment on simulated learners."""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

# Small matrices: threads only hurt. numpy reads these when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

from tests.bench import report
from tests.bench.engines import EngineClass, choose_engines
from tests.bench.goals import GOALS, GOALS_OF_MEANS, missed_goals, missed_under_stress
from tests.bench.libraries import LIBRARIES
from tests.bench.peers import PEERS
from tests.bench.runner import Job, Result, mean_result, run
from tests.bench.scale import DOMAINS, ITEMS_PER_DOMAIN
from tests.bench.world import SCENARIOS, Scenario

LONGEST = 96  # the fixed form of percent-correct has no more items
EXAMPLES = """\
examples:
  python -m tests.bench                                    Waymark and all reference rows
  python -m tests.bench --adapter mypackage.module:MyClass another engine beside them
  python -m tests.bench --scenario weakself --learners 400 --lengths 16,32,48,64,96
  python -m tests.bench --stress --only ep-robust,Waymark  one line per scenario
  python -m tests.bench --archive 1000                     with past attempts to learn from
  python -m tests.bench --seeds 1,2,3 --gate Waymark       means over seeds, exit 1 on a missed goal

What an engine needs is in tests/bench/contract.py. catsim and adaptivetesting take part if installed.
"""


def numbers(text: str) -> tuple[int, ...]:
    """'1,2,3' as numbers."""
    return tuple(int(part) for part in text.split(","))


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--adapter", action="append", default=[], help="module:Class, may be repeated")
    add("--only", default="", help="comma-separated parts of names to run")
    add("--scenario", default="base", choices=SCENARIOS)
    add("--stress", action="store_true", help="all scenarios, after 32 questions")
    add("--learners", type=int, default=240)
    add("--seed", type=int, default=1)
    add("--seeds", type=numbers, help="several, as 1,2,3: the figures are means over them")
    add("--draws", type=int, default=1, help="runs per seed that differ in the engine's own luck")
    add("--lengths", type=numbers, default=(0, 16, 32, 48, 64), help="when to look")
    add("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="processes")
    add("--no-libraries", action="store_true", help="leave published libraries out")
    add("--archive", type=int, default=0, help="past attempts that engines may learn from")
    add("--gate", help="part of an engine's name: check its goals, exit 1 on a miss")
    add("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(argv)
    options.seeds = options.seeds or (options.seed,)
    if max(options.lengths) > LONGEST:
        parser.error(f"at most {LONGEST} questions")
    return options


def start_order(engine: EngineClass) -> int:
    """Slow engines start first, so that no process is left with one at the end."""
    return 0 if engine in LIBRARIES else 2 if engine in PEERS else 1


def run_all(jobs: Sequence[Job], processes: int) -> list[Result]:
    """Results of the jobs, in the order of the jobs."""
    order = sorted(range(len(jobs)), key=lambda place: start_order(jobs[place].engine))
    with multiprocessing.Pool(processes) as pool:
        done = pool.map(run, [jobs[place] for place in order], chunksize=1)
    by_place = dict(zip(order, done, strict=True))
    return [by_place[place] for place in range(len(jobs))]


def measure(
    options: argparse.Namespace,
    engines: Sequence[EngineClass],
    scenarios: dict[str, Scenario],
    lengths: tuple[int, ...],
) -> dict[str, list[Result]]:
    """One result per engine in each scenario, means over the seeds."""
    jobs = [
        Job(
            engine,
            replace(scenario, archive=options.archive),
            options.learners,
            seed,
            lengths,
            draw,
        )
        for scenario in scenarios.values()
        for engine in engines
        for seed in options.seeds
        for draw in range(options.draws)
    ]
    results = iter(run_all(jobs, options.jobs))
    runs = len(options.seeds) * options.draws
    return {
        name: [mean_result([next(results) for _ in range(runs)]) for _ in engines]
        for name in scenarios
    }


def stress(options: argparse.Namespace, engines: Sequence[EngineClass]) -> int:
    """Run every scenario; returns the exit status."""
    by_scenario = measure(options, engines, SCENARIOS, (32,))
    report.print_stress(by_scenario)
    save(options, by_scenario)
    gated = [engine.name for engine in engines if options.gate and options.gate in engine.name]
    if options.gate and not gated:
        return no_such_engine(options.gate)
    return int(sum(missed_under_stress(name, by_scenario) for name in gated) > 0)


def compare(options: argparse.Namespace, engines: Sequence[EngineClass]) -> int:
    """Run one scenario at all lengths; returns the exit status."""
    scenario = {options.scenario: SCENARIOS[options.scenario]}
    by_scenario = measure(options, engines, scenario, options.lengths)
    results = by_scenario[options.scenario]
    several = len(options.seeds) * options.draws > 1
    seeds = ", ".join(map(str, options.seeds))
    print(f"# {SCENARIOS[options.scenario]}, archive of {options.archive}")
    print(f"# scenario {options.scenario}; {options.learners} learners per seed, ", end="")
    print(
        f"seeds {seeds}, {options.draws} draw(s) each; {DOMAINS} domains of {ITEMS_PER_DOMAIN} items"
    )
    report.print_tables(results)
    report.print_questions_needed(results)
    if not several:
        report.print_paired(results)
    report.print_oracle_shares(results)
    save(options, by_scenario)
    if not options.gate:
        return 0
    gated = [result for result in results if options.gate in result.name]
    goals = GOALS + GOALS_OF_MEANS if several else GOALS
    if not gated:
        return no_such_engine(options.gate)
    return int(sum(missed_goals(goals, result, results) for result in gated) > 0)


def save(options: argparse.Namespace, by_scenario: dict[str, list[Result]]) -> None:
    """Write all figures as JSON, if asked to."""
    if options.json:
        rows = {name: [asdict(r) for r in results] for name, results in by_scenario.items()}
        figures = {"seeds": options.seeds, "learners": options.learners, "scenarios": rows}
        options.json.write_text(json.dumps(figures, indent=1))


def no_such_engine(name: str) -> int:
    print("no such engine:", name)
    return 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bench with these command-line arguments; returns the exit status."""
    options = parse(argv)
    libraries = not options.no_libraries
    for library in LIBRARIES if libraries else ():
        if not library.installed():
            print(f"# {library.name}: not installed, row left out")
    engines = choose_engines(
        options.adapter, only=options.only, archive=options.archive > 0, libraries=libraries
    )
    if not engines:
        print("no engine left")
        return 2
    began = time.perf_counter()
    status = stress(options, engines) if options.stress else compare(options, engines)
    print(f"# {time.perf_counter() - began:.0f} s with {options.jobs} process(es)")
    return status


if __name__ == "__main__":
    sys.exit(main())

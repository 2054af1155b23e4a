"""How long calibration takes and how much memory it needs: `python -m tests.bench.calibration_speed [answers]`."""

import os
import resource
import sys
from time import perf_counter, process_time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from assessment.core.calibration import calibrate
from assessment.core.prior import launch_prior
from tests.bench.archives import archive, world

QUESTIONS = 32


def peak() -> float:
    """Highest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        2**20 if sys.platform == "darwin" else 2**10
    )


def main() -> None:
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    made = world()
    taken = archive(made, -(-answers // QUESTIONS), questions=QUESTIONS)
    before, start, busy = peak(), perf_counter(), process_time()
    calibrate(made.bank, made.launch, launch_prior(made.bank.domains), taken)
    print(
        f"{len(taken.items):,} answers of {len(taken):,} attempts, {len(made.bank)} questions: "
        f"{process_time() - busy:.1f} s of one core ({perf_counter() - start:.1f} s by the clock), "
        f"{peak() - before:.0f} MB on top of {before:.0f} MB."
    )


if __name__ == "__main__":
    main()

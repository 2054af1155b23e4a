"""The restore drill: people answer, a backup is made, an account is deleted, the database is lost, and all is put back.

python -m tests.drills.restore [--attempts N] [--seconds S] [--writers W]; on PostgreSQL inside tests/bin/with-postgres.
"""

import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.care import sites


def drill(folder: Path, *, attempts: int, seconds: float, writers: int) -> None:
    """Print what was done and how long it took; AssertionError when anything is not as it has to be."""
    ledger, backup = folder / "deletions.log", folder / "backup"
    told = [folder / f"acknowledged-{number}" for number in range(writers)]
    with ExitStack() as databases:
        first, second = (databases.enter_context(sites.database(folder / n)) for n in ("1", "2"))
        sites.prepare(first)
        sites.run(first, "-m", "tests.care.many", str(attempts), ledger=ledger)
        writing = [
            sites.start(
                first, "-m", "tests.drills.acts", "write", path.name, str(path), ledger=ledger
            )
            for path in told
        ]
        until = time.monotonic() + 120
        while not all(path.exists() and path.stat().st_size for path in told):
            assert time.monotonic() < until, "the writers do not begin"
            time.sleep(0.1)
        time.sleep(seconds)
        began = time.time()
        print(sites.run(first, "backup", str(backup)).strip())
        time.sleep(seconds)
        for process in writing:
            assert process.poll() is None, "a writer ended by itself"
            process.kill()
            process.wait()
        sites.run(first, "-m", "tests.drills.acts", "forget", "anna", ledger=ledger)
        # The first database is lost: the second one is an empty machine.
        lost = time.monotonic()
        print(sites.run(second, "restore", str(backup), ledger=ledger).strip())
        print(f"back {time.monotonic() - lost:.1f} s after the restore began")
        look = ("-m", "tests.drills.acts", "look", str(began), *map(str, told))
        print(sites.run(second, *look, ledger=ledger).strip())


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=200)
    parser.add_argument(
        "--seconds", type=float, default=4, help="of writing before the backup, and after"
    )
    parser.add_argument("--writers", type=int, default=3)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        for name in ("1", "2"):
            (Path(folder) / name).mkdir()
        print("PostgreSQL:" if sites.HAS_POSTGRES else "SQLite:")
        drill(Path(folder), attempts=given.attempts, seconds=given.seconds, writers=given.writers)


if __name__ == "__main__":
    main()

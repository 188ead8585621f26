"""`python -m tests.faults --cycles 200`: the same cycles for as long as you like, on SQLite or `--postgres`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.conftest import migrate
from tests.faults.cycles import Harness
from tests.servers import Postgres


def main() -> int:
    """Runs the cycles, says after each what was wrong, and ends with 1 when anything was."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description="kill -9 in a burst of bookings, again and again.")
    asked.add_argument("--cycles", type=int, default=20)
    asked.add_argument("--postgres", action="store_true", help="on the embedded Postgres instead of SQLite")
    wanted = asked.parse_args()
    broken = 0
    with tempfile.TemporaryDirectory(prefix="careops-faults-") as folder:
        harness = Harness.on(_database(Path(folder), postgres=wanted.postgres), Path(folder) / "served")
        try:
            for number in range(1, wanted.cycles + 1):
                wrong = harness.cycle()
                broken += bool(wrong)
                _say(number, harness, wrong)
        finally:
            harness.server.kill()
    print(f"{broken} of {wanted.cycles} cycles broke a promise; with none, the rate is below {300 / wanted.cycles:.1f} % (95 %)")
    return bool(broken)


def _database(folder: Path, *, postgres: bool) -> str:
    url = Postgres(folder / "postgres").create("faults") if postgres else f"sqlite:///{folder}/faults.db"
    migrate(url)
    return url


def _say(number: int, harness: Harness, wrong: list[str]) -> None:
    told = [attempt.status for attempt in harness.ledger.attempts]
    print(
        f"cycle {number}: {told.count(201)} booked and {told.count(409)} refused so far, {harness.ledger.retried} interrupted, "
        f"of which {harness.ledger.kept} were booked already; {'all held' if not wrong else 'BROKEN'}",
        flush=True,
    )
    for problem in wrong[:20]:
        print(f"  {problem}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

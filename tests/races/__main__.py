"""The long form of the races, `python -m tests.races [heats | doors | jobs] [sqlite | postgres] [attempts]`: all of it unless said.

Heats race 10,000 times for each kind of thing, in one process and in four; doors contest 200 times with 64 clients of a served
CareOps, and the control; jobs runs 10,000 due ones in four processes that are frozen past their lease one after another, and the
control. It prints what happened and ends with 1 when something had not the one winner or effect it must have, or when a control found
nothing to complain about.
"""

import shutil
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from careops.core import db
from careops.core.settings import settings
from tests import cast
from tests.conftest import migrate
from tests.races import clockwork
from tests.races.contest import CLIENTS, Score, hold_contest, overlaps, unguard
from tests.races.heats import KINDS, RUNNERS, Kind, laid_out, race
from tests.races.test_one_winner import Blind
from tests.servers import Postgres, Served
from tests.worlds import opened

TIMES = 200


def contest(url: str, folder: Path, *, guarded: bool) -> tuple[Score, int]:
    """One contest on a fresh database; how it went, and how many overlaps the database holds afterwards."""
    settings.database_url = url
    migrate(url)
    engine = db.connect(url)
    shop = opened(cast.ana())
    server = (Served if guarded else Blind)(folder, CAREOPS_DATABASE_URL=url, CAREOPS_LOG_LEVEL="error")
    try:
        if not guarded:
            unguard(engine)
        score = hold_contest(server.url, shop, times=TIMES if guarded else 10)
        return score, overlaps(shop.owner)
    finally:
        server.close()
        engine.dispose()


def told(engine: str, score: Score, doubles: int, *, guarded: bool) -> bool:
    """Says how it went; whether that is how it has to be."""
    right = score.winners == [1] * TIMES and score.clean and doubles == 0 if guarded else max(score.winners) > 1
    sys.stdout.write(
        f"{engine:10} {'guarded' if guarded else 'control: blind, no guard':24} {len(score.winners)} times × {CLIENTS} clients, "
        f"winners of one time {min(score.winners)}–{max(score.winners)}, overlaps stored {doubles}, others heard {dict(score.losers)}, "
        f"slowest time settled in {score.slowest:.2f} s: {'as it has to be' if right else 'WRONG'}\n"
    )
    sys.stdout.flush()
    return right


def heats(url: str, engine: str, kind: Kind, processes: int, attempts: int) -> bool:
    """One kind of race on a fresh database, told in a line; whether it went as it has to."""
    settings.database_url = url
    migrate(url)
    connected = db.connect(url)
    began = time.perf_counter()
    result = race(url, laid_out(cast.ana()), kind, heats=-(-attempts // RUNNERS), processes=processes)
    connected.dispose()
    right = result.right(kind)
    sys.stdout.write(
        f"{engine:10} {kind.name:26} {processes} process{'es' if processes > 1 else '  '} {result.attempts:6} attempts, "
        f"winners of a heat {min(result.winners)}–{max(result.winners)}, overlaps {result.overlaps}, heard {dict(result.heard)}, "
        f"slowest answer {result.slowest:.2f} s, {time.perf_counter() - began:.0f} s: {'as it has to be' if right else 'WRONG'}\n"
    )
    sys.stdout.flush()
    return right


def jobs(url: str, engine: str, folder: Path, due: int, *, blind: bool) -> bool:
    """So many due runs on a fresh database, told in a line; whether each had its effect exactly once, or for the control, not."""
    migrate(url)
    tally = clockwork.contest(url, folder, due=due, processes=4, freezes=max(due // 400, 2), blind=blind)
    right = bool(tally.effects[2]) if blind else tally.once and tally.overtaken > 0
    sys.stdout.write(
        f"{engine:10} {'control: jobs, no fence' if blind else 'jobs':26} 4 processes, {due:6} due, {tally.frozen} freezes past a lease, "
        f"{tally.overtaken} runs taken over, effects of a run {dict(tally.effects)}, {tally.seconds:.0f} s: "
        f"{'as it has to be' if right else 'WRONG'}\n"
    )
    sys.stdout.flush()
    return right


def main(what: str = "all", engines: tuple[str, ...] = ("sqlite", "postgres"), attempts: int = 10_000) -> int:
    folder = Path(tempfile.mkdtemp(prefix="careops-races-"))
    postgres = Postgres(folder / "postgres") if "postgres" in engines else None
    right = True
    numbers = count()

    def fresh(engine: str) -> tuple[str, Path]:
        place = folder / f"{engine}-{next(numbers)}"
        place.mkdir()
        return f"sqlite:///{place}/race.db" if postgres is None or engine == "sqlite" else postgres.create(
            place.name.replace("-", "_")
        ), place

    try:
        for engine in engines if what in ("all", "heats") else ():
            for kind in KINDS:
                for processes in (1, 4):
                    right &= heats(fresh(engine)[0], engine, kind, processes, attempts)
        for blind in (False, True) if what in ("all", "jobs") else ():
            for engine in engines:
                url, place = fresh(engine)
                right &= jobs(url, engine, place, attempts if not blind else min(attempts, 1000), blind=blind)
        for guarded in (True, False) if what in ("all", "doors") else ():
            for engine in engines:
                url, place = fresh(engine)
                right &= told(engine, *contest(url, place, guarded=guarded), guarded=guarded)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if right else 1


if __name__ == "__main__":
    said = sys.argv[1:]
    chosen = tuple(one for one in ("sqlite", "postgres") if one in said) or ("sqlite", "postgres")
    wanted = next((one for one in said if one in ("heats", "doors", "jobs")), "all")
    sys.exit(main(wanted, chosen, next((int(one) for one in said if one.isdigit()), 10_000)))

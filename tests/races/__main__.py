"""The long form of the races: `python -m tests.races` contests 200 times with 64 clients on each database, and the control.

It prints what happened and ends with 1 when a time had not exactly one winner, or when the control found nothing to complain about.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from careops.core import db
from careops.core.settings import settings
from tests import cast
from tests.conftest import migrate
from tests.races.contest import CLIENTS, Score, hold_contest, overlaps, surroundings, unguard
from tests.servers import Postgres, Served
from tests.worlds import opened

TIMES = 200


def contest(url: str, folder: Path, *, guarded: bool) -> tuple[Score, int]:
    """One contest on a fresh database; how it went, and how many overlaps the database holds afterwards."""
    settings.database_url = url
    migrate(url)
    engine = db.connect(url)
    shop = opened(cast.ana())
    server = Served(folder, CAREOPS_DATABASE_URL=url, **surroundings())
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
        f"{engine:10} {'guarded' if guarded else 'control: no guard':18} {len(score.winners)} times × {CLIENTS} clients, "
        f"winners of one time {min(score.winners)}–{max(score.winners)}, overlaps stored {doubles}, others heard {dict(score.losers)}, "
        f"slowest time settled in {score.slowest:.2f} s: {'as it has to be' if right else 'WRONG'}\n"
    )
    sys.stdout.flush()
    return right


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="careops-races-"))
    postgres = Postgres(folder / "postgres")
    right = True
    try:
        for guarded in (True, False):
            for engine in ("sqlite", "postgres"):
                place = folder / f"{engine}-{guarded}"
                place.mkdir()
                url = f"sqlite:///{place}/race.db" if engine == "sqlite" else postgres.create(f"race_{guarded}".lower())
                right &= told(engine, *contest(url, place, guarded=guarded), guarded=guarded)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())

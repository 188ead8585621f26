"""The booking engine: what a read of the free times costs as people, days and bookings grow, and what is left to the bare database."""

import json
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import event

from careops.booking import queries as bookings
from careops.booking.rules import Offer, Plan, Serving, Stage, Stretch, Subject, free, free_starts, shaped
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.settings import ROOT
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.data import TAKEN
from tests.benchmarks.load import Plan as Load
from tests.servers import Served
from tests.worlds import ZONE, workday

ROUNDS = 60


@dataclass(frozen=True)
class Distance:
    """Microseconds of one read: without HTTP, and of the very same statements by the database's driver alone."""

    engine: float
    sql: float


def best(work: Callable[[], Any], calls: int = 1) -> float:
    """Microseconds of processor time, the best of many rounds: it had the machine to itself."""
    found: list[float] = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(calls):
            work()
        found.append((time.process_time() - began) * 1e6 / calls)
    return min(found)


# ── without the database ─────────────────────────────────


def computation() -> tuple[float, float]:
    """Microseconds of pure arithmetic for one provider's month with eight bookings a day: worked out, and remembered."""
    first = (now().date() + timedelta(days=1)).toordinal()
    day_one = (first - date(1970, 1, 1).toordinal()) * 86_400
    plan = Plan("UTC", {day: [Stretch(540, 720), Stretch(780, 1020)] for day in range(5)})
    taken = [
        (start, start + 1800)
        for day in range(31)
        if (first + day - 1) % 7 < 5
        for index in TAKEN
        for start in [day_one + day * 86_400 + (540 + 30 * index + (60 if index > 5 else 0)) * 60]
    ]
    subject = Subject(uuid4(), "Ana", plan, busy={0: tuple(taken)}, words=("as read",))
    stages, offer = [Stage([Serving(subject, shaped(30))])], Offer(15, 0, 365)

    def ask() -> dict[int, int]:
        return free_starts(stages, offer, day_one, day_one, day_one + 31 * 86_400)

    def anew() -> None:
        free.forget()
        ask()

    return best(anew, 20), best(ask, 20)


# ── without HTTP, and without Python ─────────────────────


def distance(crowd: Crowd, people: int, days: int) -> Distance:
    """What the engine costs beside the same rows fetched by sqlite3 alone."""
    read = in_process(crowd, people, days)
    read()
    with sqlite3.connect(db.engine.url.database or "") as bare:
        asked = _statements(read)

        def fetch() -> None:
            for statement, values in asked:
                bare.execute(statement, values).fetchall()

        return Distance(best(read), best(fetch))


def in_process(crowd: Crowd, people: int, days: int) -> Callable[[], bytes]:
    """The read as a public door does it, with a session of its own."""
    actor = Actor.customer(crowd.shop.owner.workspace)
    first = workday(1)

    def read() -> bytes:
        with db.reading(actor) as session:
            last = first + timedelta(days=days - 1)
            return bookings.available_json(
                session, actor, booking_type_id=crowd.services[people], from_=first, to=last, timezone=ZONE, provider_id=None
            )

    return read


def _statements(work: Callable[[], Any]) -> list[tuple[str, Any]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return seen


# ── served ───────────────────────────────────────────────


def cold(server: Served, path: str) -> tuple[float, float]:
    """Milliseconds of the first read after a restart, and the median of those that follow."""
    server.stop()
    server.start()
    with httpx.Client(base_url=server.url) as client:
        client.get("/api/v1/public/nobody-at-all")  # the connection is not the read
        times = [_milliseconds(client, path) for _ in range(40)]
    return times[0], statistics.median(times[5:])


def _milliseconds(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path).raise_for_status()
    return (time.perf_counter() - began) * 1000


def contention(server: Served, crowd: Crowd, clients: int = 50) -> tuple[float, dict[str, int]]:
    """Seconds until all who want one time at once have their answer, and what the answers were."""
    start = crowd.shop.starts(workday(45))[2]  # nobody has the third half hour
    scripts = [[_booking(crowd, number, start.isoformat())] for number in range(clients)]
    plan = Load(server.port, scripts, clients, 60, clients)
    command = [sys.executable, "-m", "tests.benchmarks.load"]
    ran = subprocess.run(command, input=json.dumps(asdict(plan)), cwd=ROOT, capture_output=True, check=True, text=True)
    said = json.loads(ran.stdout)
    return said["seconds"], said["statuses"]


def _booking(crowd: Crowd, number: int, start: str) -> Any:
    body = {
        "booking_type_id": str(crowd.services[1]),
        "starts_at": start,
        "customer": {"name": "Eve", "email": f"eve-{number}@example.org"},
    }
    return {"method": "POST", "path": f"/api/v1/public/{crowd.shop.slug}/bookings", "body": json.dumps(body)}


def address(crowd: Crowd, people: int, days: int) -> str:
    """Where the free times of a service by so many people are asked for."""
    first = workday(1)
    asked = f"booking_type_id={crowd.services[people]}&from={first}&to={first + timedelta(days=days - 1)}&timezone={ZONE}"
    return f"/api/v1/public/{crowd.shop.slug}/availability?{asked}"

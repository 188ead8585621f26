"""`make bench`: measures CareOps as it is served and prints the figures, with the machine and the versions they are for."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from careops.core import db
from careops.core.clock import now
from careops.core.settings import ROOT
from tests import cast
from tests.benchmarks import outbox, servers
from tests.benchmarks.crowd import Crowd, crowded
from tests.benchmarks.data import Places, told
from tests.benchmarks.engine import address, cold, computation, contention, distance
from tests.benchmarks.load import Plan, Step
from tests.benchmarks.page import weigh
from tests.benchmarks.processes import memory
from tests.benchmarks.statements import statements
from tests.conftest import migrate
from tests.servers import Postgres, Served
from tests.worlds import Shop, workdays

SECONDS = 2.0  # of each measured run
PACKAGES = ("reflex", "fastapi", "granian", "sqlalchemy", "sqlmodel", "pydantic")


def main() -> None:
    """Makes the businesses, starts the server, measures, prints."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure CareOps and print the figures.")
    asked.add_argument("--postgres", action="store_true", help="on the embedded Postgres instead of SQLite")
    postgres = asked.parse_args().postgres
    describe_machine(postgres=postgres)
    with tempfile.TemporaryDirectory(prefix="careops-bench-") as name:
        folder = Path(name)
        url = Postgres(folder / "postgres").create("bench") if postgres else f"sqlite:///{folder}/bench.db"
        migrate(url)
        db.connect(url)
        places = told()
        crowd = crowded(cast.founder("Carla Crowd", "carla@example.com", "Crowd"))
        server = servers.served(folder / "served", url)
        try:
            start(server)
            ratio(server, places)
            page(server, places)
            availability(server, places)
            engine(server, crowd, postgres=postgres)
            app_tabs(server, places)
            bookings(server, places)
        finally:
            server.close()
        whole_bookings(folder, url, places)
        messages()


# ── what is measured ─────────────────────────────────────


def start(server: Served) -> None:
    seconds = servers.warm_start(server)
    held = memory(server.process.pid)
    title("Start")
    row("warm start to the first healthy answer", f"{seconds:.1f} s")
    row("memory after start", f"{held['rss']:.0f} MB resident, {held['pss']:.0f} MB its own share (the server program included)")


def ratio(server: Served, places: Places) -> None:
    """A bare FastAPI service on the same server program says what the machine and the framework cost."""
    title("Against a bare FastAPI hello on the same server program, 8 clients", "requests/s", "p50 ms", "p95 ms", "server CPU ms")
    with servers.hello() as (port, pid):
        servers.measure(pid, Plan(port, [[get("/hello")]], 8, 0.5), expect="200")
        bare = figures("hello", servers.measure(pid, Plan(port, [[get("/hello")]], 8, SECONDS), expect="200"))
    script = [[get(asked_days(places.ten, 30))]]
    servers.measure(server.process.pid, Plan(server.port, script, 8, 0.5), expect="200")
    month = figures("availability, 30 days × 10 providers", run(server, script, 8))
    row("ratio", f"{month.cpu / bare.cpu:.1f} × the CPU of a hello")


def page(server: Served, places: Places) -> None:
    found = weigh(f"{server.url}/book/{places.ten.slug}/cut")
    title("Public booking page, Chromium, 390 × 844, loopback")
    row("the page", f"{found.written / 1000:.1f} KB as written, {found.compressed / 1000:.1f} KB compressed")
    row("all it fetches", f"{found.requests} requests, {found.transferred / 1000:.1f} KB over the wire, nothing cached")
    row("first paint", f"{found.cold_paint:.0f} ms with nothing cached, {found.warm_paint:.0f} ms the next time (medians of 5)")


def availability(server: Served, places: Places) -> None:
    title("Availability, public API, 8 bookings a day", "requests/s", "p50 ms", "p95 ms", "server CPU ms")
    for clients in (1, 8):
        for providers, shop in ((1, places.one), (10, places.ten)):
            for days in (1, 30):
                name = f"{many(days, 'day')} × {many(providers, 'provider')}, {many(clients, 'client')}"
                figures(name, run(server, [[get(asked_days(shop, days))]], clients))
    for name, path in (("1 provider", asked_days(places.one, 30)), ("10 providers", asked_days(places.ten, 30))):
        row(f"SQL statements for 30 days × {name}", str(statements("GET", path)))


def engine(server: Served, crowd: Crowd, *, postgres: bool) -> None:
    """The free times of one business as it grows, and how far they are from what the database alone would take."""
    title(f"The engine: {crowd.bookings:,} bookings in the database", "requests/s", "p50 ms", "p95 ms", "server CPU ms")
    for clients in (1, 8):
        for people in (1, 10, 50):
            for days in (1, 31):
                name = f"{many(days, 'day')} × {many(people, 'provider')}, {many(clients, 'client')}"
                figures(name, run(server, [[get(address(crowd, people, days))]], clients))
    counts = {statements("GET", address(crowd, people, days)) for people in (1, 10, 50) for days in (1, 31)}
    row("SQL statements, whatever the size", ", ".join(map(str, sorted(counts))))
    anew, again = computation()
    row("pure computation of a provider's month", f"{anew:.0f} µs worked out, {again:.0f} µs remembered")
    for people, days in () if postgres else ((1, 31), (10, 31), (50, 31)):
        far = distance(crowd, people, days)
        name = f"{many(days, 'day')} × {many(people, 'provider')} in process, beside bare SQL"
        row(name, f"{far.engine:.0f} µs, the same rows by sqlite3 alone {far.sql:.0f} µs: {far.engine / far.sql:.1f} ×")
    first, warm = cold(server, address(crowd, 10, 31))
    row("31 days × 10 providers after a restart", f"{first:.1f} ms, then {warm:.1f} ms: {first / warm:.1f} ×")
    seconds, heard = contention(server, crowd)
    row("50 clients want one time at once", f"{seconds:.2f} s until all are answered: {heard}")


def bookings(server: Served, places: Places) -> None:
    title("Bookings, public API, messages off", "bookings/s", "p50 ms", "p95 ms", "server CPU ms")
    times = iter(_times(places.roomy))
    for clients in (1, 8, 32):
        scripts = [direct(places.roomy, *next(times)) for _ in range(1200)]
        figures(f"straight away, {many(clients, 'client')}", run(server, scripts, clients, expect="201"))
    for clients in (1, 8, 32):
        scripts = [held(places.roomy, *next(times)) for _ in range(1200)]
        figures(f"hold, then book, {many(clients, 'client')}", run(server, scripts, clients, expect="201 201"))
    path, body = direct(places.roomy, *next(times))[0]["path"], direct(places.roomy, *next(times))[0]["body"]
    row("SQL statements for a booking straight away", str(statements("POST", path, body)))
    row("memory after this load", f"{memory(server.process.pid)['rss']:.0f} MB resident")


def app_tabs(server: Served, places: Places) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.tabs", server.url, places.token], cwd=ROOT, capture_output=True, check=True, text=True
    )
    said = json.loads(ran.stdout)
    title("Signed-in app, 50 tabs open, event → answer (who is here, looked up in the database each time)", "p50 ms", "p95 ms")
    row("each tab one event a second", f"{said['p50']:>10.1f} {said['p95']:>10.1f}")
    row("all as fast as they are answered", f"{said['busy_p50']:>10.1f} {said['busy_p95']:>10.1f}   {said['a_second']:.0f} events/s")


def whole_bookings(folder: Path, url: str, places: Places) -> None:
    """The same with everything that follows: the reaction, the rendered confirmation with its calendar entry, the delivery."""
    server = servers.served(folder / "whole", url, CAREOPS_SCHEDULER="true")
    try:
        servers.wait_until_caught_up(db.engine)
        times = iter(_times(places.roomy)[8000:])
        scripts = [direct(places.roomy, *next(times)) for _ in range(200)]
        cpu, seconds = servers.with_all_that_follows(server, Plan(server.port, scripts, 8, 60, most=200), db.engine)
        title("A booking with all that follows: welcome and confirmation rendered, kept and delivered to the local outbox")
        row("200 bookings, 8 clients, until nothing is owed", f"{200 / seconds:.0f} bookings/s, {cpu:.1f} ms server CPU each")
    finally:
        server.close()


def messages() -> None:
    """The way from a fact to the provider, then the dispatcher by itself, to one that answers at once; inside this process.

    In that order: the messages of the second are of contacts nobody has reacted to yet.
    """
    title("Messages: gate, hand-over, bookkeeping and the log of attempts; the provider answers at once")
    found = outbox.latency(400, 20)
    p50, p95 = (1000 * found[int(len(found) * share)] for share in (0.5, 0.95))
    row("a contact writes, 20 a second, until the welcome is handed over", f"{p50:.0f} ms p50, {p95:.0f} ms p95")
    for businesses in (1, 10):
        row(
            f"2,000 due, of {businesses} business{'es' if businesses > 1 else ''}",
            f"{outbox.throughput(businesses, 2000):.0f} deliveries/s",
        )


# ── requests ─────────────────────────────────────────────


def get(path: str) -> Step:
    return {"method": "GET", "path": path}


def asked_days(shop: Shop, days: int) -> str:
    first = workdays(1, 1)[0] if days == 1 else now().date() + timedelta(days=1)
    last = first + timedelta(days=days - 1)
    return f"/api/v1/public/{shop.slug}/availability?booking_type_id={shop.service}&from={first}&to={last}&timezone=Europe/Lisbon"


def _times(shop: Shop) -> list[tuple[str, str]]:
    """Provider and start of every free half hour, day by day."""
    return [
        (str(provider), start.isoformat().replace("+00:00", "Z"))
        for day in workdays(2, 60)
        for start in shop.starts(day)
        for provider in shop.providers
    ]


def _who(provider: str, start: str) -> dict[str, str]:
    return {"name": "Cleo Marsh", "email": f"{provider[-6:]}-{start[:16].replace(':', '')}@example.org"}


def direct(shop: Shop, provider: str, start: str) -> list[Step]:
    body = {"booking_type_id": str(shop.service), "provider_id": provider, "starts_at": start, "customer": _who(provider, start)}
    return [{"method": "POST", "path": f"/api/v1/public/{shop.slug}/bookings", "body": json.dumps(body)}]


def held(shop: Shop, provider: str, start: str) -> list[Step]:
    wanted = {"booking_type_id": str(shop.service), "provider_id": provider, "starts_at": start}
    booked = {"hold": "{token}", "customer": _who(provider, start)}
    return [
        {"method": "POST", "path": f"/api/v1/public/{shop.slug}/holds", "body": json.dumps(wanted), "keep": "token"},
        {"method": "POST", "path": f"/api/v1/public/{shop.slug}/bookings", "body": json.dumps(booked)},
    ]


def run(server: Served, scripts: list[list[Step]], clients: int, *, expect: str = "200") -> servers.Figures:
    most = len(scripts) if len(scripts) > 1 else 0
    return servers.measure(server.process.pid, Plan(server.port, scripts, clients, SECONDS, most), expect=expect)


# ── printing ─────────────────────────────────────────────


def describe_machine(*, postgres: bool) -> None:
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "?")
    installed = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"{model}, {os.cpu_count()} cores shared by server and load client; load before the run {os.getloadavg()[0]:.1f}")
    print(f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {installed}")
    print(
        f"{'Postgres, fsync off' if postgres else 'SQLite, synchronous FULL'}, one worker, limits off; CPU is the server's, user and system"
    )


def title(text: str, *columns: str) -> None:
    print(f"\n{text}")
    if columns:
        print(" " * 52 + " ".join(f"{column:>13}" for column in columns), flush=True)


def many(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count > 1 else ''}"


def row(name: str, value: str) -> None:
    print(f"  {name:<50}{value}", flush=True)


def figures(name: str, found: servers.Figures) -> servers.Figures:
    row(name, " ".join(f"{value:>13}" for value in (f"{found.a_second:.0f}", f"{found.p50:.2f}", f"{found.p95:.2f}", f"{found.cpu:.2f}")))
    return found


if __name__ == "__main__":
    main()

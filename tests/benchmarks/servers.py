"""The servers that are measured, and how a run of the load client against one is turned into figures."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from careops.core.settings import ROOT
from tests.benchmarks.load import Plan
from tests.benchmarks.processes import cpu_seconds
from tests.faults.invariants import caught_up
from tests.servers import Served, eventually, free_port

# As people run it, but for the limits: nothing is measured while it refuses.
AS_SERVED = {"CAREOPS_RATE_LIMITS": "false", "CAREOPS_SYNCHRONOUS": "FULL", "CAREOPS_LOG_LEVEL": "warning"}


@dataclass(frozen=True)
class Figures:
    """What one run of the load client found."""

    a_second: float
    p50: float
    p95: float
    cpu: float  # the server's processor time for one script, in milliseconds
    client: float  # the share of one core the load client took
    statuses: dict[str, int]


def served(folder: Path, url: str, **more: str) -> Served:
    """CareOps on that database, its background work off unless asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {"CAREOPS_SCHEDULER": "false", **AS_SERVED, **more}
    return Served(folder, CAREOPS_DATABASE_URL=url, **environment)


@contextmanager
def hello() -> Iterator[tuple[int, int]]:
    """The bare service on the same server program: its port and its process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--port", str(port), "tests.benchmarks.hello:app"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: _answers(port), within=30)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/hello", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def measure(pid: int, plan: Plan, *, expect: str) -> Figures:
    """Runs the load client in its own process and reads the server's processor time before and after."""
    before = cpu_seconds(pid)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asdict(plan)),
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    outcome: dict[str, Any] = json.loads(ran.stdout)
    spent, times = cpu_seconds(pid) - before, sorted(outcome["times"])
    wrong = {statuses: count for statuses, count in outcome["statuses"].items() if statuses != expect}
    if wrong:
        raise RuntimeError(f"expected only {expect!r}, but got {wrong}")
    return Figures(
        a_second=len(times) / outcome["seconds"],
        p50=statistics.median(times),
        p95=times[int(len(times) * 0.95)],
        cpu=spent * 1000 / len(times),
        client=outcome["cpu_seconds"] / outcome["seconds"],
        statuses=outcome["statuses"],
    )


def warm_start(server: Served) -> float:
    """Seconds from the command to the first healthy answer, with the database migrated and the frontend built."""
    server.stop()
    began = time.perf_counter()
    server.start()
    return time.perf_counter() - began


def wait_until_caught_up(engine: sa.Engine) -> None:
    """Returns once nothing is owed to anybody."""
    eventually(lambda: caught_up(engine), within=120)


def with_all_that_follows(server: Served, plan: Plan, engine: sa.Engine) -> tuple[float, float]:
    """Server milliseconds for each booking and seconds for all, from the first request until the last message is delivered."""
    before, began = cpu_seconds(server.process.pid), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asdict(plan)),
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.DEVNULL,
    )
    wait_until_caught_up(engine)
    return (cpu_seconds(server.process.pid) - before) * 1000 / plan.most, time.perf_counter() - began

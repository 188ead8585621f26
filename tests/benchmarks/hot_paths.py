"""`python -m tests.benchmarks.hot_paths`: processor time and statements of the two hot paths, in this process and without sockets.

What a change to the code is worth shows here within seconds, even beside other work on the machine; `--profile month` says where
the time goes. What people feel is measured by `make bench`.
"""

import argparse
import asyncio
import cProfile
import json
import pstats
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.types import Message

from careops.careops import api, in_shell
from careops.core import db
from careops.core.settings import settings
from tests.benchmarks.__main__ import _times, asked_days, direct, get, held
from tests.benchmarks.data import told
from tests.benchmarks.load import Step
from tests.benchmarks.statements import counted
from tests.conftest import migrate
from tests.servers import Postgres

WARM, ROUNDS, CALLS = 40, 60, 5  # many short rounds: the best of them had the machine to itself
SHELL = in_shell(api)

Scripts = Iterator[list[Step]]


async def play(script: list[Step]) -> None:
    """Asks one step after the other; every answer must be a success."""
    known: dict[str, str] = {}
    for step in script:
        said = await ask(step["method"], _filled(step["path"], known), _filled(step.get("body", ""), known))
        if "keep" in step:
            known[step["keep"]] = json.loads(said)[step["keep"]]


async def ask(method: str, address: str, body: str) -> bytes:
    """One request as the server program would hand it over, and the body of its answer."""
    path, _, query = address.partition("?")
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "path": path}
    scope |= {"raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "server": ("localhost", 80)}
    scope |= {"client": ("127.0.0.1", 1), "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")]}
    parts: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    async def send(message: Message) -> None:
        parts.append(message)

    await SHELL(scope, receive, send)
    answer = b"".join(part.get("body", b"") for part in parts[1:])
    if parts[0]["status"] not in (200, 201):
        raise RuntimeError(answer.decode())
    return answer


def _filled(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


async def measure(scripts: Scripts) -> tuple[float, float, int]:
    """Milliseconds of processor time (the best round and the middle one) and statements of one script, all warm."""
    for _ in range(WARM):
        await play(next(scripts))
    with counted(db.engine) as seen:
        await play(next(scripts))
    rounds: list[float] = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(CALLS):
            await play(next(scripts))
        rounds.append((time.process_time() - began) * 1000 / CALLS)
    return min(rounds), statistics.median(rounds), len(seen)


def profiled(scripts: Scripts, calls: int = 300) -> None:
    """Prints where the time of many calls goes; without worker threads, which a profile cannot see into."""
    profile = cProfile.Profile()

    async def at_once(work: Callable[..., Any], *arguments: Any, **_limits: Any) -> Any:
        return work(*arguments)

    anyio.to_thread.run_sync = at_once

    async def run() -> None:
        for _ in range(WARM):
            await play(next(scripts))
        profile.enable()
        for _ in range(calls):
            await play(next(scripts))
        profile.disable()

    asyncio.run(run())
    pstats.Stats(profile).sort_stats("tottime").print_stats(60)


def paths() -> dict[str, Scripts]:
    """What is measured, each a source of scripts that never ends within a run."""
    places = told()
    times = iter(_times(places.roomy))
    return {
        "day": ([get(asked_days(places.ten, 1))] for _ in count()),
        "month": ([get(asked_days(places.ten, 30))] for _ in count()),
        "direct": (direct(places.roomy, *next(times)) for _ in count()),
        "held": (held(places.roomy, *next(times)) for _ in count()),
    }


def main() -> None:
    """Makes the businesses, measures, prints."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks.hot_paths", description="Processor time of the hot paths.")
    asked.add_argument("--postgres", action="store_true", help="on the embedded Postgres instead of SQLite")
    asked.add_argument("--profile", choices=("day", "month", "direct", "held"), help="say where the time of one of them goes")
    given = asked.parse_args()
    settings.rate_limits, settings.scheduler = False, False
    with tempfile.TemporaryDirectory(prefix="careops-hot-") as name:
        folder = Path(name)
        url = Postgres(folder / "postgres").create("hot") if given.postgres else f"sqlite:///{folder}/hot.db"
        migrate(url)
        db.connect(url)
        found = paths()
        if given.profile:
            return profiled(found[given.profile])
        print(f"{'':<10}{'best ms':>10}{'median ms':>12}{'statements':>12}")
        for name, scripts in found.items():
            best, middle, statements = asyncio.run(measure(scripts))
            print(f"{name:<10}{best:>10.2f}{middle:>12.2f}{statements:>12}", flush=True)


if __name__ == "__main__":
    main()

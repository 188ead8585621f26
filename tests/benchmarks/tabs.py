"""Fifty people with the app open: how long the server takes to answer one of them, measured from a process of its own.

`python -m tests.benchmarks.tabs URL COOKIE` writes its result as JSON.
"""

import asyncio
import json
import random
import statistics
import sys
import time

from careops.frame.state import Frame
from tests.sockets import Tab, address

TABS = 50
SECONDS = 8.0
PAUSE = 1.0  # seconds between two events of one tab, on average
EVENT = address(Frame, "guard")  # looks the person up and sends what the page's frame shows, as every page does first
STATE = Frame.get_full_name()


async def main(url: str, token: str) -> dict[str, float]:
    """Opens the tabs, lets each send an event now and then, and then all of them as fast as they are answered."""
    tabs = [await Tab(url, token).__aenter__() for _ in range(TABS)]
    for tab in tabs:
        await tab.settled()
    calm: list[float] = []
    await asyncio.gather(*(_now_and_then(tab, calm) for tab in tabs))
    busy: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_as_fast_as_answered(tab, busy) for tab in tabs))
    a_second = len(busy) / (time.perf_counter() - began)
    for tab in tabs:
        await tab.__aexit__()
    return {
        "p50": _at(calm, 50),
        "p95": _at(calm, 95),
        "events": len(calm),
        "a_second": a_second,
        "busy_p50": _at(busy, 50),
        "busy_p95": _at(busy, 95),
    }


async def _now_and_then(tab: Tab, times: list[float]) -> None:
    end = time.perf_counter() + SECONDS
    await asyncio.sleep(random.uniform(0, PAUSE))
    while time.perf_counter() < end:
        times.append(await _one(tab))
        await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)


async def _as_fast_as_answered(tab: Tab, times: list[float]) -> None:
    end = time.perf_counter() + SECONDS / 2
    while time.perf_counter() < end:
        times.append(await _one(tab))


async def _one(tab: Tab) -> float:
    began = time.perf_counter()
    await tab.fire(EVENT)
    await tab.until(STATE, "shown", within=30)
    return (time.perf_counter() - began) * 1000


def _at(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


if __name__ == "__main__":
    json.dump(asyncio.run(main(*sys.argv[1:3])), sys.stdout)

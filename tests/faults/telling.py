"""The sender of webhooks as a process of its own, to be killed: sends whatever is due until it dies."""

import asyncio

from careops.automation.jobs import webhooks
from careops.core import live
from tests.faults.warm import turn


def send(environment: dict[str, str]) -> None:
    """For ever."""
    turn(environment)
    asyncio.run(_send_forever())


async def _send_forever() -> None:
    """As the served app does: woken by its lanes."""
    lanes = webhooks.Lanes(webhooks.send)
    with live.Sub(webhooks.WEBHOOKS) as sub:
        while True:
            while await asyncio.to_thread(lanes.send_due):
                pass
            await sub.news(timeout=0.2)

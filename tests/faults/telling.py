"""The sender of webhooks as a process of its own, to be killed: sends whatever is due in the named database until it dies."""

import asyncio
import os
import sys

from pydantic import SecretStr

import careops.tables  # noqa: F401  (registers every table)
from careops.automation.jobs import webhooks
from careops.core import db, live
from careops.core.settings import settings


async def send_forever() -> None:
    """As the served app does: woken by its lanes."""
    lanes = webhooks.Lanes(webhooks.send)
    with live.Sub(webhooks.WEBHOOKS) as sub:
        print("sending", flush=True)  # noqa: T201  (whoever started it waits for this)
        while True:
            while await asyncio.to_thread(lanes.send_due):
                pass
            await sub.news(timeout=0.2)


if __name__ == "__main__":
    settings.secret_key, settings.allow_private_webhooks = SecretStr(os.environ["SECRET"]), True
    db.connect(sys.argv[1])
    asyncio.run(send_forever())

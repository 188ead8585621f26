"""A live screen without a browser: opened at an address, watched until it shows what it should."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from reflex.istate.data import ReflexURL, URLData

from careops.core import live
from careops.frame.state import Frame

PATIENCE = 20  # seconds a screen may take on a busy machine


async def said(root: Any) -> list[str]:
    """Everything this tab was told."""
    return [notice.text for notice in (await root.get_state(Frame)).notices]


def behind(page: Any, handler: str, *given: Any) -> Coroutine[Any, Any, Any]:
    """A background handler, which Reflex lets nobody call directly."""
    return type(page).event_handlers[handler].fn(page, *given)


def _listening() -> set[live.Sub]:
    return {sub for subs in live._subs.values() for sub in subs}  # pyright: ignore[reportPrivateUsage]


@asynccontextmanager
async def opened(root: Any, state: type, address: str) -> AsyncIterator[Any]:
    """The State behind that address with its live loop running, as long as the page is open; it has begun to listen."""
    root.rx_router_url = URLData(href=ReflexURL(f"http://localhost{address}"))
    page = await root.get_state(state)
    if hasattr(page, "loaded"):  # what an earlier visit left is not what is waited for
        page.loaded = False
    before = _listening()
    loop = asyncio.create_task(behind(page, "live"))
    try:
        await until(lambda: loop.done() or bool(_listening() - before))
        yield page
    finally:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


async def until(shown: Callable[[], bool]) -> None:
    """Comes back once the screen shows it."""
    async with asyncio.timeout(PATIENCE):
        while not shown():
            await asyncio.sleep(0.005)

"""A browser tab without a browser: Reflex's websocket spoken by hand, so that a test can send what no page would."""

import asyncio
import json
from collections.abc import Iterator
from itertools import count
from typing import Any, Self
from uuid import uuid4

from reflex.state import BaseState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from careops.core.http import COOKIE

ROOT_STATE = "reflex___state____state"
LOAD = f"{ROOT_STATE}.hydrate_and_load"
FENCE = f"{ROOT_STATE}.set_is_hydrated"


def address(state: type[BaseState], handler: str) -> str:
    """What an event of that handler is called on the wire."""
    return f"{state.get_full_name()}.{handler}"


class Tab:
    """One open socket of one tab: `async with Tab(url, token) as tab: await tab.fire(…); await tab.settled()`."""

    def __init__(self, url: str, token: str = "", path: str = "/app", *, load: bool = True) -> None:
        self.url, self.path, self.load = url, path, load
        self.id = str(uuid4())
        self.headers = {"Cookie": f"{COOKIE}={token}"} if token else {}
        self.deltas: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._fences = count()

    async def __aenter__(self) -> Self:
        socket = f"{self.url.replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket&token={self.id}"
        self.socket: ClientConnection = await connect(
            socket, origin=Origin(self.url), additional_headers=self.headers, max_size=None, compression=None
        )
        self.listening = asyncio.create_task(self._listen())
        boot = {"event": self._event(LOAD, {})} if self.load else {}
        await self.socket.send(f"40/_event,{json.dumps(boot)}")
        return self

    async def __aexit__(self, *_: object) -> None:
        self.listening.cancel()
        await self.socket.close()

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        route = {"pathname": self.path, "asPath": self.path, "query": {}}
        return {"token": self.id, "name": name, "payload": payload, "router_data": route}

    async def _listen(self) -> None:
        async for packet in self.socket:
            if packet == "2":
                await self.socket.send("3")
            elif isinstance(packet, str) and packet.startswith('42/_event,["event"'):
                _kind, update = json.loads(packet.removeprefix("42/_event,"))
                await self.deltas.put(update if isinstance(update, dict) else json.loads(update))

    async def fire(self, name: str, payload: dict[str, Any] | None = None) -> None:
        """Sends one event, as any client with a socket can."""
        await self.socket.send(f"42/_event,{json.dumps(['event', self._event(name, payload or {})])}")

    async def until(self, state: str, var: str, value: Any = None, *, within: float = 15) -> Any:
        """Waits for a delta that names this var (with this value, when one is given) and returns its value."""
        async with asyncio.timeout(within):
            while True:
                found = _said(await self.deltas.get(), state, var)
                for said in found:
                    if value is None or said == value:
                        return said

    async def settled(self, *, within: float = 15) -> None:
        """Returns once every event sent before has run: a tab's events take turns, and this one comes last."""
        mark = f"fence-{next(self._fences)}"
        await self.fire(FENCE, {"value": mark})
        await self.until(ROOT_STATE, "is_hydrated", mark, within=within)


def _said(update: dict[str, Any], state: str, var: str) -> Iterator[Any]:
    for name, value in update.get("delta", {}).get(state, {}).items():
        if name.removesuffix("_rx_state_") == var:
            yield value

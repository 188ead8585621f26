"""What the fakes of all providers share: a loopback server that does what a script says, and a ledger of what it has taken.

A ledger's line is on the disk before the answer leaves, so that whatever is killed meanwhile, it tells how often a message arrived.
"""

import json
import os
import socket
import struct
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Literal, Self
from urllib.request import Request, urlopen

Mode = Literal["ok", "hang", "reset", "drop", "cut", "html", "garbage", "types", "huge", "down", "drip"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer word by word."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])


def said(status: int, body: object, **headers: str) -> Reply:
    """An answer of JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json"} | named)


class Ledger:
    """What was taken, a line each, in order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        path.touch()

    def add(self, entry: dict[str, Any]) -> None:
        """Kept for good once this returns."""
        with self._lock, self.path.open("ab") as file:
            file.write(json.dumps(entry).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def entries(self) -> list[dict[str, Any]]:
        with self._lock:
            return [json.loads(line) for line in self.path.read_text().splitlines()]


class FakeServer(ABC):
    """A provider on this machine. `script` is used up request by request, then `usual` goes on.

    "hang" never answers; "reset" breaks off before anything was read; "drop" takes the message and breaks off; "cut" takes it and
    answers half; "drip" takes it and answers a byte a second; "html", "garbage", "types" and "huge" take it and answer nonsense; "down"
    is a 503.
    """

    def __init__(self, ledger: Path, usual: Mode | Reply = "ok") -> None:
        self.ledger = Ledger(ledger)
        self.script: deque[Mode | Reply] = deque()
        self.usual: Mode | Reply = usual
        self.requests: list[Seen] = []
        self.delay = 0.0
        self._over = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def plan(self, *modes: Mode | Reply) -> None:
        """What the next requests meet."""
        self.script.extend(modes)

    @abstractmethod
    def answer(self, seen: Seen) -> Reply:
        """What the provider answers when all is well, and what it then has taken; each wire says it."""

    def accepted(self) -> list[dict[str, Any]]:
        """Everything the provider has taken."""
        return self.ledger.entries()

    def meet(self, seen: Seen, write: Callable[[Reply], None], cut: Callable[[bytes], None], hang: Callable[[], None]) -> None:
        """Answers one request as the script wants it."""
        self.requests.append(seen)
        mode = self.script.popleft() if self.script else self.usual
        if self.delay:
            time.sleep(self.delay)
        if isinstance(mode, Reply):
            return write(mode)
        match mode:
            case "hang":
                self._over.wait(60)
                return hang()
            case "reset":
                return hang()
            case "down":
                return write(Reply(503, b"<html>Service Unavailable</html>", {"Content-Type": "text/html"}))
            case _:
                self._nonsense(mode, self.answer(seen), write, cut, hang)

    def _nonsense(
        self, mode: Mode, good: Reply, write: Callable[[Reply], None], cut: Callable[[bytes], None], hang: Callable[[], None]
    ) -> None:
        as_json = {"Content-Type": "application/json"}
        match mode:
            case "drop":
                hang()
            case "cut":
                cut(good.body[: len(good.body) // 2])
            case "drip":
                for _ in range(60):
                    if not self._over.wait(0.5):
                        cut(b" ")
            case "html":
                write(Reply(200, b"<html><body>Welcome to the guest network</body></html>", {"Content-Type": "text/html"}))
            case "garbage":
                write(Reply(200, b'{"id": "49a3', as_json))
            case "types":
                write(Reply(200, b'[{"id": 7, "sid": {}, "status": null}]', as_json))
            case "huge":
                write(Reply(200, b'{"id": "' + b"x" * 10_000_000 + b'"}', as_json))
            case _:
                write(good)


def _handler(fake: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _meet(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:  # whoever asked was killed half way: nothing of it is taken
                return
            seen = Seen(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            with suppress(OSError):  # whoever asked does not wait any more
                fake.meet(seen, self._write, self._cut, self._break)

        do_GET = do_POST = do_PATCH = do_DELETE = _meet

        def _write(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def _cut(self, part: bytes) -> None:
            """The head once, then as much of the body as is given."""
            if not getattr(self, "_begun", False):
                self._begun = True
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "1000")
                self.end_headers()
            self.wfile.write(part)
            self.wfile.flush()

        def _break(self) -> None:
            """A hard end: the other side sees a reset, not an orderly close."""
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: a test reads the ledger."""

    return Handler


def call(url: str, body: bytes, headers: dict[str, str]) -> int:
    """One webhook to us; the status we answered with."""
    request = Request(url, body, headers, method="POST")  # noqa: S310  a test's own address
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        return int(answer.status)

"""A real web server on loopback that receives webhooks, in any mood, and keeps what it was sent."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass(frozen=True)
class Post:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def proven(self, secret: str) -> Any:
        """What it says, read by the standard's own library; raises when it is not genuine."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """Answers what `moods` say, one after the other, the last for ever: a status, or "hang", "reset", "huge", "drip"."""

    url: str = ""
    moods: list[Any] = field(default_factory=lambda: [204])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    says: bytes = b""
    posts: list[Post] = field(default_factory=list[Post])
    pause: float = 0
    at_once: int = 0
    most_at_once: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def mood(self) -> Any:
        with self.lock:
            return self.moods.pop(0) if len(self.moods) > 1 else self.moods[0]

    def ids(self) -> list[str]:
        return [post.id for post in self.posts]

    def kinds(self) -> list[str]:
        return [json.loads(post.body)["type"] for post in self.posts]


@contextmanager
def receiving(*moods: Any, tls: ssl.SSLContext | None = None, says: bytes = b"", **headers: str) -> Iterator[Receiver]:
    """A receiver until the block ends."""
    receiver = Receiver(moods=list(moods) or [204], says=says, headers={name.replace("_", "-"): text for name, text in headers.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:  # whoever was sending it was killed: half a request is none
                self.close_connection = True
                return
            mood = receiver.mood()
            with receiver.lock:
                receiver.posts.append(Post(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                receiver.at_once += 1
                receiver.most_at_once = max(receiver.most_at_once, receiver.at_once)
            try:
                receiver.released.wait(receiver.pause)
                with suppress(OSError):
                    self._answer(mood)
            finally:
                with receiver.lock:
                    receiver.at_once -= 1

        def _answer(self, mood: Any) -> None:
            if mood == "hang":
                receiver.released.wait(30)
                self.close_connection = True
                return
            if mood == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                self.connection.close()
                self.close_connection = True
                return
            self.send_response(200 if mood in {"huge", "drip"} else mood)
            for name, text in receiver.headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(50_000_000 if mood in {"huge", "drip"} else len(receiver.says)))
            self.end_headers()
            if mood == "drip":
                while not receiver.released.wait(0.05):
                    self.wfile.write(b".")
            elif mood == "huge":
                for _ in range(50):
                    self.wfile.write(b"x" * 1_000_000)
            else:
                self.wfile.write(receiver.says)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}/hooks"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()

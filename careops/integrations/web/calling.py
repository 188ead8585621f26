"""One exchange with one machine: the connection goes to the numbers that were checked, everything has an end, and a size.

It stands on httpcore, the engine under httpx, because only there a connection can be given its machine: the name is asked for
once, before, and stays in the certificate's check and in the Host header.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import httpcore

from careops.core.errors import Invalid
from careops.integrations.web.addresses import PUBLIC, NoAddress, Reach, Resolver, Target, ask_dns, numbers

MACHINES = 3  # of one name are tried


class TooMuch(Invalid):
    """What came is larger than anything that was asked for."""

    code = "answer_too_large"
    says = "What this address sends is too large"


class NoAnswer(Exception):
    """Nothing usable came back; `retry` when it may next time, `asked` when the question may have arrived all the same."""

    def __init__(self, reason: str, *, retry: bool = True, asked: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long and how much, at most: seconds to connect, between two pieces, for everything; bytes, before and after unpacking.

    With `glance` only the status decides: of any answer, failures too, as much is kept as came within the bounds.
    """

    connect: float = 5
    read: float = 10
    total: float = 20
    size: int = 2_000_000
    glance: bool = False


class Deadline:
    """When everything has to be over, redirects included."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def within(self, seconds: float | None) -> float:
        """So many seconds, or fewer if the end comes first; a timeout when it has come."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if seconds is None else min(left, seconds)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; the body only where it is a success, unless a glance at any was wanted."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Caller:
    """How calls are made. What is not the default is said where it is made: tests, and installations in closed networks."""

    reach: Reach = PUBLIC
    resolve: Resolver = ask_dns
    bounds: Bounds = field(default_factory=Bounds)
    tls: ssl.SSLContext | None = None

    def call(self, target: Target, headers: Mapping[str, str], deadline: Deadline, method: str = "GET", content: bytes = b"") -> Answer:
        """One request and its answer; AddressRefused, TooMuch or NoAnswer instead. Redirects are answers like any other."""
        found = _in_time(lambda: numbers(target, self.reach, self.resolve), deadline, self.bounds)
        pool = httpcore.ConnectionPool(
            ssl_context=self.tls or _trusted(), network_backend=_Pinned(found, deadline), max_connections=1, http2=False
        )
        url = httpcore.URL(scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode())
        said = {"Host": target.authority, "User-Agent": "CareOps", "Accept-Encoding": "gzip", "Connection": "close", **headers}
        patience = {"connect": self.bounds.connect, "read": self.bounds.read, "write": self.bounds.read, "pool": self.bounds.connect}
        try:
            with (
                pool,
                pool.stream(method, url, headers=list(said.items()), content=content or None, extensions={"timeout": patience}) as came,
            ):
                known = {name.decode("ascii").lower(): value.decode("latin-1") for name, value in came.headers}
                if self.bounds.glance:
                    return Answer(came.status, known, _glance(came.iter_stream(), self.bounds.size))
                body = _body(came.iter_stream(), known, self.bounds.size) if 200 <= came.status < 300 else b""
                return Answer(came.status, known, body)
        except httpcore.TimeoutException as problem:
            raise NoAnswer("It did not answer in time", asked=not isinstance(problem, httpcore.ConnectTimeout)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as problem:
            raise _told(problem) from None


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Certificates the system trusts; reading them all takes a while, so once."""
    return ssl.create_default_context()


def _told(problem: BaseException) -> NoAnswer:
    causes = (problem, problem.__cause__, problem.__context__)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return NoAnswer("Its certificate is not valid", retry=False)
    if isinstance(problem, httpcore.ConnectError):
        return NoAnswer("It cannot be reached")
    return NoAnswer("The connection broke off", asked=True)


# ── which machine ────────────────────────────────────────


def _in_time(ask: Callable[[], list[str]], deadline: Deadline, bounds: Bounds) -> list[str]:
    """The system's own resolver has no time limit, so it is asked beside us and left behind when it is late."""
    answers: SimpleQueue[list[str] | BaseException] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(ask())
        except BaseException as problem:
            answers.put(problem)

    try:
        seconds = deadline.within(bounds.connect)
        Thread(target=work, daemon=True, name="dns").start()
        answer = answers.get(timeout=seconds)
    except (Empty, httpcore.ReadTimeout):
        raise NoAnswer("It did not answer in time") from None
    if isinstance(answer, socket.gaierror):
        raise NoAnswer("Nobody knows this name", retry=answer.errno == socket.EAI_AGAIN) from None
    if isinstance(answer, UnicodeError):
        raise NoAddress from None
    if isinstance(answer, BaseException):
        raise answer
    if not answer:
        raise NoAnswer("Nobody knows this name", retry=False)
    return answer


class _Pinned(httpcore.NetworkBackend):
    """Connects to the checked numbers, whatever name is asked for."""

    def __init__(self, found: Sequence[str], deadline: Deadline) -> None:
        self._numbers = found[:MACHINES]
        self._deadline = deadline
        self._wire = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = httpcore.ConnectError()
        for number in self._numbers:
            try:
                stream = self._wire.connect_tcp(number, port, self._deadline.within(timeout), local_address, socket_options)
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as one:
                problem = one
        raise problem


class _Timed(httpcore.NetworkStream):
    """A connection no step of which goes past the deadline: a server that sends a byte now and then is not waited for."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout)), self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


# ── how much ─────────────────────────────────────────────


def _glance(pieces: Iterable[bytes], size: int) -> bytes:
    """The beginning, as it came; what breaks off or dawdles has said enough by its status."""
    seen = bytearray()
    with suppress(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        for piece in pieces:
            seen += piece
            if len(seen) >= size:
                break
    return bytes(seen[:size])


def _body(pieces: Iterable[bytes], headers: Mapping[str, str], size: int) -> bytes:
    """All of it, unpacked; TooMuch as soon as it is more than wanted, on the wire or unpacked."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > size:
        raise TooMuch
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise NoAnswer("It answered in a form that was not asked for", retry=False)
    body = bytearray()
    for piece in _unpacked(pieces, size) if "gzip" in encoding else pieces:
        body += piece
        if len(body) > size:
            raise TooMuch
    return bytes(body)


def _unpacked(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Never more than a little over `size` at once, however small the piece was: a thousandth of it is enough for a bomb."""
    unpacking = zlib.decompressobj(wbits=31)
    packed = 0
    try:
        for piece in pieces:
            packed += len(piece)
            if packed > size:
                raise TooMuch
            yield unpacking.decompress(piece, size + 1)
    except zlib.error:
        raise NoAnswer("It answered in a form that cannot be unpacked", retry=False) from None
    if not unpacking.eof:
        raise NoAnswer("The connection broke off")

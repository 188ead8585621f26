"""Real web servers on loopback, well-behaved and not, and a canary that notices any call."""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from careops.core import clock

Answering = Callable[[socket.socket, bytes], None]
SPACE = 65_536


@contextmanager
def answering(answer: Answering, tls: ssl.SSLContext | None = None) -> Iterator["WebServer"]:
    """A server that hears one request a connection and answers with whatever `answer` writes."""
    server = WebServer(answer, tls)
    try:
        yield server
    finally:
        server.close()


class WebServer:
    def __init__(self, answer: Answering, tls: ssl.SSLContext | None) -> None:
        self.heard: list[bytes] = []
        self._answer, self._tls = answer, tls
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/") -> str:
        return f"{'https' if self._tls else 'http'}://calendar.example:{self.port}{path}"

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                wire, _ = self._door.accept()
                Thread(target=self._talk, args=(wire,), daemon=True).start()

    def _talk(self, wire: socket.socket) -> None:
        with suppress(OSError):
            wire.settimeout(30)
            with self._tls.wrap_socket(wire, server_side=True) if self._tls else wire as talking:
                request = b""
                while b"\r\n\r\n" not in request and (piece := talking.recv(SPACE)):
                    request += piece
                self.heard.append(request)
                self._answer(talking, request)

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()


def saying(status: str, *headers: str, body: bytes = b"") -> Answering:
    """The same answer to everybody."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    content = "\r\n".join(lines).encode("latin-1") + body
    return lambda wire, _request: wire.sendall(content)


@contextmanager
def canary(host: str = "127.0.0.1") -> Iterator[tuple[int, Callable[[], bool]]]:
    """A port nobody may call, and whether somebody did."""
    with socket.create_server((host, 0)) as door:
        door.settimeout(0.01)

        def called() -> bool:
            with suppress(TimeoutError):
                door.accept()[0].close()
                return True
            return False

        yield door.getsockname()[1], called


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of that name speaks with, and what a client trusts that knows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names: list[Any] = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))

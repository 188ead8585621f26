"""A real IMAP server for tests, in a process of its own, with one mailbox that mails can be put into."""

import imaplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.servers import eventually

USER, PASSWORD = "demouser", "demopass"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where it listens; who signs in is USER with PASSWORD."""

    port: int

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Lets these mails arrive, unread."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as server:
            server.login(USER, PASSWORD)
            for mail in mails:
                assert server.append(folder, "", "", mail)[0] == "OK"

    def unread(self, folder: str = "INBOX") -> int:
        """How many mails nobody has read."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as server:
            server.login(USER, PASSWORD)
            server.select(folder, readonly=True)
            return len(server.search(None, "UNSEEN")[1][0].split())


def mail(number: int, text: str = "Hello") -> bytes:
    """A plain mail."""
    head = f"From: Cleo <cleo@example.com>\r\nTo: hello@salon.example\r\nSubject: Mail {number}\r\nMessage-ID: <{number}@example.com>"
    return f"{head}\r\n\r\n{text}\r\n".encode()


@contextmanager
def serving() -> Iterator[Mailbox]:
    """A server that is up."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    start = [sys.executable, "-c", "from pymap.main import main; main()", "--no-service", "admin", "--no-service", "managesieve"]
    start += ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-data"]
    process = subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Mailbox(port)
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        assert process.poll() is None, "the IMAP server did not start"
        with suppress(OSError), imaplib.IMAP4("127.0.0.1", port, timeout=1):
            return True
        return False

    eventually(answers, within=20)

"""Looks into a mailbox for what is new, and changes nothing in it: whoever else reads it sees no difference.

Mails are counted by their UID, which holds as long as the mailbox's UIDVALIDITY does. When that changes, the last days are read
again; what was had before is known by its content.
"""

import imaplib
import re
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from careops.core.clock import now
from careops.integrations.exchange import words
from careops.integrations.mailread import inbound
from careops.integrations.ports import Inbound, Outcome, Rejected, RetryLater
from careops.integrations.servers import PrivateServer, check_name, check_peer

PATIENCE = 10  # seconds for each step of the talk
WHOLE = 60  # seconds for all of it
LARGEST = 25_000_000  # bytes of one mail; of a larger one only the head is read
MOST = 50  # mails in one look; the next look goes on
AGAIN = timedelta(days=3)  # what is read again when the mailbox was numbered anew
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


Security = Literal["ssl", "starttls", "none"]


class TooLate(TimeoutError):
    """The whole look took too long."""


class Refused(Exception):
    """The server said no to something about this account."""


class Odd(Exception):
    """The server says what no server should."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was new, oldest first, and how far the mailbox is read now; `more` when there is more to have at once."""

    mails: tuple[Inbound, ...]
    progress: dict[str, Any]
    more: bool = False


@dataclass(frozen=True, slots=True)
class ImapMailbox:
    """One mailbox of one account; `security` "none" is for a server on the same machine."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    security: Security = "ssl"
    public_only: bool = False  # refuse a server inside our own network, whatever its name resolves to

    def look(self, progress: Mapping[str, Any], limit: int = MOST) -> Looked | Outcome:
        """What came since `progress`; a mailbox without any begins with the next mail that comes. Blocks for up to a minute."""
        try:
            server = self._connect()
        except Exception as problem:
            return _refused(problem)
        try:
            return self._read(server, progress, limit)
        except Exception as problem:
            return _refused(problem)
        finally:
            with suppress(Exception):
                server.shutdown()

    def _connect(self) -> "_Server":
        """A greeted, encrypted and signed-in connection."""
        if self.public_only:
            check_name(self.host, self.port)
        context = ssl.create_default_context()
        server = _SecureServer(self.host, self.port, context) if self.security == "ssl" else _PlainServer(self.host, self.port)
        try:
            if self.public_only:
                check_peer(server.sock)
            if self.security == "starttls":
                server.starttls(context)
            server.login(self.username, self.password)
        except BaseException:
            with suppress(Exception):
                server.shutdown()
            raise
        return server

    def _read(self, server: "_Server", progress: Mapping[str, Any], limit: int) -> Looked:
        _expect(server.select(_quoted(self.folder), readonly=True), "This folder cannot be opened")
        validity, upcoming = _said(server, "UIDVALIDITY"), _said(server, "UIDNEXT")
        if not progress:
            return Looked((), {"validity": validity, "uid": upcoming - 1})
        last = int(progress.get("uid", 0)) if progress.get("validity") == validity else 0
        uids = _search(server, f"UID {last + 1}:*" if last else f"SINCE {_day()}")
        uids = sorted(uid for uid in uids if uid > last)
        taken = uids[:limit]
        mails = tuple(inbound(raw) for raw in (_mail(server, uid) for uid in taken) if raw)
        done = {"validity": validity, "uid": taken[-1] if taken else max(last, upcoming - 1 if not uids else last)}
        return Looked(mails, done, more=len(uids) > limit)


# ── the talk ─────────────────────────────────────────────


class _Bounded:
    """No step past the end, and no more bytes than a mail may have."""

    _end: float

    def _check(self, size: int = 0) -> None:
        if time.monotonic() > self._end:
            raise TooLate
        if size > LARGEST + 1_000_000:
            raise Odd("The mail server sent more than it was asked for")


class _PlainServer(_Bounded, imaplib.IMAP4):
    def __init__(self, host: str, port: int) -> None:
        self._end = time.monotonic() + WHOLE
        super().__init__(host, port, timeout=PATIENCE)

    def read(self, size: int) -> bytes:
        self._check(size)
        return super().read(size)

    def readline(self) -> bytes:
        self._check()
        return super().readline()


class _SecureServer(_Bounded, imaplib.IMAP4_SSL):
    def __init__(self, host: str, port: int, context: ssl.SSLContext) -> None:
        self._end = time.monotonic() + WHOLE
        super().__init__(host, port, ssl_context=context, timeout=PATIENCE)

    def read(self, size: int) -> bytes:
        self._check(size)
        return super().read(size)

    def readline(self) -> bytes:
        self._check()
        return super().readline()


_Server = _PlainServer | _SecureServer


def _expect(answer: tuple[str, list[Any]], otherwise: str) -> list[Any]:
    if answer[0] != "OK":
        raise Refused(f"{otherwise}: {words(_decoded(answer[1]))}")
    return answer[1]


def _decoded(answer: list[Any]) -> str:
    first = answer[0] if answer else b""
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first or "")


def _said(server: _Server, name: str) -> int:
    """A number the server tells when a folder is opened."""
    said = _decoded(server.response(name)[1])
    if not said.isdecimal() or len(said) > 10:
        raise Odd(f"The mail server tells no {name}")
    return int(said)


def _search(server: _Server, what: str) -> list[int]:
    found = _decoded(_expect(server.uid("SEARCH", what), "This folder cannot be searched"))
    return [int(uid) for uid in found.split() if uid.isdecimal() and len(uid) <= 10]


def _mail(server: _Server, uid: int) -> bytes:
    """The mail's bytes; only its head when it is too large, nothing when it is gone meanwhile."""
    told = _expect(server.uid("FETCH", str(uid), "(UID RFC822.SIZE)"), "A mail cannot be read")
    sizes = [match for part in told if isinstance(part, bytes) and (match := re.search(rb"RFC822\.SIZE (\d{1,12})", part))]
    if not sizes:
        return b""
    part = "BODY.PEEK[]" if int(sizes[0].group(1)) <= LARGEST else "BODY.PEEK[HEADER]"
    answer = _expect(server.uid("FETCH", str(uid), f"({part})"), "A mail cannot be read")
    return next((bytes(piece[1]) for piece in answer if isinstance(piece, tuple) and len(piece) > 1), b"")


def _quoted(folder: str) -> str:
    """A folder's name as the protocol wants it, in its own way of writing foreign letters."""
    return '"' + _foreign(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _foreign(folder: str) -> str:
    """Modified UTF-7 (RFC 3501, 5.1.3)."""
    runs = re.split(r"([^\x20-\x7e]+)", folder)
    return "".join(_shifted(run) if n % 2 else run.replace("&", "&-") for n, run in enumerate(runs))


def _shifted(run: str) -> str:
    return "&" + run.encode("utf-7").decode().strip("+-").replace("/", ",") + "-"


def _day() -> str:
    """The date from which on everything is read again, in the protocol's English."""
    day = now() - AGAIN
    return f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}"


def _refused(problem: Exception) -> Outcome:
    """A sign-in, a folder or a server that is refused has to be mended by somebody; everything else may work the next time."""
    if isinstance(problem, PrivateServer | ssl.SSLCertVerificationError | Refused):
        return Rejected(words(problem), configuration=True)
    if isinstance(problem, TimeoutError):
        return RetryLater("The mail server did not answer in time")
    said = words(problem.args[0].decode("utf-8", "replace") if problem.args and isinstance(problem.args[0], bytes) else problem)
    if isinstance(problem, imaplib.IMAP4.error) and not isinstance(problem, imaplib.IMAP4.abort):
        return Rejected(said or "The mail server refused the sign-in", configuration=True)
    return RetryLater(said or type(problem).__name__)

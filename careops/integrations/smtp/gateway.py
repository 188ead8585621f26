"""Hands letters to an SMTP server, and says honestly how it ended."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from careops.integrations.mime import ascii_address, compose
from careops.integrations.ports import Accepted, Letter, Outcome, Rejected, RetryLater, Unknown
from careops.integrations.servers import PrivateServer, check_name, check_peer

PATIENCE = 10  # seconds for each step of the talk
Security = Literal["starttls", "ssl", "none"]


@dataclass(frozen=True, slots=True)
class SmtpGateway:
    """One account of a mail server; `security` "none" is for a server on the same machine."""

    host: str
    port: int
    address: str
    username: str = ""
    password: str = ""
    security: Security = "starttls"
    public_only: bool = False  # refuse a server inside our own network, whatever its name resolves to

    def __repr__(self) -> str:
        return f"SmtpGateway({self.host}:{self.port}, {self.address})"  # the password is never printed

    @property
    def honours_keys(self) -> bool:
        return False

    def send(self, letter: Letter) -> Outcome:
        """One connection, one letter."""
        try:
            mail = compose(letter)
        except (ValueError, UnicodeError) as wrong:
            return Rejected(str(wrong))
        try:
            server = self._connect()
        except Exception as problem:  # whatever the network or TLS does: nothing was sent yet
            return _before_sending(problem)
        handed_over = False
        try:
            refusal = _envelope(server, ascii_address(letter.sender[1]), ascii_address(letter.to))
            if refusal:
                return refusal
            handed_over = True
            code, answer = server.data(mail.as_bytes())
            return _verdict(code, answer) or Accepted(_queue_id(answer) or letter.message_id)
        except smtplib.SMTPDataError as problem:  # it refused the DATA command: the letter did not leave
            return _by_code(problem.smtp_code, problem.smtp_error)
        except (OSError, smtplib.SMTPException) as problem:
            reason = _reason(problem)
            return Unknown(reason) if handed_over else RetryLater(reason)
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        """A greeted, encrypted and signed-in connection."""
        context = ssl.create_default_context()
        if self.public_only:
            check_name(self.host, self.port)
        if self.security == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        try:
            if self.public_only:
                check_peer(server.sock)
            if self.security == "starttls":
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if self.username:
                server.login(self.username, self.password)
        except BaseException:
            server.close()
            raise
        return server


def from_url(url: str, address: str) -> SmtpGateway:
    """The gateway an address like smtp://user:password@host:587 means; smtps:// speaks TLS from the start.

    STARTTLS is demanded wherever a password is sent or the server is not on this machine.
    """
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    local = host in {"localhost", "127.0.0.1", "::1"} and not parts.username
    security: Security = "ssl" if parts.scheme == "smtps" else "none" if local else "starttls"
    port = parts.port or (465 if parts.scheme == "smtps" else 25 if local else 587)
    return SmtpGateway(host, port, address, unquote(parts.username or ""), unquote(parts.password or ""), security)


# ── reading what a server says ───────────────────────────


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]


def _reason(problem: BaseException) -> str:
    if isinstance(problem, TimeoutError):
        return "The mail server did not answer in time"
    return _words(str(problem)) or type(problem).__name__


def _by_code(code: int, answer: bytes | str) -> Outcome:
    """5xx is for ever, everything else is for now."""
    said = f"{code} {_words(answer)}"
    return Rejected(said) if 500 <= code < 600 else RetryLater(said)


def _verdict(code: int, answer: bytes) -> Outcome | None:
    return None if 200 <= code < 300 else _by_code(code, answer)


def _queue_id(answer: bytes) -> str:
    """Servers say "OK: queued as 4F1A…"; it is what their logs know the letter by."""
    words = _words(answer)
    return words.rpartition("queued as ")[2].split(" ")[0][:100] if "queued as " in words else ""


def _envelope(server: smtplib.SMTP, sender: str, to: str) -> Outcome | None:
    """Who and to whom; None when the server takes both. A refused sender is our account's fault, a refused recipient is not."""
    code, answer = server.mail(sender)
    if refusal := _verdict(code, answer):
        return Rejected(refusal.reason, configuration=True) if isinstance(refusal, Rejected) else refusal
    code, answer = server.rcpt(to)
    return _verdict(code, answer)


def _before_sending(problem: Exception) -> Outcome:
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        said = f"{problem.smtp_code} {_words(problem.smtp_error)}"
        return Rejected(said, configuration=True) if 500 <= problem.smtp_code < 600 else RetryLater(said)
    if isinstance(problem, PrivateServer | ssl.SSLCertVerificationError | smtplib.SMTPNotSupportedError):
        return Rejected(_reason(problem), configuration=True)
    return RetryLater(_reason(problem))
